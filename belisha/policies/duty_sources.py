"""The duty sources of policies, and the duties for vacant offices that a policy relies on."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone

from belisha.access.sign_in import sign_in_rules
from belisha.duties.sources import DutySpec, duty_source
from belisha.people.models import School
from belisha.people.offices.holders import vacant_since
from belisha.people.offices.right_holders import office_with_right
from belisha.policies.documents.guidance_editions import edition_duties
from belisha.policies.documents.offices import OfficeCoverage, vacant_offices
from belisha.policies.documents.review_dates import REVIEW
from belisha.policies.documents.review_duties import REVIEWED, review_duties
from belisha.policies.queries import policy_in_force
from belisha.policies.website.duty_sources import website_duties

duty_source("website")(website_duties)
duty_source("editions")(edition_duties)
duty_source(REVIEW, REVIEWED)(review_duties)


@duty_source("offices", "the office is filled, or the policy relies on it no more")
def office_duties(school: School, on: date) -> Iterator[DutySpec]:
    """Yield a duty to fill each vacant office that the policy in force relies on.

    It falls to the office that looks after people. The key holds the first day of the vacancy, so that a
    later vacancy is a new duty.
    """
    found = policy_in_force(school.slug)
    if found is None:
        return
    begun = found.version.published_at
    for gap in vacant_offices(school, found.policy, on):
        since = vacant_since(school.pk, gap.holders, on)
        counted = max(since, timezone.localdate(begun)) if begun else since
        first = next(iter(gap.relied.clauses), None)
        yield DutySpec(
            key=f"office {gap.relied.office} empty since {counted.isoformat()}",
            title=_title(gap),
            due_on=counted + sign_in_rules().fill_within,
            office=office_with_right(school, "look-after-people", on),
            clause=first.id if first else "",
            cites=", ".join(first.cites)[:60] if first else "",
            link=reverse("people:fill_office", args=[school.slug, gap.relied.office]),
        )


def _title(gap: OfficeCoverage) -> str:
    if gap.holders.away:
        return f"Name a deputy for the {gap.relied.label}"
    return f"Name someone as {gap.relied.label}"
