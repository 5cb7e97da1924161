"""Who holds an office on a day: whoever has it, else a deputy, else whom the policy names instead."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from belisha.access.sign_in import sign_in_rules
from belisha.people.models import Absence, Membership
from belisha.rules.vocabulary import load_vocabulary, narrower

LONGEST_CHAIN = 5


class Held(StrEnum):
    """How an office is filled on a day."""

    HOLDER = "by its holder"
    DEPUTY = "by a deputy"
    IN_ABSENCE = "by whom the policy names in absence"
    NOBODY = "by nobody"


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a role that fills the office. `stands_in`: as a deputy."""

    user_id: int
    name: str
    role: str
    stands_in: bool
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class Holders:
    """An office on a day. `people` are asked and told; `named` have it, `away` are those of them absent."""

    office: str
    held: Held
    people: tuple[Holder, ...] = ()
    named: tuple[Holder, ...] = ()
    away: tuple[Holder, ...] = ()

    @property
    def is_gap(self) -> bool:
        """Whether nobody is asked or told."""
        return self.held is Held.NOBODY

    @property
    def user_ids(self) -> tuple[int, ...]:
        """Who is asked and told, by id."""
        return tuple(each.user_id for each in self.people)

    @property
    def deputies(self) -> tuple[Holder, ...]:
        """Who stands in when the holders are away."""
        return tuple(each for each in self.named if each.stands_in)


def stand(
    office: str, rows: Iterable[Holder], away: Collection[int], in_absence: Sequence[str] = ()
) -> Holders:
    """Who fills `office`, among everybody's roles of the day, when `away` are absent. Pure."""
    rows = list(rows)
    # Whoever stands in for the head is in the leadership team for as long as they fill the head's office.
    named = [
        row for row in rows if row.role in words_of(office) and (row.role == office or not row.stands_in)
    ]
    here = [row for row in named if row.user_id not in away]
    instead = [row for word in in_absence for row in rows if row.role in words_of(word) and not row.stands_in]
    for held, found in (
        (Held.HOLDER, [row for row in here if not row.stands_in]),
        (Held.DEPUTY, [row for row in here if row.stands_in]),
        (Held.IN_ABSENCE, [row for row in instead if row.user_id not in away]),
    ):
        if found:
            return Holders(office, held, _once(found), tuple(named), _away(named, away))
    return Holders(office, Held.NOBODY, (), tuple(named), _away(named, away))


def holders(
    school_id: int, office: str, on: date, in_absence: Sequence[str] = (), *, of: int | None = None
) -> Holders:
    """Who is asked or told today where the policy names `office`; `in_absence` are the policy's own words.

    A wider office is held by whoever holds one within it (the headteacher is in the senior leadership team).
    An office that everybody has of their own ("line manager") is looked up for the person `of`.
    """
    if of is not None and office in sign_in_rules().personal_offices:
        manager = manager_of(school_id, of, on)
        if manager is not None:
            return Holders(office, Held.HOLDER, (manager,), (manager,))
    return standing_of(school_id, {office: in_absence}, on)[office]


def standing_of(school_id: int, offices: Mapping[str, Sequence[str]], on: date) -> dict[str, Holders]:
    """Several offices at once, each with the words that the policy names in its absence. Three queries."""
    asked = {word for office, instead in offices.items() for word in (office, *instead)}
    rows = _rows(school_id, {role for word in asked for role in words_of(word)}, on)
    away = _absent(school_id, {row.user_id for row in rows}, on)
    found = {office: stand(office, rows, away, instead) for office, instead in offices.items()}
    for office in sign_in_rules().personal_offices & found.keys():
        if found[office].is_gap:
            found[office] = _personal(school_id, office, on)
    return found


def manager_of(school_id: int, user_id: int, on: date) -> Holder | None:
    """The line manager of somebody at the school; where they are away, theirs. None where none is named."""
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


def gap_since(school_id: int, found: Holders, on: date) -> date:
    """The day from which nobody has filled the office: the day after its last holder, or an absence."""
    if found.away:
        people = [each.user_id for each in found.away]
        absences = Absence.objects.filter(school=school_id, user__in=people, from_on__lte=on, to_on__gte=on)
        return min(absences.values_list("from_on", flat=True), default=on)
    ended = Membership.objects.filter(school=school_id, role__in=words_of(found.office), to_on__lt=on)
    last = max(ended.values_list("to_on", flat=True), default=None)
    return last + timedelta(days=1) if last else date.min


def is_acting(school_id: int, office: str, user_id: int, on: date) -> bool:
    """Whether somebody who stands in for the office is the one who fills it on the day."""
    return user_id in holders(school_id, office, on).user_ids


def words_of(word: str) -> tuple[str, ...]:
    """The roles that fill an office: its own word, and those within it."""
    roles = load_vocabulary().roles
    return narrower(roles, word) if word in roles else (word,)


def _rows(school_id: int, roles: Collection[str], on: date) -> list[Holder]:
    rows = Membership.objects.filter(school=school_id, role__in=roles, user__is_active=True).on(on)
    return [holder_of(row) for row in rows.select_related("user").order_by("from_on", "pk")]


def _held_by(school_id: int, user_id: int, on: date) -> Holder | None:
    rows = Membership.objects.filter(school=school_id, user=user_id, user__is_active=True).on(on)
    row = rows.select_related("user").order_by("from_on", "pk").first()
    return None if row is None else holder_of(row)


def holder_of(row: Membership) -> Holder:
    """The membership as somebody who may fill an office. The row brings its user."""
    return Holder(row.user_id, row.user.name, row.role, row.stands_in, row.from_on, row.to_on)


def _absent(school_id: int, people: Collection[int], on: date) -> frozenset[int]:
    if not people:
        return frozenset()
    rows = Absence.objects.filter(school=school_id, user__in=people, from_on__lte=on, to_on__gte=on)
    return frozenset(rows.values_list("user_id", flat=True))


def _personal(school_id: int, office: str, on: date) -> Holders:
    """Everybody whom somebody at the school has for this office of their own."""
    led = Membership.objects.filter(school=school_id, line_manager__isnull=False).on(on)
    leads = led.values_list("line_manager_id", flat=True)
    rows = Membership.objects.filter(school=school_id, user__in=leads, user__is_active=True).on(on)
    found = _once(holder_of(row) for row in rows.select_related("user").order_by("user__name", "pk"))
    return Holders(office, Held.HOLDER if found else Held.NOBODY, found, found)


def _once(rows: Iterable[Holder]) -> tuple[Holder, ...]:
    return tuple({row.user_id: row for row in reversed(list(rows))}.values())[::-1]


def _away(named: Iterable[Holder], away: Collection[int]) -> tuple[Holder, ...]:
    return tuple(row for row in named if row.user_id in away)
