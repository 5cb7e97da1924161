"""Read the descriptions of the registers: `library/registers/*.toml`, and a school's own files of words.

A register is data: what is kept, who may ask or record, who decides, who sees it, what it makes known to a
ruling, what comes due, and how long it is kept. Pure: no database, no clock.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

KINDS = ("line", "text", "day", "yes-no", "choice", "number", "url", "platform", "place", "names", "entry")
BEGINS = ("asked", "recorded")
PEOPLE = ("", "pupil", "staff", "person", "family")


class RegisterError(ValueError):
    """A description cannot be used. The message says which file, which value, and what was expected."""


@dataclass(frozen=True, slots=True)
class EntryField:
    """One field of a register: its name, label, kind (one of `KINDS`) and help.

    `is_listed`: it is a column of the list. `is_public`: anybody may see it on the public list. Of the kind
    "names" are people by name, with commas between them; of the kind "entry" is what stands in the register
    `of`, such as a device. `fills` is "person" or "other": a name that only one person of the school has
    makes the entry about that person.
    """

    name: str
    label: str
    kind: str = "line"
    hint: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    is_listed: bool = False
    is_public: bool = False
    of: str = ""
    fills: str = ""


@dataclass(frozen=True, slots=True)
class EntryFact:
    """What an entry makes known to a ruling: a `fact` with a `value`, or a `grant` of whoever decided.

    It counts only where the situation's facts `needs` are known to hold, and where the entry's field `when`
    has the value `equals`.
    """

    fact: str = ""
    value: bool = True
    grant: str = ""
    needs: tuple[str, ...] = ()
    when: str = ""
    equals: str = ""


@dataclass(frozen=True, slots=True)
class EntryDeadline:
    """Something that comes due: so many days after the entry, or after the person left the school."""

    title: str
    days: int = 0
    after_leaving: bool = False
    on_withdrawal: bool = False
    again: int = 0
    office: str = ""


@dataclass(frozen=True, slots=True)
class EntryClosing:
    """How an entry is closed: the button, the word for it, and whether a sealed certificate is made.

    `letter` is what the school writes to whoever is told then, with names of fields in braces, `{school}`,
    `{policy}`, `{as}` (the topic) and `{day}` (of the entry).
    """

    verb: str
    done: str
    certificate: bool = False
    shreds: bool = False
    letter: str = ""


@dataclass(frozen=True, slots=True)
class EntryRefusal:
    """An answer with which an entry is refused: the field, the value, and the sentence that says why."""

    field: str
    equals: str
    says: str


@dataclass(frozen=True, slots=True)
class EntryApart:
    """Nobody in the field `field` is among the names in the field `of`; `says` tells where somebody is."""

    field: str
    of: str
    says: str


@dataclass(frozen=True, slots=True)
class EntrySame:
    """Entries that agree in the field `by` agree in `field` too; `says` tells where one does not."""

    by: str
    field: str
    says: str


@dataclass(frozen=True, slots=True)
class YearlyRound:
    """What is asked of everybody in `of` each year from `begins` (month-day), within so many days.

    `nil` is the topic of whoever has nothing to enter. `each_child`: it is asked of those with parental
    responsibility, who answer for each child.
    """

    of: tuple[str, ...]
    begins: str
    within: int
    joiners_within: int
    title: str
    nil: str = ""
    each_child: bool = False


@dataclass(frozen=True, slots=True)
class RegisterDescription:
    """A register. `makers` may ask or record; `readers` see every entry; others see what they made.

    `deciders` decide where no clause says who does. `hides_from_subject`: the person it is about does not
    see it. `several`: one form records it for each person who is ticked, an entry each, so that each has
    their own days. `route` is the office by who began, for entries that go to one office, where the policy is
    silent. `route_action` is the action by whose clauses the policy says so. `asks` is the action for which
    leave is asked in this register, and not among the permissions. `ends_on_leaving`: what was granted to
    somebody ends when they leave. `can_change`: what stands is corrected, with its history, by those who look
    after it. `red_at_home_time`: what is still there when pupils go home is late. `youngest` is the field
    with the age of the youngest person whom an entry is for. `places` are the topics of images for each topic
    of a consent; `official` is the one by which official posts go. `retention` is the kind of record, a table
    of `library/retention.toml`, by which its entries go.
    """

    name: str
    label: str
    one: str
    help: str
    order: int
    begins: str = "recorded"
    makers: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    deciders: tuple[str, ...] = ()
    person: str = ""
    person_label: str = ""
    other: str = ""
    other_label: str = ""
    title_label: str = ""
    topic_label: str = ""
    topics: tuple[tuple[str, str], ...] = ()
    several: bool = False
    is_sensitive: bool = False
    hides_from_subject: bool = False
    is_public: bool = False
    has_form: bool = True
    route_action: str = ""
    asks: str = ""
    ends_on_leaving: bool = False
    red_at_home_time: bool = False
    can_change: bool = False
    route: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    places: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    fields: tuple[EntryField, ...] = ()
    makes_known: tuple[EntryFact, ...] = ()
    due: tuple[EntryDeadline, ...] = ()
    refuses: tuple[EntryRefusal, ...] = ()
    same: EntrySame | None = None
    apart: EntryApart | None = None
    youngest: str = ""
    closing: EntryClosing | None = None
    yearly: YearlyRound | None = None
    retention: str = "permission"
    shred_days: int = 0
    longest_days: int = 0
    official: str = ""
    ask_words: str = ""
    empty: str = ""

    @property
    def listed(self) -> tuple[EntryField, ...]:
        """Return the fields that are columns of the list."""
        return tuple(each for each in self.fields if each.is_listed)

    def field(self, name: str) -> EntryField | None:
        """Return the field of that name, or None."""
        return next((each for each in self.fields if each.name == name), None)

    def topic_word(self, topic: str) -> str:
        """Return the label of a topic, or the topic itself."""
        return dict(self.topics).get(topic, topic)


PARTS: Mapping[str, type] = {
    "closing": EntryClosing,
    "yearly": YearlyRound,
    "same": EntrySame,
    "apart": EntryApart,
}
_beside: list[Path] = []


def use_register_files(paths: Iterable[Path]) -> None:
    """Have the registers of these files too from now on. Raise RegisterError where one cannot be used."""
    found = tuple(paths)
    _read_all(found)
    _beside[:] = found


def load_registers() -> Mapping[str, RegisterDescription]:
    """Return every register by name, in the order in which they are shown."""
    return _read_all(tuple(_beside))


@cache
def _read_all(beside: tuple[Path, ...]) -> Mapping[str, RegisterDescription]:
    folder = files("belisha").joinpath("library", "registers")
    shipped = [each for each in folder.iterdir() if each.name.endswith(".toml")]
    found: dict[str, RegisterDescription] = {}
    for each in shipped:
        name = each.name.removesuffix(".toml")
        found[name] = read_register(name, tomllib.loads(each.read_text(encoding="utf-8")), each.name)
    for path in beside:
        for name, table in tomllib.loads(path.read_text(encoding="utf-8")).get("describes", {}).items():
            found[name] = read_register(name, table, str(path))
    return MappingProxyType(dict(sorted(found.items(), key=lambda pair: (pair[1].order, pair[0]))))


def read_register(name: str, table: Mapping[str, Any], file: str) -> RegisterDescription:
    """Return the register that a table describes. Raise RegisterError with the file, the value, and why."""
    values = dict(table)
    values["fields"] = tuple(_field(each, file) for each in values.get("fields", ()))
    values["makes_known"] = tuple(_part(EntryFact, each, file) for each in values.get("makes_known", ()))
    values["refuses"] = tuple(_part(EntryRefusal, each, file) for each in values.get("refuses", ()))
    values["due"] = tuple(_part(EntryDeadline, each, file) for each in values.get("due", ()))
    for part, kind in PARTS.items():
        if part in values:
            values[part] = _part(kind, values[part], file)
    values["topics"] = tuple(tuple(pair) for pair in values.get("topics", {}).items())
    for table_name in ("route", "places"):
        values[table_name] = MappingProxyType(dict(values.get(table_name, {})))
    found = _part(RegisterDescription, {"name": name, **values}, file)
    for attribute, allowed in (("begins", BEGINS), ("person", PEOPLE), ("other", PEOPLE)):
        if getattr(found, attribute) not in allowed:
            _refuse(file, attribute, getattr(found, attribute), allowed)
    return found


def _field(table: Mapping[str, Any], file: str) -> EntryField:
    values = {**table, "choices": tuple(tuple(pair) for pair in table.get("choices", {}).items())}
    found = _part(EntryField, values, file)
    if found.kind not in KINDS:
        _refuse(file, f"kind of `{found.name}`", found.kind, KINDS)
    return found


Part = TypeVar("Part")


def _part(kind: type[Part], table: Mapping[str, Any], file: str) -> Part:
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}
    try:
        return kind(**values)
    except TypeError as error:
        message = f"`{file}`: {str(error).removeprefix(f'{kind.__name__}.__init__() ')}"
        raise RegisterError(message) from error


def _refuse(file: str, what: str, value: object, allowed: Iterable[str]) -> None:
    expected = ", ".join(f"`{each}`" for each in allowed if each)
    message = f"`{file}`: {what} is `{value}`; expected one of {expected}."
    raise RegisterError(message)
