"""What is due of people by way of training, checks and lessons: asked by the sweep."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from belisha.duties.sources import Wanted
from belisha.people.models import School, Term
from belisha.people.standing_for import office_with_right
from belisha.policies.queries import policy_in_force
from belisha.training.asked import LESSONS, asked_by, items_of, period_of
from belisha.training.periods import span
from belisha.training.queries import classes_without_lesson, done_since

LESSON_KEY = "lessons "


def wanted(school: School, on: date) -> Iterator[Wanted]:
    """Each person's own, where no record covers it yet; and lessons, of whoever keeps their record."""
    done = done_since(school, on)
    for item in items_of(school, on):
        recurring = item.recurring
        last = done.get((recurring.clause, item.person_id))
        if last is not None and last >= item.counts_from:
            continue
        yield Wanted(
            key=item.key,
            title=recurring.title,
            due_on=item.due_on,
            person_id=item.person_id,
            clause=recurring.clause,
            cites=", ".join(recurring.cites),
            link=reverse("training:item", args=[school.slug, recurring.clause]),
        )
    yield from lessons_wanted(school, on)


def lessons_wanted(school: School, on: date) -> Iterator[Wanted]:
    """Lessons for the classes that have had none in their period, of whoever keeps the record."""
    in_force = policy_in_force(school.slug)
    for recurring in asked_by(in_force, LESSONS, on) if in_force else ():
        now = span(period_of(recurring, school), on, Term.objects.filter(school=school))
        if not classes_without_lesson(school, now, on):
            continue
        yield Wanted(
            key=f"{LESSON_KEY}{recurring.clause} {now.key}",
            title=recurring.title,
            due_on=now.ends_on,
            office=office_with_right(school, "keep-training", on),
            clause=recurring.clause,
            cites=", ".join(recurring.cites),
            link=reverse("training:lessons", args=[school.slug]),
        )
