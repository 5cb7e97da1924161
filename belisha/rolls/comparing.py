"""Somebody whom a school has, beside the line of a roll that is about them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from belisha.rolls.reading.row import RollRow

CAME_BACK = "came back"
NAME, EMAIL, ROLE, YEAR, GROUP, LAST_DAY = "name", "e-mail address", "role", "year group", "class", "last day"
MANAGER = "line manager"


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody holds at the school, from and to a day."""

    id: int
    role: str
    from_on: date
    to_on: date | None = None
    year_group: str = ""
    group: str = ""
    extra_rights: tuple[str, ...] = ()
    line_manager: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whom the school has or had. `roles` are those that a roll gave them; `keys` its numbers.

    `is_rolled`: they came by a roll. `is_elsewhere`: they are at another school too, so that their name and
    address are not this school's to change. `can_sign_in`: they have an account of their own.
    """

    user_id: int
    name: str
    email: str = ""
    keys: frozenset[str] = frozenset()
    roles: tuple[str, ...] = ()
    held: tuple[Held, ...] = ()
    is_rolled: bool = False
    is_elsewhere: bool = False
    can_sign_in: bool = False

    def holding(self, day: date) -> tuple[Held, ...]:
        """What they hold on the day or will hold later."""
        return tuple(held for held in self.held if held.to_on is None or held.to_on >= day)


def changes_for(
    row: RollRow,
    person: Known,
    today: date,
    stated: frozenset[str],
    label: Callable[[str], str],
    *,
    keeps_roles: bool,
    others: Collection[str] = (),
) -> list[list[str]]:
    """What the line would change: what, was, becomes, in words. `stated` are the fields that the file has.

    `keeps_roles` for whoever imports: nobody takes their own role away. `others` are addresses that are
    somebody else's.
    """
    says = []
    if row.name != person.name and not person.is_elsewhere:
        says.append([NAME, person.name, row.name])
    if may_take_address(row, person, others):
        says.append([EMAIL, person.email, row.email])
    holds = person.holding(today)
    says += [[ROLE, "", label(role)] for role in row.roles if role not in {held.role for held in holds}]
    if not keeps_roles:
        says += [[ROLE, label(held.role), ""] for held in ending(row, person, today)]
    for held in holds:
        if held.role in row.roles:
            says += _of_one(row, held, stated - {"to_on"} if keeps_roles else stated)
    return says


def touched(
    row: RollRow, person: Known, today: date, stated: frozenset[str], others: Collection[str]
) -> tuple[set[str], list[Held]]:
    """The roles that the line gives, and what the person holds that it ends or gives another last day.

    Another address to sign in with touches all that they hold: whoever has it can become that person.
    """
    holds = person.holding(today)
    given = set(row.roles) - {held.role for held in holds}
    if may_take_address(row, person, others):
        return given, list(holds)
    moved = [held for held in holds if held.role in row.roles and held.to_on != row.to_on]
    return given, [*ending(row, person, today), *(moved if "to_on" in stated else ())]


def ending(row: RollRow, person: Known, today: date) -> list[Held]:
    """What the person holds by a roll, and the line does not have any more."""
    return [
        held for held in person.holding(today) if held.role in person.roles and held.role not in row.roles
    ]


def may_take_address(row: RollRow, person: Known, others: Collection[str] = ()) -> bool:
    """Whether the line brings an address that this school may give to the person: nobody signs in with it."""
    is_new = bool(row.email) and row.email != person.email and row.email not in others
    return is_new and not (person.is_elsewhere or person.can_sign_in)


def notes_for(row: RollRow, person: Known | None, others: Collection[str]) -> list[list[str]]:
    """What is pointed out of a line without stopping it: column, value, expected, advice."""
    if person is None or not row.email or row.email == person.email:
        return []
    if may_take_address(row, person, others):
        return []
    expected = f"{person.email or 'no address'}, as before"
    advice = "The address with which somebody signs in is not changed by a roll."
    return [["E-mail address", row.email, expected, advice]]


def _of_one(row: RollRow, held: Held, stated: frozenset[str]) -> list[list[str]]:
    says = []
    if "year_group" in stated and row.year_group != held.year_group:
        says.append([YEAR, held.year_group, row.year_group])
    if "group" in stated and row.group != held.group:
        says.append([GROUP, held.group, row.group])
    if "to_on" in stated and row.to_on != held.to_on:
        says.append([LAST_DAY, _day(held.to_on), _day(row.to_on)])
    return says


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
