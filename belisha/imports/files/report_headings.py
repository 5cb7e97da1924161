"""Printed reports: lines that are headings of groups, totals or page numbers, and not people."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from belisha.imports.files.fields import KEYS
from belisha.imports.files.row import LineFault, shortened
from belisha.imports.files.table import Table, TableRow
from belisha.imports.files.text_cleaning import fold_heading, visible
from belisha.imports.files.years import read_year

YEAR = re.compile(
    r"(?:(?:nc|national curriculum) )?(?:year(?: group)?|yr|y)[ .:-]*"
    r"(?:\d{1,2}|r|n|one|two|three|four|five|six)"
    r"|reception|nursery|pre-?school|foundation(?: stage)?(?: \d)?|early years|f[12]|n[12]",
    re.IGNORECASE,
)
CLASS = re.compile(
    r"(?:class|form|reg(?:istration)?|tutor|house|teaching|band|set)(?: ?group)?(?: name)?[ .:-]+(.{1,30})"
    r"|(\d{1,2}[ -]?[A-Z]{1,3})",
    re.IGNORECASE,
)
FIGURES = re.compile(
    r"(?:grand |sub ?-?)?totals?\b.*|count\b.*|number (?:of|on)\b.*|page \d+.*|\d+ of \d+|\(?\d+\)?"
    r"|\(?\d+ (?:pupils?|students?|children|staff|people|boys|girls|records?|rows?)\)?.*"
    r"|(?:printed|produced|generated|exported|created|run|report|date|as at|as of|effective)\b.*\d.*"
    r"|end of (?:report|list|file).*|confidential.*",
    re.IGNORECASE,
)
TOTAL = re.compile(r"(?:grand |sub ?-?)?totals?:?|(?:number|count)(?: of \w+)?:?", re.IGNORECASE)
# How many there are in a group, after its name: "Year 4 (28 pupils)", "Class 4B - 28 on roll".
HOW_MANY = re.compile(
    r"\s*[-–:(\[]*\s*\d+ (?:pupils?|students?|children|on roll|boys|girls)\b.*$", re.IGNORECASE
)
PEOPLE = frozenset(
    ("staff", "teaching staff", "support staff", "teachers", "pupils", "students", "children", "boys",
     "girls",
     "leavers", "starters", "joiners", "new starters", "governors", "parents", "volunteers", "contractors",
     "teaching assistants", "office", "office staff", "admin", "admin staff", "kitchen", "kitchen staff",
     "site staff", "leadership", "slt", "senior leadership team", "key stage 1", "key stage 2",
     "key stage 3", "key stage 4", "ks1", "ks2", "ks3", "ks4", "ks5", "eyfs", "sixth form", "male", "female")
)  # fmt: skip
IN_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
NAMES = ("name", "family", "preferred_family", "given", "preferred_given")
EXPECTED = "a person"


@dataclass(slots=True)
class GroupAbove:
    """The group whose heading stands above the lines that follow: a year group, a class."""

    year_group: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A line of the file: a person with the group above it, or else what is pointed out."""

    row: TableRow
    above: GroupAbove
    fault: LineFault | None = None


def report_lines(table: Table, columns: Mapping[str, int]) -> Iterator[ReportLine]:
    """Yield the lines of the table, those of a printed report's headings with a fault that stops nothing."""
    finder = _HeadingFinder(table, columns)
    above = GroupAbove()
    for row in table.rows:
        text = "" if table.is_known else finder.heading_of(row)
        if not text:
            yield ReportLine(row, above)
            continue
        found = _group_of(text)
        above = _within(above, found, text)
        yield ReportLine(row, above, _fault(row, text, found))


def is_group_heading(cells: Sequence[str]) -> bool:
    """Return whether a line above the headings of a file names the group of the people below it."""
    filled = [visible(cell) for cell in cells if cell]
    return len(filled) == 1 and _group_of(filled[0]) is not None


