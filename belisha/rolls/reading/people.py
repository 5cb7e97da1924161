"""From a table to people, once it is said what its columns and job titles mean."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from belisha.rolls.reading import dates, years
from belisha.rolls.reading.decoding import UNREADABLE
from belisha.rolls.reading.fields import BY_ID, KEYS
from belisha.rolls.reading.limits import LONGEST_GROUP, LONGEST_KEY, LONGEST_NAME
from belisha.rolls.reading.names import fold, full_name
from belisha.rolls.reading.row import Fault, RollRow, shown
from belisha.rolls.reading.table import ORG, ORG_JOINT, Table, TableRow
from belisha.rolls.reading.titles import fold_title

Part = TypeVar("Part")
NOBODY = "-"
PUPIL = "pupil"
ADDRESS = re.compile(r"[^\s@\"(),:;<>\[\]\\]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}")
NOTHING = frozenset(("-", "--", "n/a", "na", "none", "null", "nil", "."))
GUARDED = re.compile(r'="(.*)"', re.DOTALL)
FORMULA = re.compile(r"[=@+|]")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What somebody said of a table: the column of each field, the role of each job title.

    `roles` is by the folded title, two with a space between; `NOBODY` stands for "leave these people out".
    `role_of_all` is for a table without a column of roles, `school` the one whose people are taken from a
    file of several.
    """

    columns: Mapping[str, int]
    roles: Mapping[str, str]
    role_of_all: str = ""
    school: str = ""


