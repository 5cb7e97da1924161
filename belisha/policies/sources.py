"""What is due because an office that the policy relies on stands empty."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone

from belisha.access.sign_in import sign_in_rules
from belisha.duties.sources import Wanted
from belisha.people.models import School
from belisha.people.offices import gap_since
from belisha.people.standing_for import office_with_right
from belisha.policies.offices import OfficeStanding, gaps
from belisha.policies.queries import policy_in_force


def offices_wanted(school: School, on: date) -> Iterator[Wanted]:
    """One duty for each office that the policy in force relies on and nobody fills, to name somebody.

    It falls to the office that looks after people. Its key holds the day from which the office has stood
    empty: an office that is filled and falls empty again is a new duty.
    """
    found = policy_in_force(school.slug)
    if found is None:
        return
    begun = found.version.published_at
    for gap in gaps(school, found.policy, on):
        since = gap_since(school.pk, gap.holders, on)
        counted = max(since, timezone.localdate(begun)) if begun else since
        first = next(iter(gap.relied.clauses), None)
        yield Wanted(
            key=f"office {gap.relied.office} empty since {counted.isoformat()}",
            title=_title(gap),
            due_on=counted + sign_in_rules().fill_within,
            office=office_with_right(school, "look-after-people", on),
            clause=first.id if first else "",
            cites=", ".join(first.cites)[:60] if first else "",
            link=reverse("people:fill_office", args=[school.slug, gap.relied.office]),
        )


def _title(gap: OfficeStanding) -> str:
    if gap.holders.away:
        return f"Name somebody to stand in as {gap.relied.label}"
    return f"Name somebody as {gap.relied.label}"
