"""What is due of those who hear complaints and concerns."""

from collections.abc import Iterator
from datetime import date
from functools import cache

from django.urls import reverse

from belisha.complaints.models import Matter
from belisha.complaints.states import OPEN
from belisha.duties.sources import Wanted
from belisha.people.models import School
from belisha.people.standing_for import office_with_right


def wanted(school: School, on: date) -> Iterator[Wanted]:
    """An answer to each open matter, of the office that hears it."""
    office = cache(lambda right: office_with_right(school, right, on))
    for matter in Matter.objects.filter(school=school, state__in=OPEN).order_by("pk"):
        yield Wanted(
            key=f"complaints {matter.pk} until {matter.answer_due_on}",
            title=f"Answer a {matter.kind}",
            due_on=matter.answer_due_on,
            office=office(matter.heard_by),
            link=reverse("complaints:matter", args=[school.slug, matter.pk]),
        )
