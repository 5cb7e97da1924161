"""What governors decided, due for the office that carries it out."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from belisha.duties.sources import DutySpec, duty_source
from belisha.governance.models import GovernorsAction
from belisha.people.models import School
from belisha.people.offices.right_holders import office_with_right


@duty_source("governance")
def governors_duties(school: School, on: date) -> Iterator[DutySpec]:
    """Yield each open action of the governors that has a day."""
    rows = GovernorsAction.objects.filter(school=school, done_on__isnull=True, due_on__isnull=False)
    for action in rows:
        assert action.due_on is not None
        yield DutySpec(
            key=f"governors' action {action.pk}",
            title="Carry out a decision of the governors",
            due_on=action.due_on,
            office=action.office,
            clause=action.clause,
            link=reverse("governance:actions", args=[school.slug]),
            late_to=office_with_right(school, "sign-for-governors", on),
        )
