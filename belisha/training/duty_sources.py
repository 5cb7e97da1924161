"""The duties of training, checks and lessons."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from belisha.duties.sources import DutySpec, duty_source
from belisha.people.models import School, Term
from belisha.people.offices.right_holders import office_with_right
from belisha.policies.queries import policy_in_force
from belisha.training.clause_duties import NAME as CLAUSE_DUTIES
from belisha.training.clause_duties import clause_duties
from belisha.training.periods import period_around
from belisha.training.queries import classes_without_lesson, done_since
from belisha.training.requirements import LESSONS, SchoolDays, period_of, recurring_in, requirements_at
from belisha.training.titles import duty_title

LESSON_KEY = "lessons "

duty_source(CLAUSE_DUTIES)(clause_duties)


@duty_source("training")
def training_duties(school: School, on: date) -> Iterator[DutySpec]:
    """Yield each person's open requirements, and lessons for whoever keeps their record."""
    done = done_since(school, on)
    for item in requirements_at(school, on):
        recurring = item.recurring
        last = done.get((recurring.clause, item.person_id))
        if last is not None and last >= item.counts_from:
            continue
        yield DutySpec(
            key=item.key,
            title=duty_title(recurring),
            due_on=item.due_on,
            person_id=item.person_id,
            clause=recurring.clause,
            cites=", ".join(recurring.cites),
            link=reverse("training:item", args=[school.slug, recurring.clause]),
            period=item.period,
        )
    yield from lesson_duties(school, on)


def lesson_duties(school: School, on: date) -> Iterator[DutySpec]:
    """Yield lessons for classes that have had none in their period, for whoever keeps the record."""
    in_force, days = policy_in_force(school.slug), SchoolDays(Term.objects.filter(school=school))
    for recurring in recurring_in(in_force, LESSONS, on) if in_force else ():
        now = period_around(period_of(recurring, school), on, days.terms)
        if not classes_without_lesson(school, now, on):
            continue
        yield DutySpec(
            key=f"{LESSON_KEY}{recurring.clause} {now.key}",
            title=duty_title(recurring),
            due_on=days.last_in(now),
            office=office_with_right(school, "keep-training", on),
            clause=recurring.clause,
            cites=", ".join(recurring.cites),
            link=reverse("training:lessons", args=[school.slug]),
            period=(now.starts_on, now.ends_on),
        )
