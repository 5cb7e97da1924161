"""A school's roll, and where a draft names somebody on it."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from belisha.checking.draft import DraftError
from belisha.checking.names import WrittenName, name_data, titles, written_name
from belisha.checking.spellings import SHORTEST_MISSPELT, Spellings
from belisha.checking.text import Words

COLUMNS = ("name", "role", "year_group")
_INITIALS = re.compile(r"(?<![A-Za-z.])([A-Z])\.?\s?([A-Z])\.?(?![A-Za-z])")
_SHORTEST_ALONE = 5
_MISSPELT = SHORTEST_MISSPELT, 24
_GIVEN, _SURNAME, _JOINED = range(3)
_Table = dict[str, list[int]]


class Likeness(IntEnum):
    """How a draft's words name somebody: the higher, the surer."""

    INITIALS = 1
    MISSPELT_FIRST = 2
    FIRST = 3
    SURNAME = 4
    MISSPELT_FULL = 5
    TITLE = 6
    FULL = 7


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the roll. `role` is pupil, parent, governor, or what they are on the staff."""

    name: str
    role: str
    year_group: str = ""


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A run of words (first, last) that names one of these people."""

    first: int
    last: int
    likeness: Likeness
    people: tuple[int, ...]


Hit = tuple[int, int, Sequence[int]]
_Entry = tuple[tuple[str, ...], int, list[int]]


