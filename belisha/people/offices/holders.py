"""Who fills an office on a day: its holder, else a deputy, else whom the policy names in absence."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from belisha.access.sign_in import sign_in_rules
from belisha.people.models import Absence, Membership
from belisha.rules.vocabulary.loading import load_vocabulary, narrower

LONGEST_CHAIN = 5


class OfficeStatus(StrEnum):
    """How an office is filled on a day. `IN_ABSENCE`: by people that the policy names for absences."""

    HOLDER = "holder"
    DEPUTY = "deputy"
    IN_ABSENCE = "in-absence"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class OfficeHolder:
    """Somebody with a role that fills the office."""

    user_id: int
    name: str
    role: str
    is_deputy: bool
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class OfficeHolders:
    """An office on a day. `people` are asked and told. `named` have it, `away` are the absent among them."""

    office: str
    held: OfficeStatus
    people: tuple[OfficeHolder, ...] = ()
    named: tuple[OfficeHolder, ...] = ()
    away: tuple[OfficeHolder, ...] = ()

    @property
    def is_gap(self) -> bool:
        """Return whether nobody fills the office."""
        return self.held is OfficeStatus.NOBODY

    @property
    def user_ids(self) -> tuple[int, ...]:
        """Return the ids of those who are asked and told."""
        return tuple(each.user_id for each in self.people)

    @property
    def deputies(self) -> tuple[OfficeHolder, ...]:
        """Return the deputies."""
        return tuple(each for each in self.named if each.is_deputy)


def find_holders(
    office: str, rows: Iterable[OfficeHolder], away: Collection[int], in_absence: Sequence[str] = ()
) -> OfficeHolders:
    """Return who fills `office`, given all roles of the day and the ids of absent people. Pure."""
    rows = list(rows)
    # A deputy head is not in the leadership team unless they fill the head's office that day.
    named = [
        row for row in rows if row.role in roles_filling(office) and (row.role == office or not row.is_deputy)
    ]
    here = [row for row in named if row.user_id not in away]
    instead = [
        row for word in in_absence for row in rows if row.role in roles_filling(word) and not row.is_deputy
    ]
    for held, found in (
        (OfficeStatus.HOLDER, [row for row in here if not row.is_deputy]),
        (OfficeStatus.DEPUTY, [row for row in here if row.is_deputy]),
        (OfficeStatus.IN_ABSENCE, [row for row in instead if row.user_id not in away]),
    ):
        if found:
            return OfficeHolders(office, held, _unique(found), tuple(named), _away(named, away))
    return OfficeHolders(office, OfficeStatus.NOBODY, (), tuple(named), _away(named, away))


def office_holders(
    school_id: int, office: str, on: date, in_absence: Sequence[str] = (), *, of: int | None = None
) -> OfficeHolders:
    """Return who fills `office` on the day. `in_absence` are the roles that the policy names for absences.

    A wider office is filled by holders of offices within it (the headteacher is in the senior leadership
    team). A personal office ("line manager") is looked up for the person `of`.
    """
    if of is not None and office in sign_in_rules().personal_offices:
        manager = line_manager_of(school_id, of, on)
        if manager is not None:
            return OfficeHolders(office, OfficeStatus.HOLDER, (manager,), (manager,))
    return holders_by_office(school_id, {office: in_absence}, on)[office]


def holders_by_office(
    school_id: int, offices: Mapping[str, Sequence[str]], on: date
) -> dict[str, OfficeHolders]:
    """Return several offices at once, each with the roles named for its absence. Three queries."""
    rows = _rows(
        school_id, roles_of_offices(word for office in offices for word in (office, *offices[office])), on
    )
    return fill_offices(school_id, offices, on, rows, _absent(school_id, {row.user_id for row in rows}, on))


def roles_of_offices(offices: Iterable[str]) -> frozenset[str]:
    """Return every role that fills one of the offices."""
    return frozenset(role for office in set(offices) for role in roles_filling(office))


def fill_offices(
    school_id: int,
    offices: Mapping[str, Sequence[str]],
    on: date,
    rows: Sequence[OfficeHolder],
    away: Collection[int],
) -> dict[str, OfficeHolders]:
    """Return the offices, each filled from the roles of the day and the ids of absent people.

    `rows` hold every role that fills one of them, first those that began first. Only a personal office that
    nobody holds by name needs another query.
    """
    found = {office: find_holders(office, rows, away, instead) for office, instead in offices.items()}
    for office in sign_in_rules().personal_offices & found.keys():
        if found[office].is_gap:
            found[office] = _personal(school_id, office, on)
    return found


def line_manager_of(school_id: int, user_id: int, on: date) -> OfficeHolder | None:
    """Return somebody's line manager, or the manager's manager if they are away. None if nobody is named."""
    seen = {user_id}
    for _ in range(LONGEST_CHAIN):
        rows = Membership.objects.filter(school=school_id, user=user_id, line_manager__isnull=False).on(on)
        row = rows.select_related("line_manager").first()
        if row is None or row.line_manager_id in seen:
            return None
        user_id = row.line_manager_id
        own = _held_by(school_id, user_id, on)
        if own is not None and not _absent(school_id, {user_id}, on):
            return own
        seen.add(user_id)
    return None


def vacant_since(school_id: int, found: OfficeHolders, on: date) -> date:
    """Return the first day without anybody in the office: after its last holder, or of an absence."""
    if found.away:
        people = [each.user_id for each in found.away]
        absences = Absence.objects.filter(school=school_id, user__in=people, from_on__lte=on, to_on__gte=on)
        return min(absences.values_list("from_on", flat=True), default=on)
    ended = Membership.objects.filter(school=school_id, role__in=roles_filling(found.office), to_on__lt=on)
    last = max(ended.values_list("to_on", flat=True), default=None)
    return last + timedelta(days=1) if last else date.min


def is_acting(school_id: int, office: str, user_id: int, on: date) -> bool:
    """Return whether this person, a deputy, fills the office on the day."""
    return user_id in office_holders(school_id, office, on).user_ids


@cache
def roles_filling(word: str) -> tuple[str, ...]:
    """Return the roles that fill an office: its own, and those within it."""
    roles = load_vocabulary().roles
    return narrower(roles, word) if word in roles else (word,)


def _rows(school_id: int, roles: Collection[str], on: date) -> list[OfficeHolder]:
    rows = Membership.objects.filter(school=school_id, role__in=roles, user__is_active=True).on(on)
    return [as_office_holder(row) for row in rows.select_related("user").order_by("from_on", "pk")]


def _held_by(school_id: int, user_id: int, on: date) -> OfficeHolder | None:
    rows = Membership.objects.filter(school=school_id, user=user_id, user__is_active=True).on(on)
    row = rows.select_related("user").order_by("from_on", "pk").first()
    return None if row is None else as_office_holder(row)


def as_office_holder(row: Membership) -> OfficeHolder:
    """Return the membership as an office holder. The row brings its user."""
    return OfficeHolder(row.user_id, row.user.name, row.role, row.is_deputy, row.from_on, row.to_on)


def _absent(school_id: int, people: Collection[int], on: date) -> frozenset[int]:
    if not people:
        return frozenset()
    rows = Absence.objects.filter(school=school_id, user__in=people, from_on__lte=on, to_on__gte=on)
    return frozenset(rows.values_list("user_id", flat=True))


def _personal(school_id: int, office: str, on: date) -> OfficeHolders:
    """Return everybody at the school who is somebody's holder of this personal office."""
    led = Membership.objects.filter(school=school_id, line_manager__isnull=False).on(on)
    leads = led.values_list("line_manager_id", flat=True)
    rows = Membership.objects.filter(school=school_id, user__in=leads, user__is_active=True).on(on)
    found = _unique(as_office_holder(row) for row in rows.select_related("user").order_by("user__name", "pk"))
    return OfficeHolders(office, OfficeStatus.HOLDER if found else OfficeStatus.NOBODY, found, found)


def _unique(rows: Iterable[OfficeHolder]) -> tuple[OfficeHolder, ...]:
    return tuple({row.user_id: row for row in reversed(list(rows))}.values())[::-1]


def _away(named: Iterable[OfficeHolder], away: Collection[int]) -> tuple[OfficeHolder, ...]:
    return tuple(row for row in named if row.user_id in away)
