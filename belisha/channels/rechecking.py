"""Official posts looked at again: when rules, roll or consents change, and when their day is over."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from belisha.audit.actions import record
from belisha.channels.checking import APPROVAL, basis_of, check_post, hindrances, void_approval
from belisha.channels.models import OfficialPost
from belisha.channels.states import BEFORE, POST_LIFE, PostState, PublicationState
from belisha.channels.times import is_over
from belisha.people.models import School
from belisha.policies.queries import policy_in_force

_CHECKED = ("findings", "refusals", "version", "shows_children", "state", *APPROVAL)


@transaction.atomic
def recheck_posts(*, school: School) -> int:
    """Check every post that is not out by the policy, roll and consents of today; stop those now minded.

    Return how many were stopped: they are drafts again. Their approval is void.
    """
    found = policy_in_force(school.slug)
    if found is None:
        return 0
    rows = OfficialPost.objects.select_for_update(of=("self",)).filter(school=school, state__in=BEFORE)
    rows = rows.exclude(publication__state=PublicationState.SENDING)
    posts = list(rows.select_related("account", "picture").prefetch_related("children"))
    basis = basis_of(found, {child.pk for post in posts for child in post.children.all()})
    changed, stopped = [], 0
    for post in posts:
        before = post.findings, post.refusals, post.version_id, post.shows_children
        check_post(post, basis)
        is_stopped = post.state != PostState.DRAFT and any(hindrances(post))
        if is_stopped:
            _stop(post)
        stopped += is_stopped
        if is_stopped or before != (post.findings, post.refusals, post.version_id, post.shows_children):
            changed.append(post)
    OfficialPost.objects.bulk_update(changed, _CHECKED, batch_size=500)
    rows.update(checked_at=timezone.now())
    return stopped


def _stop(post: OfficialPost) -> None:
    void_approval(post)
    _end([post], "be stopped")


@transaction.atomic
def expire_posts(*, school: School, at: datetime) -> int:
    """Let the posts expire that nobody had approved when their time was over. Return how many."""
    waiting = OfficialPost.objects.select_for_update(of=("self",)).filter(
        school=school, state__in=POST_LIFE.move("expire").sources, post_on__lte=timezone.localdate(at)
    )
    posts = [post for post in waiting if is_over(post, at)]
    _end(posts, "expire")
    OfficialPost.objects.bulk_update(posts, ["state"], batch_size=500)
    return len(posts)


def _end(posts: Iterable[OfficialPost], verb: str) -> None:
    move = POST_LIFE.move(verb)
    for post in posts:
        post.state = move.target
        record(
            school_id=post.school_id,
            by=None,
            verb=move.event,
            subject=f"official post {post.pk}",
            detail={"state": post.state},
        )
