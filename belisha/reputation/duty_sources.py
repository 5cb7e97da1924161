"""What is due about the school's reputation: the next look at each place, each mention, a feed that fails."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from belisha.duties.sources import DutySpec, duty_source
from belisha.outbox.working_days import working_day_after
from belisha.people.models import School
from belisha.people.offices.right_holders import office_with_right
from belisha.reputation.models import Mention, MentionReply, WatchedPlace
from belisha.reputation.states import MentionState, ReplyState
from belisha.reputation.watching import next_look

# Working days to read a new mention, to read one in which something grave was heard, and to look at a reply.
TO_READ, TO_READ_GRAVE, TO_APPROVE = 3, 0, 2


@duty_source("reputation")
def reputation_duties(school: School, on: date) -> Iterator[DutySpec]:
    """Yield the next look at each place, each open mention, each reply that waits, each feed that fails."""
    watcher = office_with_right(school, "watch-reputation", on)
    approver = office_with_right(school, "approve-reply", on)
    yield from _looks(school)
    for mention in Mention.objects.filter(school=school, state=MentionState.NEW):
        seen = timezone.localdate(mention.seen_at)
        yield DutySpec(
            key=f"mention {mention.pk} read {mention.text_hash[:12]}",
            title="Read something said of the school",
            due_on=seen if mention.heard else working_day_after(seen, TO_READ),
            office=watcher,
            link=_page(school, mention),
        )
    for mention in Mention.objects.filter(school=school, state=MentionState.DECIDED):
        yield DutySpec(
            key=f"mention {mention.pk} {mention.outcome}",
            title="Deal with something said of the school",
            due_on=mention.due_on or on,
            office=mention.office,
            link=_page(school, mention),
        )
    for reply in MentionReply.objects.filter(school=school, state=ReplyState.DRAFTED).select_related(
        "mention"
    ):
        yield DutySpec(
            key=f"reply {reply.pk} approve {reply.drafted_at:%Y-%m-%d}",
            title="Look at a reply before it is sent",
            due_on=working_day_after(timezone.localdate(reply.drafted_at), TO_APPROVE),
            office=approver,
            link=_page(school, reply.mention),
        )


def _looks(school: School) -> Iterator[DutySpec]:
    places = WatchedPlace.objects.filter(school=school, ended_at__isnull=True).annotate(last=Max("looks__at"))
    for place in places:
        since, due_on = next_look(place)
        link = reverse("reputation:place", args=[school.slug, place.pk])
        yield DutySpec(
            key=f"look at place {place.pk} since {since}",
            title="Look at what is said of the school",
            due_on=due_on,
            office=place.office,
            link=link,
        )
        if place.feed_trouble and place.read_at is not None:
            yield DutySpec(
                key=f"feed of place {place.pk} fails",
                title="Mend a feed that cannot be read",
                due_on=timezone.localdate(place.read_at) + timedelta(days=7),
                office=place.office,
                link=link,
            )


def _page(school: School, mention: Mention) -> str:
    return reverse("reputation:mention", args=[school.slug, mention.pk])
