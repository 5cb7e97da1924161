from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.duties.models import Duty, Feed
from belisha.duties.queries import own
from belisha.duties.record import DutyEvent
from belisha.people.accounts.tokens import hash_token, new_token
from belisha.people.actor import actor_from
from belisha.people.models import School

# How long a calendar hears that a duty was done or dropped.
CANCELLED_FOR = timedelta(days=7)


class FeedEndedError(Exception):
    """Raise when a link was ended, or its owner may no longer see these duties."""


@transaction.atomic
def make_feed(*, by: Actor, school: School, office: str = "", alarm: str = "") -> str:
    """Create a link to the actor's own calendar at a school, or to that of their office. Return its token.

    An earlier link to the same calendar ends. Raise PermissionDenied, also on a shared device: whoever comes
    next could keep the link.
    """
    if by.is_on_shared_device:
        message = "You cannot make a calendar link on a shared device. Use your own device."
        raise PermissionDenied(message)
    is_theirs = school.pk in by.school_ids and (not office or (school.pk, office) in by.offices)
    if by.user_id is None or not is_theirs:
        message = "A calendar link is for your own duties, or for those of an office that you hold."
        raise PermissionDenied(message)
    same = Feed.objects.visible_to(by).open().filter(school=school, office=office)
    same.update(ended_at=timezone.now())
    token = new_token()
    feed = Feed.objects.create(
        person_id=by.user_id, school=school, office=office, token_hash=hash_token(token), alarm=alarm
    )
    record(
        school_id=school.pk,
        by=by.user_id,
        verb=DutyEvent.MADE_CALENDAR_LINK,
        subject=f"feed {feed.pk}",
    )
    return token


@transaction.atomic
def end_feed(*, by: Actor, feed: Feed) -> None:
    """End the actor's own link. Ending it a second time changes nothing."""
    changed = Feed.objects.visible_to(by).open().filter(pk=feed.pk).update(ended_at=timezone.now())
    if changed:
        record(
            school_id=feed.school_id,
            by=by.user_id,
            verb=DutyEvent.ENDED_CALENDAR_LINK,
            subject=f"feed {feed.pk}",
        )


def duties_of_feed(token: str) -> tuple[Feed, QuerySet[Duty]]:
    """Return the feed with this token and the duties that it shows today. Raise FeedEndedError.

    They are the open ones, and those that were done or dropped in the last week: a calendar that keeps copies
    hears of each once.

    The owner's rights are read each time: someone who has left the school or the office sees nothing.
    """
    feed = Feed.objects.open().filter(token_hash=hash_token(token)).select_related("person", "school").first()
    if feed is None or not feed.person.is_active:
        raise FeedEndedError
    actor = actor_from(feed.person_id, "")
    if feed.school_id not in actor.school_ids:
        raise FeedEndedError
    if not feed.office:
        return feed, _shown(own(actor).filter(school=feed.school_id))
    if (feed.school_id, feed.office) not in actor.offices:
        raise FeedEndedError
    rows = Duty.objects.filter(school=feed.school_id, office=feed.office).select_related("school")
    return feed, _shown(rows)


def _shown(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    since = timezone.now() - CANCELLED_FOR
    is_open = Q(done_at=None, dropped_at=None)
    ended = Q(done_at__gte=since) | Q(dropped_at__gte=since)
    return duties.filter(is_open | ended).order_by("due_on", "pk")