@dataclass(slots=True)
class Read:
    """The people of a roll, what is wrong with its lines, and how many were left out as was said."""

    rows: list[RollRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    left_out: int = 0


NO_KEYS: tuple[str, ...] = ()
NO_ROLE: tuple[str, ...] = ("",)


class _LineError(Exception):
    """A line that is left out."""

    def __init__(self, column: str, value: str, expected: str, advice: str) -> None:
        self.said = (column, shown(value), expected, advice)


def read_people(table: Table, meaning: Meaning) -> Read:
    """Every line as a person or as faults; pupils without an address, for they never get an account."""
    found = Read(faults=list(table.faults))
    for row in of_school(table, meaning.school):
        person = _Line(table, meaning, row, found.faults).person()
        if person is None:
            continue
        if person.roles == (NOBODY,):
            found.left_out += 1
        else:
            found.rows.append(person)
    return found


def of_school(table: Table, school: str) -> Iterable[TableRow]:
    """The rows of one school, by its id in the file; all of them where the file has one or none is named."""
    if not school or ORG not in table.headings:
        return table.rows
    place = table.headings.index(ORG)
    return [row for row in table.rows if school in row.cells[place].split(ORG_JOINT)]


class _Line:
    def __init__(self, table: Table, meaning: Meaning, row: TableRow, faults: list[Fault]) -> None:
        self.table, self.meaning, self.row, self.faults = table, meaning, row, faults
        self.is_whole = True

    def person(self) -> RollRow | None:
        """Whom the line is about; None where something stops it. Everything wrong with it is said at once."""
        roles = self.part(self.roles, NO_ROLE)
        role = roles[0]
        if role == NOBODY:
            return RollRow(self.row.line, ("",), "", (NOBODY,))
        name = self.part(self.name, "")
        email = "" if role == PUPIL else self.part(self.email, "")
        keys = self.part(lambda: self.keys(name, email), NO_KEYS)
        from_on, to_on = self.part(self.first_day, None), self.part(self.last_day, None)
        year_group = self.year() if role == PUPIL else ""
        group = self.short("group", LONGEST_GROUP)
        manager = "" if role == PUPIL else self.short("line_manager", LONGEST_NAME)
        if not self.is_whole:
            return None
        return RollRow(
            self.row.line,
            keys,
            name,
            roles,
            email,
            year_group,
            group,
            from_on,
            to_on,
            where=self.row.where,
            line_manager=manager,
        )

    def part(self, read: Callable[[], Part], without: Part) -> Part:
        """What `read` makes of its cells, or `without` where that stops the line."""
        try:
            return read()
        except _LineError as fault:
            name = self.name_if_any()
            self.faults.append(Fault(self.row.line, *fault.said, where=self.row.where, name=name))
            self.is_whole = False
            return without

    def heading(self, name: str) -> str:
        place = self.meaning.columns.get(name)
        if place is None or place >= len(self.table.headings):
            return BY_ID[name].label
        return BY_ID[name].label if self.table.is_known else self.table.headings[place]

    def cell(self, name: str) -> str:
        """The value, as text: a formula is never more than its letters."""
        place = self.meaning.columns.get(name, len(self.row.cells))
        value = self.row.cells[place] if place < len(self.row.cells) else ""
        guarded = GUARDED.fullmatch(value)
        value = " ".join((guarded[1] if guarded else value).split())
        return "" if value.casefold() in NOTHING else value

    def roles(self) -> tuple[str, ...]:
        if "role" not in self.meaning.columns:
            return (self.meaning.role_of_all,)
        title = self.cell("role")
        role = self.meaning.roles.get(fold_title(title), "") or ("" if title else self.meaning.role_of_all)
        if not role:
            advice = "Say on the page of job titles what it means, or mend it in your system."
            raise _LineError(self.heading("role"), title, "a role or job title", advice)
        return tuple(role.split(" "))

    def name(self) -> str:
        given = self.cell("preferred_given") or self.cell("given")
        family = self.cell("preferred_family") or self.cell("family")
        name = full_name(whole=self.cell("name"), title=self.cell("title"), given=given, family=family)
        column = self.heading("name" if "name" in self.meaning.columns else "family")
        if not fold(name):
            raise _LineError(column, name, "a name", "Write the person’s name on this line.")
        if FORMULA.match(name):
            advice = "It is read as letters and nothing is done with it. Write the person’s name there."
            raise _LineError(column, name, "a name, not a formula", advice)
        if UNREADABLE in name:
            advice = "A letter cannot be read. Export the roll again as “CSV UTF-8”."
            raise _LineError(column, name, "a name in letters that can be read", advice)
        if len(name) > LONGEST_NAME:
            raise _LineError(
                column, name, f"a name of at most {LONGEST_NAME} letters", "Mend it in your system."
            )
        return name

    def name_if_any(self) -> str:
        """The name for a list of what is wrong; empty where it cannot be read."""
        try:
            return self.name()
        except _LineError:
            return ""

    def email(self) -> str:
        text = self.cell("email").removeprefix("mailto:").lower()
        if not text:
            return ""
        if len(text) > 254 or not ADDRESS.fullmatch(text):
            advice = "Mend it in your system, or leave it empty for somebody who has none."
            raise _LineError(self.heading("email"), text, "one address such as name@example.org", advice)
        return text

    def keys(self, name: str, email: str) -> tuple[str, ...]:
        found = []
        for key in KEYS:
            value = self.cell(key)
            if len(value) > LONGEST_KEY or UNREADABLE in value:
                expected = f"a number or code of at most {LONGEST_KEY} letters"
                raise _LineError(self.heading(key), value, expected, "Mend it in your system.")
            if value:
                found.append(f"{key}:{value.casefold()}")
        return tuple(found) or (f"email:{email}" if email else f"name:{fold(name)}",)

    def year(self) -> str:
        text = self.cell("year_group")
        found = years.read_year(text)
        if found is None:
            self.point_out("year_group", text, years.EXPECTED, "The person is taken without a year group.")
        return found or ""

    def short(self, name: str, most: int) -> str:
        text = self.cell(name)
        if len(text) > most or UNREADABLE in text:
            self.point_out(name, text, f"at most {most} letters that can be read", "It is left empty.")
            return ""
        if FORMULA.match(text):
            self.point_out(
                name, text, "words, not a formula", "It is taken as letters: nothing is worked out."
            )
        return text

    def day(self, name: str) -> date | None:
        text = self.cell(name)
        found = dates.read_date(text) if text else None
        if text and found is None:
            raise _LineError(self.heading(name), text, dates.EXPECTED, "Mend the date, or leave it empty.")
        return found

    def first_day(self) -> date | None:
        return self.day("from_on")

    def last_day(self) -> date | None:
        found, first = self.day("to_on"), dates.read_date(self.cell("from_on"))
        if found and first and found < first:
            expected = f"a last day after the first ({first:%d/%m/%Y})"
            advice = "Mend the date in your system."
            raise _LineError(self.heading("to_on"), self.cell("to_on"), expected, advice)
        return found

    def point_out(self, name: str, value: str, expected: str, advice: str) -> None:
        self.faults.append(
            Fault(
                self.row.line,
                self.heading(name),
                shown(value),
                expected,
                advice,
                stops=False,
                where=self.row.where,
                name=self.name_if_any(),
            )
        )