@dataclass(frozen=True)
class SchoolRoll:
    """The people of a school, ready to be looked for. Without people, nobody is."""

    people: tuple[Person, ...] = ()

    @cached_property
    def _written(self) -> list[WrittenName]:
        return [written_name(each.name, has_title=each.role != "pupil") for each in self.people]

    @cached_property
    def _tables(self) -> tuple[_Table, _Table, _Table]:
        """Whom each given name, surname and joined name may mean."""
        tables: tuple[_Table, _Table, _Table] = (defaultdict(list), defaultdict(list), defaultdict(list))
        for number, name in enumerate(self._written):
            for table, forms in zip(tables, (name.givens, name.surnames, name.joined), strict=True):
                for form in forms:
                    table[form].append(number)
        return tables

    @cached_property
    def _index(self) -> dict[str, list[_Entry]]:
        """By their first word: how each name goes on, its table, and whom it may mean."""
        index: dict[str, list[_Entry]] = defaultdict(list)
        for sort, table in enumerate(self._tables):
            for phrase, numbers in table.items():
                if " " in phrase:
                    first, *rest = phrase.split(" ")
                    index[first].append((tuple(rest), sort, numbers))
                else:
                    index[phrase].append(((), sort, numbers))
        return index

    @cached_property
    def _given_spellings(self) -> Spellings:
        return Spellings(self._tables[_GIVEN])

    @cached_property
    def _surname_spellings(self) -> Spellings:
        return Spellings(self._tables[_SURNAME])

    @cached_property
    def _initials(self) -> _Table:
        found: _Table = defaultdict(list)
        for number, name in enumerate(self._written):
            if name.initials:
                found[name.initials].append(number)
        return found

    @cached_property
    def _adults(self) -> _Table:
        """Whom a title and an initial may mean ("mrs a")."""
        found: _Table = defaultdict(list)
        for number, (person, name) in enumerate(zip(self.people, self._written, strict=True)):
            if person.role != "pupil" and name.surname:
                found[f"{name.title} {name.surname[0]}"].append(number)
        return found

    def prepare(self) -> None:
        """Make everything ready for the first draft. It is done then at the latest."""
        _ = self._index, self._given_spellings, self._surname_spellings, self._initials, self._adults

    def matches(self, words: Words) -> list[NameMatch]:
        """Return who is named where, each run of words once, the surest reading first."""
        if not self.people:
            return []
        hits = self._hits(words)
        found = list(_plain(hits))
        found += self._together(words, hits)
        found += self._with_initials_and_titles(words, hits)
        taken = {place for each in found for place in range(each.first, each.last + 1)}
        found += self._misspelt(words, taken)
        found += self._by_initials(words)
        return _longest(found)

    def _hits(self, words: Words) -> tuple[list[Hit], list[Hit], list[Hit]]:
        found: tuple[list[Hit], list[Hit], list[Hit]] = ([], [], [])
        plain, sentences, entries_of = words.words, words.sentences, self._index.get
        for first, word in enumerate(plain):
            for rest, sort, numbers in entries_of(word, ()):
                last = first + len(rest)
                if not rest or (
                    tuple(plain[first + 1 : last + 1]) == rest and sentences[first] == sentences[last]
                ):
                    found[sort].append((first, last, numbers))
        return found

    def _together(self, words: Words, hits: tuple[list[Hit], list[Hit], list[Hit]]) -> Iterator[NameMatch]:
        """Yield given name and surname side by side, in either order, a middle name between them or not."""
        starting: dict[int, list[Hit]] = defaultdict(list)
        for hit in hits[_SURNAME]:
            starting[hit[0]].append(hit)
        ending = {hit[1]: hit for hit in hits[_SURNAME]}
        for first, last, numbers in hits[_GIVEN]:
            for step in (1, 2):
                for _, end, holders in starting.get(last + step, ()):
                    both = _in_both(numbers, holders)
                    if both and (step == 1 or words.capital[last + 1]):
                        yield NameMatch(first, end, Likeness.FULL, both)
            before = ending.get(first - 1)
            both = _in_both(before[2], numbers) if before else ()
            if before and both:
                yield NameMatch(before[0], last, Likeness.FULL, both)

    def _with_initials_and_titles(
        self, words: Words, hits: tuple[list[Hit], list[Hit], list[Hit]]
    ) -> Iterator[NameMatch]:
        yield from self._with_initials(words, hits[_GIVEN])
        plain = words.words
        for first, last, numbers in hits[_SURNAME]:
            before = plain[first - 1] if first else ""
            if before in titles():
                adults = tuple(sorted(n for n in numbers if self.people[n].role != "pupil"))
                if adults:
                    yield NameMatch(first - 1, last, Likeness.TITLE, adults)
            elif len(before) == 1 and words.capital[first - 1]:
                same = [n for n in numbers if self._written[n].given.startswith(before)]
                if same:
                    yield NameMatch(first - 1, last, Likeness.FULL, tuple(sorted(same)))

    def _with_initials(self, words: Words, givens: list[Hit]) -> Iterator[NameMatch]:
        plain = words.words
        for first, last, numbers in givens:
            if last + 1 < len(plain) and len(plain[last + 1]) == 1 and words.capital[last + 1]:
                same = [n for n in numbers if self._written[n].surname.startswith(plain[last + 1])]
                if same:
                    yield NameMatch(first, last + 1, Likeness.FULL, tuple(sorted(same)))
        for place in range(len(plain) - 1):
            if len(plain[place + 1]) == 1 and words.capital[place + 1] and plain[place] in titles():
                adults = self._adults.get(f"{plain[place]} {plain[place + 1]}")
                if adults:
                    yield NameMatch(place, place + 1, Likeness.TITLE, tuple(adults))

    def _misspelt(self, words: Words, taken: set[int]) -> Iterator[NameMatch]:
        near: dict[str, tuple[frozenset[int], frozenset[int]]] = {}
        for place, word in enumerate(words.words):
            is_name_like = (
                words.capital[place] and _MISSPELT[0] <= len(word) <= _MISSPELT[1] and word.isalpha()
            )
            if is_name_like and place not in taken:
                if word not in near:
                    near[word] = self._near(word)
                if any(near[word]):
                    yield from self._misspelt_at(words, place, *near[word])

    def _near(self, word: str) -> tuple[frozenset[int], frozenset[int]]:
        """Return whose given name and whose surname a word may be, misspelt."""
        givens, surnames, _ = self._tables
        return (
            frozenset(n for name in self._given_spellings.near(word) for n in givens[name]),
            frozenset(n for name in self._surname_spellings.near(word) for n in surnames[name]),
        )

    def _misspelt_at(
        self, words: Words, place: int, firsts: frozenset[int], holders: frozenset[int]
    ) -> Iterator[NameMatch]:
        plain = words.words
        before = plain[place - 1] if place else ""
        after = plain[place + 1] if place + 1 < len(plain) else ""
        if before and holders:
            both = holders & self._given_like(before)
            if both:
                yield NameMatch(place - 1, place, Likeness.MISSPELT_FULL, tuple(sorted(both)))
            elif before in titles():
                adults = tuple(sorted(n for n in holders if self.people[n].role != "pupil"))
                if adults:
                    yield NameMatch(place - 1, place, Likeness.MISSPELT_FULL, adults)
        if not firsts:
            return
        both = firsts & set(self._tables[_SURNAME].get(after, ()))
        if both:
            yield NameMatch(place, place + 1, Likeness.MISSPELT_FULL, tuple(sorted(both)))
        elif len(plain[place]) >= _SHORTEST_ALONE:
            yield NameMatch(place, place, Likeness.MISSPELT_FIRST, tuple(sorted(firsts)))

    def _given_like(self, word: str) -> set[int]:
        givens = self._tables[_GIVEN]
        names = {word, *name_data()["short"].get(word, ()), *self._given_spellings.near(word)}
        return {number for name in names for number in givens.get(name, ())}

    def _by_initials(self, words: Words) -> Iterator[NameMatch]:
        for found in _INITIALS.finditer(words.text):
            numbers = self._initials.get(found[1] + found[2])
            if numbers:
                run = words.between(*found.span())
                if run:
                    yield NameMatch(*run, Likeness.INITIALS, tuple(numbers))


