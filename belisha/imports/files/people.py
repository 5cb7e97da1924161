"""Read people from a table, once it is known what its columns and job titles mean."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from belisha.imports.files import addresses, dates, years
from belisha.imports.files.decoding import UNREADABLE
from belisha.imports.files.fields import BY_ID, KEYS
from belisha.imports.files.limits import LONGEST_GROUP, LONGEST_KEY, LONGEST_NAME
from belisha.imports.files.names import fold_name, full_name
from belisha.imports.files.record_states import says_gone, yes_or_no
from belisha.imports.files.report_headings import GroupAbove, report_lines
from belisha.imports.files.row import LineFault, PersonRow, Post, shortened
from belisha.imports.files.table import ORG, ORG_JOINT, Table, TableRow
from belisha.imports.files.table_facts import TableFacts, facts_of
from belisha.imports.files.text_cleaning import (
    is_nothing,
    is_shortened_number,
    is_spreadsheet_error,
    recased,
    unguarded,
    visible,
    without_decimals,
    without_mark,
)
from belisha.imports.files.titles import fold_title

Part = TypeVar("Part")
NOBODY = "-"
PUPIL = "pupil"
FORMULA = tuple("=@+|")
NO_ROLE: tuple[str, ...] = ("",)
NO_KEYS: tuple[str, ...] = ()
NO_GROUP = GroupAbove()
IN_SPREADSHEET = (
    "Look at the cell in the spreadsheet: it shows this where a formula fails or a column is too narrow."
)


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What somebody said of a table: the column of each field, the role of each job title.

    `roles` is by the folded title, two with a space between; `NOBODY` stands for "leave these people out".
    `role_of_all` is for a table without a column of roles, `school` the one whose people are taken from a
    file of several, `date_order` which comes first in a date ("day", "month"; empty: as the file shows).
    """

    columns: Mapping[str, int]
    roles: Mapping[str, str]
    role_of_all: str = ""
    school: str = ""
    date_order: str = ""


@dataclass(slots=True)
class ReadPeople:
    """The people of a file, what is wrong with its lines, and how many were left out as was said."""

    rows: list[PersonRow] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)
    left_out: int = 0


class _LineError(Exception):
    """A line that is left out."""

    def __init__(self, column: str, value: str, expected: str, advice: str) -> None:
        self.said = (column, shortened(value), expected, advice)


def read_people(table: Table, mapping: ColumnMapping) -> ReadPeople:
    """Return each line as a person or as faults; pupils without an address, for they never get an account."""
    found = ReadPeople(faults=list(table.faults))
    lines = list(report_lines(table, mapping.columns))
    found.faults += [line.fault for line in lines if line.fault]
    people = [line for line in lines if not line.fault and is_of_school(table, line.row, mapping.school)]
    facts = facts_of(table, mapping.columns, [line.row for line in people], mapping.date_order)
    found.faults += facts.notes
    reader = _PersonReader(table, mapping, facts, found.faults)
    for line in people:
        person = reader.person(line.row, line.above)
        if person is None:
            continue
        if person.roles == (NOBODY,):
            found.left_out += 1
        else:
            found.rows.append(person)
    return found


def titles_used(table: Table, columns: Mapping[str, int]) -> Iterable[str]:
    """Yield the job title of each line that is a person who is there; in a format of its own,
    of each line.
    """
    place, state = columns.get("role"), None if table.is_known else columns.get("state")
    if place is None:
        return
    heading = table.headings[state] if state is not None else ""
    for line in report_lines(table, columns):
        cells = line.row.cells
        if not line.fault and not (state is not None and says_gone(cells[state], heading)):
            yield cells[place]


def is_of_school(table: Table, row: TableRow, school: str) -> bool:
    """Return whether the row is of the school, by its id in the file; true where none is named."""
    if not school or ORG not in table.headings:
        return True
    return school in row.cells[table.headings.index(ORG)].split(ORG_JOINT)


