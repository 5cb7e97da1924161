"""A person whom a school has, beside the line of a file that is about them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from belisha.imports.files.names import fold_name
from belisha.imports.files.row import PersonRow

NAME, EMAIL, ROLE, YEAR, GROUP, LAST_DAY = "name", "e-mail address", "role", "year group", "class", "last day"
MANAGER, CAME_BACK, LEFT_BEFORE = "line manager", "came back", "left before"
ALIKE = 88.0


@dataclass(frozen=True, slots=True)
class HeldRole:
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
class ExistingPerson:
    """Somebody whom the school has or had. `roles` are those that imports gave them; `keys` its numbers.

    `is_rolled`: they came by an import. `is_elsewhere`: they are at another school too, so that their name
    and address are not this school's to change. `can_sign_in`: they have an account of their own.
    """

    user_id: int
    name: str
    email: str = ""
    keys: frozenset[str] = frozenset()
    roles: tuple[str, ...] = ()
    held: tuple[HeldRole, ...] = ()
    is_rolled: bool = False
    is_elsewhere: bool = False
    can_sign_in: bool = False

    def holding(self, day: date) -> tuple[HeldRole, ...]:
        """Return what they hold on the day or will hold later."""
        return tuple(held for held in self.held if held.to_on is None or held.to_on >= day)

    def leaving(
        self, categories: Collection[str], day: date, category_of: Callable[[str], str]
    ) -> tuple[list[HeldRole], bool]:
        """Return the roles that end when they leave as people of these categories, and whether all do.

        Whoever an import knows as somebody else too, such as a teacher who is a parent, keeps that.
        """
        holds = self.holding(day)
        ending = [held for held in holds if category_of(held.role) in categories]
        stays = any(held.role in self.roles and held not in ending for held in holds)
        return (ending, False) if stays else (list(holds), True)


def may_take_address(row: PersonRow, person: ExistingPerson, others: Collection[str] = ()) -> bool:
    """Return whether the school may give the person this new address: nobody signs in with it or as them."""
    is_new = bool(row.email) and row.email != person.email and row.email not in others
    return is_new and not (person.is_elsewhere or person.can_sign_in)


def is_new_name(row: PersonRow, person: ExistingPerson) -> bool:
    """Return whether the line changes the name: not by the case of a file in capitals, nor of
    one elsewhere.
    """
    if not row.name or row.name == person.name or person.is_elsewhere:
        return False
    return not (row.in_capitals and row.name.casefold() == person.name.casefold())


def is_same_person(row: PersonRow, person: ExistingPerson) -> bool:
    """Return whether the name of the line can be that of the person whom a number or address tells.

    Numbers and addresses are given again. So another name is only taken for the same person's where the name
    is almost the same or a shorter form of it, or where half the name and two numbers or addresses agree.
    """
    if not row.name or (person.is_elsewhere and row.email == person.email):  # no name is changed there
        return True
    one, other = fold_name(row.name), fold_name(person.name)
    if one == other or _is_part(one, other) or fuzz.token_sort_ratio(one, other) >= ALIKE:
        return True
    mine, theirs = one.split(), other.split()
    given, family = mine[0] == theirs[0], mine[-1] == theirs[-1]
    if family and _is_short_form(mine[0], theirs[0]) and not person.can_sign_in:
        return True
    evidence = len(person.keys & set(row.keys)) + (bool(row.email) and row.email == person.email)
    return (given or family) and evidence > 1


def are_alike(one: str, other: str) -> bool:
    """Return whether two names have anything in common: a word, an initial and a word, or
    nearly the letters.
    """
    one, other = fold_name(one), fold_name(other)
    mine, theirs = set(one.split()), set(other.split())
    return bool(mine & theirs) or _is_part(one, other) or fuzz.token_sort_ratio(one, other) >= ALIKE


def _is_part(one: str, other: str) -> bool:
    """Return whether each word of the shorter name is in the other, or is the initial of one of its words."""
    shorter, longer = sorted((one.split(), other.split()), key=len)
    left = list(longer)
    for word in shorter:
        found = next((each for each in left if each == word or each[0] == word or word[0] == each), None)
        if found is None:
            return False
        left.remove(found)
    return bool(shorter) and any(len(word) > 1 and word in longer for word in shorter)


def _is_short_form(one: str, other: str) -> bool:
    """Return whether one given name may be short for the other: Dot and Dorothy, Tom and Thomas."""
    shorter, longer = sorted((one, other), key=len)
    letters = iter(longer)
    return len(shorter) > 2 and shorter[0] == longer[0] and all(letter in letters for letter in shorter)
