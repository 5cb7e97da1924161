"""Stop every official post of a school for now, such as in a crisis, and let them go out again."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.channels.checking import void_approval
from belisha.channels.models import OfficialPost, PostingPause
from belisha.channels.permissions import can_end_pause, can_see_posts
from belisha.channels.record import ChannelEvent
from belisha.channels.states import POST_LIFE, PostState
from belisha.channels.times import goes_out_at
from belisha.people.models import School

HELD = "It missed its time while all posts were stopped. Look whether it still fits."


def pause_of(school_id: int) -> PostingPause | None:
    """Return the pause that stops the posts of a school now."""
    return PostingPause.objects.filter(school=school_id, ended_at=None).select_related("begun_by").first()


def begin_pause(*, by: Actor, school: School, reason: str) -> PostingPause:
    """Stop every post of a school until somebody ends it. Whoever writes or approves posts may.

    Return the pause that is there if somebody was quicker. Raise PermissionDenied.
    """
    can_see_posts.check(by, school)
    try:
        with transaction.atomic():
            made: PostingPause = PostingPause.objects.create(
                school=school, reason=reason, begun_by_id=by.user_id
            )
            _tell(by, made, ChannelEvent.BEGAN_PAUSE_OF_POSTS)
    except IntegrityError:
        made = PostingPause.objects.get(school=school, ended_at=None)
    return made


@transaction.atomic
def end_pause(*, by: Actor, school: School) -> int:
    """Let posts go out again. Return how many missed their time meanwhile: those are drafts again.

    Raise PermissionDenied.
    """
    can_end_pause.check(by, school)
    pause = PostingPause.objects.select_for_update(of=("self",)).filter(school=school, ended_at=None).first()
    if pause is None:
        return 0
    now = timezone.now()
    held = _hold_over(school, pause.begun_at, now)
    PostingPause.objects.filter(pk=pause.pk).update(ended_at=now, ended_by=by.user_id)
    _tell(by, pause, ChannelEvent.ENDED_PAUSE_OF_POSTS)
    return held


def _hold_over(school: School, since: datetime, now: datetime) -> int:
    """Turn what should have gone out during the pause into drafts: a greeting may not fit any more."""
    rows = OfficialPost.objects.select_for_update(of=("self",)).filter(school=school, state=PostState.READY)
    held = [post for post in rows if since <= (goes_out_at(post) or since) <= now]
    move = POST_LIFE.move("be held over")
    for post in held:
        void_approval(post)
        post.state, post.note = move.target, HELD
        post.save()
        record(
            school_id=school.pk,
            by=None,
            verb=move.event,
            subject=f"official post {post.pk}",
            detail={"state": post.state},
        )
    return len(held)


def _tell(by: Actor, pause: PostingPause, verb: ChannelEvent) -> None:
    record(school_id=pause.school_id, by=by.user_id, verb=verb, subject=f"pause of posts {pause.pk}")
