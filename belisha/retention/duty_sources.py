"""What is due about personal data: disposals, requests, breaches."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from belisha.duties.sources import DutySpec, duty_source
from belisha.people.models import School
from belisha.people.offices.right_holders import office_with_right
from belisha.retention.breaches import tell_until
from belisha.retention.models import Breach, DataRequest, Disposal
from belisha.retention.periods import due_at
from belisha.retention.states import UNFINISHED, DisposalState, RequestState

# How long the school has to look through what is due, and to decide on a disposal.
TO_PREPARE, TO_DECIDE = timedelta(days=28), timedelta(days=14)


@duty_source("disposals")
def disposals_due(school: School, on: date) -> Iterator[DutySpec]:
    """Yield the preparation of a disposal for each room in which something has been kept long enough."""
    keeper = office_with_right(school, "keep-data-protection", on)
    approver = office_with_right(school, "approve-disposal", on)
    is_open = Disposal.objects.filter(school=school, state__in=UNFINISHED)
    prepared = set(is_open.values_list("holding", flat=True))
    for due in due_at(school, on):
        if due.holding.key in prepared or due.oldest_due_on is None:
            continue
        yield DutySpec(
            key=f"dispose of {due.holding.key} due {due.oldest_due_on}",
            title=f"Prepare the disposal of: {due.holding.title}",
            due_on=due.oldest_due_on + TO_PREPARE,
            office=keeper,
            late_to=approver,
            link=reverse("retention:disposals", args=[school.slug]),
        )


@duty_source("retention")
def retention_duties(school: School, on: date) -> Iterator[DutySpec]:
    """Yield the approval of each prepared disposal, each open request and each open breach."""
    keeper = office_with_right(school, "keep-data-protection", on)
    approver = office_with_right(school, "approve-disposal", on)
    yield from _disposals(school, approver)
    for asked in DataRequest.objects.filter(school=school, state=RequestState.RECEIVED):
        yield DutySpec(
            key=f"data request {asked.pk} until {asked.due_on}",
            title="Answer a request about personal data",
            due_on=asked.due_on,
            office=keeper,
            late_to=approver,
            link=reverse("retention:request", args=[school.slug, asked.pk]),
        )
    for breach in Breach.objects.filter(school=school, closed_at__isnull=True):
        is_told = breach.told_commissioner_at is not None or breach.not_told_because
        due_on = timezone.localdate(tell_until(breach))
        yield DutySpec(
            key=f"breach {breach.pk} {'close' if is_told else 'tell'}",
            title="Close a breach of personal data" if is_told else "Decide whether to report a breach",
            due_on=due_on + TO_PREPARE if is_told else due_on,
            office=keeper,
            late_to=approver,
            link=reverse("retention:breach", args=[school.slug, breach.pk]),
        )


def _disposals(school: School, approver: str) -> Iterator[DutySpec]:
    for disposal in Disposal.objects.filter(school=school, state=DisposalState.PREPARED):
        yield DutySpec(
            key=f"approve disposal {disposal.pk}",
            title="Decide on a disposal",
            due_on=timezone.localdate(disposal.prepared_at) + TO_DECIDE,
            office=approver,
            link=reverse("retention:disposal", args=[school.slug, disposal.pk]),
        )