def _within(above: GroupAbove, found: GroupAbove | None, text: str) -> GroupAbove:
    """Return the group of the lines under a heading. A class may stand within the year above it."""
    if found is None:
        is_figure = FIGURES.fullmatch(text.strip(" :-–")) or text.casefold() in PEOPLE
        return above if is_figure else GroupAbove(above.year_group)
    number = re.match(r"\d+", found.group)
    if found.group and (number is None or number[0] == above.year_group):
        return replace(found, year_group=above.year_group)
    return found


class _HeadingFinder:
    def __init__(self, table: Table, columns: Mapping[str, int]) -> None:
        self.headings = [fold_heading(heading) for heading in table.headings]
        self.names = [columns[name] for name in NAMES if name in columns]
        self.keys = [columns[name] for name in KEYS if name in columns]
        self.parts = [columns[name] for name in ("family", "given") if name in columns]
        self.are_whole = len(self.parts) == 2 and self._mostly_whole(table.rows)

    def heading_of(self, row: TableRow) -> str:
        """Return the words of a heading; nothing where the line is of a person."""
        cells = row.cells
        filled = {cell for cell in cells if cell}
        named = visible(" ".join(cells[place] for place in self.names if cells[place]))
        if TOTAL.fullmatch(named):
            return named
        if len(filled) > 3 or any(cells[place] for place in self.keys):
            return self._repeated(cells)
        text = named or visible(next(iter(filled), ""))
        if len(filled) == 1:
            text = visible(next(iter(filled)))
            if self.are_whole or text.casefold() in PEOPLE or any(map(str.isdigit, text)):
                return text
        return text if _is_heading(text) else self._repeated(cells)

    def _repeated(self, cells: Sequence[str]) -> str:
        """Return the headings of the file where they stand again, as on each page of a report."""
        if self.headings[0] != fold_heading(cells[0]):
            return ""
        again = [fold_heading(cell) for cell in cells]
        return ", ".join(cell for cell in cells if cell) if again == self.headings else ""

    def _mostly_whole(self, rows: Sequence[TableRow]) -> bool:
        """Return whether four in five lines have a first and a last name."""
        whole = sum(all(row.cells[place] for place in self.parts) for row in rows)
        some = sum(any(row.cells[place] for place in self.parts) for row in rows)
        lone = sum(sum(map(bool, row.cells)) == 1 for row in rows)
        return whole > 0 and whole * 5 >= (some - lone) * 4


def _is_heading(text: str) -> bool:
    bare = text.strip(" :-–")
    return bool(
        YEAR.fullmatch(bare) or CLASS.fullmatch(bare) or FIGURES.fullmatch(bare)
    ) or bare.casefold() in (PEOPLE)


def _group_of(text: str) -> GroupAbove | None:
    """Return the group that a heading names; None for a total, a page number and the like."""
    bare = HOW_MANY.sub("", text).strip(" :-–")
    if YEAR.fullmatch(bare):
        words = bare.casefold().replace("year group", "year").replace("nc ", "")
        last = words.split()[-1]
        return GroupAbove(year_group=read_year(words.removesuffix(last) + IN_WORDS.get(last, last)) or "")
    found = CLASS.fullmatch(bare)
    return GroupAbove(group=(found[1] or found[2] or "").strip()) if found else None


def _fault(row: TableRow, text: str, group: GroupAbove | None) -> LineFault:
    advice = "It is read as a heading of the report, and nobody is taken from this line."
    if group and group.year_group:
        words = {"R": "Reception", "N": "Nursery"}.get(group.year_group, f"Year {group.year_group}")
        advice += f" Pupils below it are taken into {words} where the file gives them no year."
    elif group and group.group:
        advice += f" Pupils below it are taken into “{group.group}” where the file gives them no class."
    return LineFault(row.line, "", shortened(text), EXPECTED, advice, stops=False, where=row.where)