class _PersonReader:
    """Reads one row after the other; what is wrong with them goes to `faults`."""

    def __init__(
        self, table: Table, mapping: ColumnMapping, facts: TableFacts, faults: list[LineFault]
    ) -> None:
        self.table, self.mapping, self.facts, self.faults = table, mapping, facts, faults
        self.width = len(table.headings)
        self.places = {name: place for name, place in mapping.columns.items() if place < self.width}
        self.state_heading = table.headings[self.places["state"]] if "state" in self.places else ""
        self.keys = [key for key in KEYS if key in self.places]

    def person(self, row: TableRow, above: GroupAbove = NO_GROUP) -> PersonRow | None:
        """Return the person of the line; None where something stops it. All its faults are told at once."""
        self.row, self.is_whole = row, True
        is_gone = "state" in self.places and says_gone(self.cell("state"), self.state_heading)
        is_gone = is_gone or yes_or_no(self.raw("to_on")) is True
        roles = self.part(lambda: self.roles(is_gone=is_gone), NO_ROLE)
        role = roles[0] if roles else ""
        if role == NOBODY:
            return PersonRow(row.line, ("",), "", (Post(NOBODY),))
        name = self.part(self.name, "")
        email = "" if role == PUPIL else self.part(self.email, "")
        keys = self.part(lambda: self.person_keys(name, email), NO_KEYS)
        from_on, to_on = self.part(self.first_day, None), self.part(self.last_day, None)
        is_pupil = role == PUPIL
        year_group = (self.year() or above.year_group) if is_pupil else ""
        group = self.short("group", LONGEST_GROUP) or (above.group if is_pupil else "")
        manager = "" if is_pupil else self.short("line_manager", LONGEST_NAME)
        if not self.is_whole:
            return None
        posts = tuple(Post(each, from_on, to_on, is_ended=is_gone) for each in roles)
        return PersonRow(
            row.line,
            keys,
            name,
            posts,
            email,
            year_group,
            group,
            where=row.where,
            line_manager=manager,
            is_gone=is_gone,
            in_capitals=self.facts.in_capitals,
        )

    def part(self, read: Callable[[], Part], without: Part) -> Part:
        """Return what `read` makes of its cells, or `without` where that stops the line."""
        try:
            return read()
        except _LineError as fault:
            name = self.name_if_any()
            self.faults.append(LineFault(self.row.line, *fault.said, where=self.row.where, name=name))
            self.is_whole = False
            return without

    def heading(self, name: str) -> str:
        """Return the heading of the field, as the file has it."""
        place = self.places.get(name)
        return BY_ID[name].label if place is None or self.table.is_known else self.table.headings[place]

    def raw(self, name: str) -> str:
        """Return the cell as text that can be seen; empty if there is none."""
        place = self.places.get(name)
        return visible(self.row.cells[place]) if place is not None else ""

    def cell(self, name: str) -> str:
        """Return the value as text: a formula is never more than its letters."""
        value = unguarded(self.raw(name))
        if (
            is_nothing(value)
            and (self.places.get(name), value.casefold()) not in self.facts.codes_like_nothing
        ):
            return ""
        return value

    def name_cell(self, name: str) -> str:
        """Return a part of a name, in which "Na" and "Null" are names."""
        value = self.raw(name)
        if not value:
            return ""
        if value.startswith('="'):
            value = unguarded(value)
        value = without_mark(value, is_marked=self.places[name] in self.facts.marked)
        if is_nothing(value, is_name=not name.startswith("preferred")):
            return ""
        if is_spreadsheet_error(value):
            raise _LineError(
                self.heading(name), value, "a name, not an error of a spreadsheet", IN_SPREADSHEET
            )
        return recased(value) if self.facts.in_capitals else value

    def roles(self, *, is_gone: bool) -> tuple[str, ...]:
        """Return the roles of the line; none where somebody has left and their title is not known."""
        if "role" not in self.places:
            return (self.mapping.role_of_all,)
        title = self.cell("role")
        role = self.mapping.roles.get(fold_title(title), "") or ("" if title else self.mapping.role_of_all)
        if not role and (is_gone or (self.table.is_delta and not title)):
            return ()
        if not role:
            advice = "Choose its role on the page of job titles, or correct it in your system."
            raise _LineError(self.heading("role"), title, "a role or job title", advice)
        return tuple(role.split(" "))

    def name(self) -> str:
        """Return the name; nothing where a file of changes does not repeat it."""
        given = self.name_cell("preferred_given") or self.name_cell("given")
        family = self.name_cell("preferred_family") or self.name_cell("family")
        whole = self.name_cell("name")
        title = self.name_cell("title")
        name = full_name(whole=whole, title=title, given=given, family=family)
        if not name and self.table.is_delta and self.raw("person_id"):
            return ""
        column = self.heading("name" if "name" in self.places else "family")
        if not fold_name(name):
            raise _LineError(column, name, "a name", "Write the person’s name on this line.")
        if name.startswith(FORMULA):
            advice = "It is read as letters and nothing is done with it. Write the person’s name there."
            raise _LineError(column, name, "a name, not a formula", advice)
        if UNREADABLE in name:
            advice = "A letter cannot be read. Export the file again as “CSV UTF-8”."
            raise _LineError(column, name, "a name in letters that can be read", advice)
        if len(name) > LONGEST_NAME:
            raise _LineError(
                column, name, f"a name of at most {LONGEST_NAME} letters", "Correct it in your system."
            )
        return name

    def name_if_any(self) -> str:
        """Return the name for a list of what is wrong; empty where it cannot be read."""
        try:
            return self.name()
        except _LineError:
            return ""

    def email(self) -> str:
        """Return the one address of the person; empty where there is none."""
        text = self.cell("email")
        if not text:
            return ""
        read = addresses.read_address(text)
        if read.problem:
            raise _LineError(self.heading("email"), text, read.problem, read.advice)
        if read.advice:
            self.point_out("email", text, f"one address; “{read.address}” is used", read.advice)
        return read.address

    def person_keys(self, name: str, email: str) -> tuple[str, ...]:
        """Return what tells the person from others: numbers, else the address, else the name."""
        found, lost = [], ""
        for key in self.keys:
            value = self.cell(key)
            if len(value) > LONGEST_KEY or UNREADABLE in value:
                expected = f"a number or code of at most {LONGEST_KEY} letters"
                raise _LineError(self.heading(key), value, expected, "Correct it in your system.")
            if is_shortened_number(value) or is_spreadsheet_error(value):
                lost = lost or key
            elif value:
                found.append(f"{key}:{without_decimals(value).casefold()}")
        if lost:
            self._lost_number(lost, is_known=bool(found or email))
        return tuple(found) or (f"email:{email}" if email else f"name:{fold_name(name)}",)

    def _lost_number(self, key: str, *, is_known: bool) -> None:
        expected = "the whole number: a spreadsheet has shortened it, and its last digits are lost"
        advice = (
            "Export it again and do not open it in a spreadsheet before you bring it here, or set the column "
            "to “Text” first."
        )
        if not is_known:
            raise _LineError(self.heading(key), self.cell(key), expected, advice)
        self.point_out(key, self.cell(key), expected, f"The person is taken without this number. {advice}")

    def year(self) -> str:
        """Return the year group of a pupil; empty where the file does not say one that is known."""
        text = self.cell("year_group")
        found = years.read_year(text) if text else ""
        if found is None:
            self.point_out("year_group", text, years.EXPECTED, "The person is taken without a year group.")
        return found or ""

    def short(self, name: str, most: int) -> str:
        """Return a short text as it is written; empty where it cannot be read."""
        if name not in self.places:
            return ""
        text = self.cell(name)
        if is_spreadsheet_error(text):
            self.point_out(
                name, text, "words, not an error of a spreadsheet", f"It is left empty. {IN_SPREADSHEET}"
            )
            return ""
        if len(text) > most or UNREADABLE in text:
            self.point_out(name, text, f"at most {most} letters that can be read", "It is left empty.")
            return ""
        if text.startswith(FORMULA):
            self.point_out(
                name, text, "words, not a formula", "It is taken as letters: nothing is worked out."
            )
        return text

    def day(self, name: str) -> date | None:
        """Return the day in the order of day and month that the file has."""
        if name not in self.places or not (text := self.cell(name)):
            return None
        found = dates.read_date(text, month_first=self.facts.month_first)
        if found is None:
            expected = dates.EXPECTED_MONTH_FIRST if self.facts.month_first else dates.EXPECTED
            is_error = is_spreadsheet_error(text) or is_shortened_number(text)
            advice = IN_SPREADSHEET if is_error else "Correct the date, or leave it empty."
            raise _LineError(self.heading(name), text, expected, advice)
        return found

    def first_day(self) -> date | None:
        """Return the first day."""
        return self.day("from_on")

    def last_day(self) -> date | None:
        """Return the last day, which is not before the first; none where the column says yes or no."""
        if yes_or_no(self.raw("to_on")) is not None:
            return None
        found = self.day("to_on")
        first = dates.read_date(self.cell("from_on"), month_first=self.facts.month_first) if found else None
        if found and first and found < first:
            expected = f"a last day after the first ({first:%d/%m/%Y})"
            raise _LineError(
                self.heading("to_on"), self.cell("to_on"), expected, "Correct the date in your system."
            )
        return found

    def point_out(self, name: str, value: str, expected: str, advice: str) -> None:
        """Add what is pointed out without stopping the line."""
        fault = (self.row.line, self.heading(name), shortened(value), expected, advice)
        self.faults.append(LineFault(*fault, stops=False, where=self.row.where, name=self.name_if_any()))
