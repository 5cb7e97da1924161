"""Days on which nobody fills an office, and the warning about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest

from belisha.access.sign_in import sign_in_rules
from belisha.people.models import Absence, Membership, School
from belisha.people.offices.holders import as_office_holder, find_holders, roles_filling
from belisha.people.roles import is_office, role_label

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Vacancy:
    """An office without anybody from a day to a day. `to_on` is None if nobody ever fills it again."""

    office: str
    from_on: date
    to_on: date | None


def vacancies(
    school: School, roles: Iterable[str], from_on: date, to_on: date | None = None
) -> list[Vacancy]:
    """Return the vacancies in this time of those roles that are offices. Two queries for each office.

    People that the policy names for absences are not considered: policies are a floor above.
    """
    offices = {role for role in roles if is_office(role)} - sign_in_rules().personal_offices
    return [gap for office in sorted(offices) for gap in _vacancies(school, office, from_on, to_on)]


def _vacancies(school: School, office: str, from_on: date, to_on: date | None) -> list[Vacancy]:
    last = to_on or date.max
    rows = Membership.objects.filter(school=school, role__in=roles_filling(office), user__is_active=True)
    rows = rows.filter(from_on__lte=last).current_or_future(from_on)
    held = [as_office_holder(row) for row in rows.select_related("user")]
    people = {each.user_id for each in held}
    away = list(Absence.objects.filter(school=school, user__in=people, to_on__gte=from_on, from_on__lte=last))
    turns = {from_on}
    for each in (*held, *away):
        turns |= {each.from_on} | ({each.to_on + DAY} if each.to_on else set())
    days = sorted(day for day in turns if from_on <= day <= last)
    gaps: list[Vacancy] = []
    for place, day in enumerate(days):
        here = [each for each in held if each.from_on <= day and (each.to_on is None or each.to_on >= day)]
        absent = {row.user_id for row in away if row.from_on <= day <= row.to_on}
        if not find_holders(office, here, absent).is_gap:
            continue
        ends = days[place + 1] - DAY if place + 1 < len(days) else to_on
        if gaps and gaps[-1].to_on == day - DAY:
            gaps[-1] = Vacancy(office, gaps[-1].from_on, ends)
        else:
            gaps.append(Vacancy(office, day, ends))
    return gaps


def warn_of_vacancies(
    request: HttpRequest, school: School, roles: Iterable[str], from_on: date, to_on: date | None = None
) -> None:
    """Add a warning for each office with vacant days in this time, tagged with the office."""
    said = set()
    for gap in vacancies(school, roles, from_on, to_on):
        if gap.office in said:
            continue
        said.add(gap.office)
        when = f"from {_day(gap.from_on)}"
        if gap.to_on:
            when = f"on {_day(gap.from_on)}" if gap.to_on == gap.from_on else f"{when} to {_day(gap.to_on)}"
        text = (
            f"Nobody fills the office of {role_label(gap.office)} {when}, unless the policy says who does in "
            "absence."
        )
        messages.warning(request, text, extra_tags=gap.office)


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