def _plain(hits: tuple[list[Hit], list[Hit], list[Hit]]) -> Iterator[NameMatch]:
    for sort, likeness in ((_GIVEN, Likeness.FIRST), (_SURNAME, Likeness.SURNAME), (_JOINED, Likeness.FULL)):
        for first, last, numbers in hits[sort]:
            yield NameMatch(first, last, likeness, tuple(numbers))


def _in_both(some: Sequence[int], others: Sequence[int]) -> tuple[int, ...]:
    """Return the numbers, both in order, that stand in both."""
    few, many = sorted((some, others), key=len)
    return tuple(sorted(set(few).intersection(many)))


def _longest(found: list[NameMatch]) -> list[NameMatch]:
    """Return the matches without those that lie inside another, the longest and surest kept."""
    order = sorted(found, key=lambda each: (each.first - each.last, -each.likeness))
    taken: dict[int, NameMatch] = {}
    kept: list[NameMatch] = []
    for match in order:
        places = range(match.first, match.last + 1)
        if not any(place in taken for place in places):
            kept.append(match)
            taken.update(dict.fromkeys(places, match))
    return sorted(kept, key=lambda each: each.first)


def read_roll(text: str, name: str = "the roll") -> SchoolRoll:
    """Return the roll in a CSV file with the columns name, role and year_group.

    Raise DraftError with the line and what was expected.
    """
    rows = list(csv.reader(io.StringIO(text)))
    heading = [each.strip().casefold() for each in rows[0]] if rows else []
    if "name" not in heading or "role" not in heading:
        raise DraftError(
            f"{name}: expected a first line with `name,role,year_group`, found `{','.join(heading)}`"
        )
    people = []
    for number, row in enumerate(rows[1:], start=2):
        cells = dict(zip(heading, (each.strip() for each in row), strict=False))
        if not any(cells.values()):
            continue
        if not cells.get("name"):
            raise DraftError(f"{name}:{number}: expected a name; write one, or remove the line")
        people.append(Person(cells["name"], cells.get("role", "") or "pupil", cells.get("year_group", "")))
    return SchoolRoll(tuple(people))
