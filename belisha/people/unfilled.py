"""Days to come on which nobody fills an office."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from belisha.access.sign_in import sign_in_rules
from belisha.people.models import Absence, Membership, School
from belisha.people.offices import holder_of, stand, words_of
from belisha.people.roles import is_office

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Unfilled:
    """An office that nobody fills from a day to a day; `to_on` is None where nobody ever does again."""

    office: str
    from_on: date
    to_on: date | None


def unfilled(
    school: School, roles: Iterable[str], from_on: date, to_on: date | None = None
) -> list[Unfilled]:
    """The days in this time on which nobody fills those of the roles that are offices. Two queries for each.

    Whom the policy names for such days is not looked at: that is said above this floor.
    """
    offices = {role for role in roles if is_office(role)} - sign_in_rules().personal_offices
    return [gap for office in sorted(offices) for gap in _gaps(school, office, from_on, to_on)]


def _gaps(school: School, office: str, from_on: date, to_on: date | None) -> list[Unfilled]:
    last = to_on or date.max
    rows = Membership.objects.filter(school=school, role__in=words_of(office), user__is_active=True)
    rows = rows.filter(Q(to_on__isnull=True) | Q(to_on__gte=from_on), from_on__lte=last)
    held = [holder_of(row) for row in rows.select_related("user")]
    people = {each.user_id for each in held}
    away = list(Absence.objects.filter(school=school, user__in=people, to_on__gte=from_on, from_on__lte=last))
    turns = {from_on}
    for each in (*held, *away):
        turns |= {each.from_on} | ({each.to_on + DAY} if each.to_on else set())
    days = sorted(day for day in turns if from_on <= day <= last)
    gaps: list[Unfilled] = []
    for place, day in enumerate(days):
        here = [each for each in held if each.from_on <= day and (each.to_on is None or each.to_on >= day)]
        absent = {row.user_id for row in away if row.from_on <= day <= row.to_on}
        if not stand(office, here, absent).is_gap:
            continue
        ends = days[place + 1] - DAY if place + 1 < len(days) else to_on
        if gaps and gaps[-1].to_on == day - DAY:
            gaps[-1] = Unfilled(office, gaps[-1].from_on, ends)
        else:
            gaps.append(Unfilled(office, day, ends))
    return gaps
