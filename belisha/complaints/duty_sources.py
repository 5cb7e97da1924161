"""The duties of those who handle complaints and concerns."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from belisha.complaints.models import Entry, EntryKind, Matter
from belisha.complaints.states import OPEN, MatterState
from belisha.duties.sources import DutySpec, duty_source
from belisha.outbox.working_days import working_day_after
from belisha.people.models import School
from belisha.people.offices.right_holders import holders_of_right, office_with_right

WAITING = (*OPEN, MatterState.ANSWERED)


@duty_source("complaints")
def complaint_duties(school: School, on: date) -> Iterator[DutySpec]:
    """Yield an answer to each open matter and the closing of each answered one, for the office handling it.

    A late one is told to another office with the same right and to nobody else: it may be about the head.
    """
    found = Matter.objects.filter(school=school, state__in=WAITING).order_by("pk")
    answers = Entry.objects.filter(matter__in=found, kind=EntryKind.ANSWER).order_by()
    answered = dict(answers.values("matter").annotate(last=Max("at")).values_list("matter", "last"))
    offices = {right: _offices(school, right, on) for right in set(found.values_list("heard_by", flat=True))}
    for right, held in groupby(
        found.filter(is_quarantined=True).order_by("heard_by", "answer_due_on"), attrgetter("heard_by")
    ):
        yield _held_back(school, offices[right], right, next(held))
    for matter in found.filter(is_quarantined=False):
        office, other = offices[matter.heard_by]
        yield DutySpec(
            key=_key(matter, answered.get(matter.pk)),
            title=f"Answer a {matter.kind}" if matter.state in OPEN else f"Close a {matter.kind}",
            due_on=_due_on(school, matter, answered.get(matter.pk)),
            office=office,
            late_to=other,
            link=reverse("complaints:matter", args=[school.slug, matter.reference]),
            is_confidential=True,
        )


def _held_back(school: School, offices: tuple[str, str], right: str, first: Matter) -> DutySpec:
    """Return one duty for all that is held back, due with the first of it."""
    return DutySpec(
        key=f"complaints held back {right} {first.pk}",
        title="Look through messages that are held back",
        due_on=first.answer_due_on,
        office=offices[0],
        late_to=offices[1],
        link=reverse("complaints:matters", args=[school.slug]),
        is_confidential=True,
    )


def _offices(school: School, right: str, on: date) -> tuple[str, str]:
    """Return the office that handles matters, and the one that hears of late ones (the same if alone)."""
    office = office_with_right(school, right, on)
    others = (each for each in holders_of_right(school, right) if each != office)
    return office, next(others, office)


def _key(matter: Matter, answered_at: datetime | None) -> str:
    if matter.state in OPEN or answered_at is None:
        return f"complaints {matter.pk} until {matter.answer_due_on}"
    return f"complaints {matter.pk} close {timezone.localdate(answered_at)}"


def _due_on(school: School, matter: Matter, answered_at: datetime | None) -> date:
    """Return the day of the answer; for an answered matter, as long again from the answer."""
    if matter.state in OPEN or answered_at is None:
        return matter.answer_due_on
    return working_day_after(timezone.localdate(answered_at), school.answer_within)
