from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.duties.models import Duty, Feed
from belisha.duties.queries import own_open
from belisha.people.actor import actor_from
from belisha.people.models import School
from belisha.people.tokens import hash_of, new_token


class FeedEndedError(Exception):
    """The link was ended, or its owner may not see these duties any more."""


@transaction.atomic
def make_feed(*, by: Actor, school: School | None = None, office: str = "") -> str:
    """A new link to one's own calendar, or to that of an office that one holds. Returns its token.

    An earlier link to the same calendar ends. Raises PermissionDenied.
    """
    if by.user_id is None or (office and (school is None or (school.pk, office) not in by.offices)):
        message = "A calendar link is for your own duties, or for those of an office that you hold."
        raise PermissionDenied(message)
    place = school if office else None
    same = Feed.objects.visible_to(by).open().filter(school=place, office=office)
    same.update(ended_at=timezone.now())
    token = new_token()
    feed = Feed.objects.create(person_id=by.user_id, school=place, office=office, token_hash=hash_of(token))
    record(
        school_id=place.pk if place else None,
        by=by.user_id,
        verb="made a calendar link",
        subject=f"feed {feed.pk}",
    )
    return token


@transaction.atomic
def end_feed(*, by: Actor, feed: Feed) -> None:
    """Let one's own link open nothing any more. A second time changes nothing."""
    changed = Feed.objects.visible_to(by).open().filter(pk=feed.pk).update(ended_at=timezone.now())
    if changed:
        record(
            school_id=feed.school_id, by=by.user_id, verb="ended a calendar link", subject=f"feed {feed.pk}"
        )


def duties_of_feed(token: str) -> tuple[Feed, QuerySet[Duty]]:
    """What the link with this token shows today. Raises FeedEndedError.

    Whose rights it goes by are read anew each time: whoever left the school or the office sees nothing.
    """
    feed = Feed.objects.open().filter(token_hash=hash_of(token)).select_related("person", "school").first()
    if feed is None or not feed.person.is_active:
        raise FeedEndedError
    actor = actor_from(feed.person_id, "")
    if not actor.places:
        raise FeedEndedError
    if not feed.office:
        return feed, own_open(actor)
    if (feed.school_id, feed.office) not in actor.offices:
        raise FeedEndedError
    rows = Duty.objects.filter(school=feed.school_id, office=feed.office).open().select_related("school")
    return feed, rows.order_by("due_on", "pk")
