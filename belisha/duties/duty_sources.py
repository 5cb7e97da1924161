"""Duties about the school's own calendar: terms that run out are entered in time."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from belisha.duties.deadlines import deadline
from belisha.duties.sources import DutySpec, duty_source
from belisha.people.models import School, Term
from belisha.people.offices.right_holders import office_with_right


@duty_source("terms", "the terms are entered")
def term_duties(school: School, on: date) -> Iterator[DutySpec]:
    """Yield a duty to enter term dates when the last that the school has entered comes to its end.

    A school that has entered none is asked for them while it is being set up.
    """
    last = Term.objects.filter(school=school).order_by("-ends_on").values_list("ends_on", flat=True).first()
    if last is None or last - deadline("enter-terms") > on:
        return
    yield DutySpec(
        key=f"terms after {last}",
        title="Enter the dates of the next terms",
        due_on=last,
        office=office_with_right(school, "set-up-school", on),
        link=reverse("people:settings", args=[school.slug]),
    )
