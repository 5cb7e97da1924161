"""Builds words from the tables of TOML files, one file after the other."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, replace
from types import MappingProxyType
from typing import Any

from belisha.rules.errors import Mistake
from belisha.rules.nearest import did_you_mean, quoted
from belisha.rules.vocabulary.tables import WordTable, asleep_in
from belisha.rules.vocabulary.words import Action, Fact, FactKind, Party, Platform, Register, Role, Vocabulary

WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
TABLES: dict[str, type] = {
    "roles": Role,
    "actions": Action,
    "facts": Fact,
    "platforms": Platform,
    "parties": Party,
    "registers": Register,
}
TABLE_NAMES = (*TABLES, "phrases", "spellings", "elsewhere", "alarm")
KEY_OF = {"is_office": "office", "is_institution": "institution", "is_group": "group"}
# What people read is the last file's: a school calls a shipped word as it likes. What decides is settled.
OWN_WORDS = ("label", "question", "why")
MAY_GROW = ("names", "phrases", "words", "denials", "values")


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an entry: the attribute it fills, what sort of value it takes, whether it must be there."""

    attribute: str
    sort: str
    required: bool


def _keys(of: type) -> dict[str, Key]:
    found = {}
    for each in fields(of):
        if each.name == "id":
            continue
        if isinstance(each.default, FactKind):
            sort = "kind"
        elif each.default is MISSING or isinstance(each.default, str):
            sort = "text"
        elif isinstance(each.default, tuple):
            sort = "list"
        else:
            sort = "yes-no"
        found[KEY_OF.get(each.name, each.name)] = Key(each.name, sort, each.default is MISSING)
    return found


KEYS = {table: _keys(of) for table, of in TABLES.items()}
EXPECTED = {
    "text": "words in quotation marks",
    "list": "a list of words in quotation marks",
    "yes-no": "true or false",
    "kind": quoted(FactKind),
}

# Tables of a file of words that other rooms read: the descriptions of a school's own registers.
READ_ELSEWHERE = ("describes",)


class Draft:
    """A vocabulary in the making. `mistakes` grows; `place` says where an entry was first written."""

    def __init__(self, base: Vocabulary) -> None:
        self.tables: dict[str, dict[str, Any]] = {table: dict(getattr(base, table)) for table in TABLES}
        self.asleep = {table: asleep_in(getattr(base, table)) for table in TABLES}
        self.spellings = dict(base.spellings)
        self.elsewhere = list(base.elsewhere)
        self.alarm = base.alarm
        self.mistakes: list[Mistake] = []
        self.places: dict[tuple[str, str], tuple[str, str]] = {}
        self._file, self._text = "", ""

    def place(self, table: str, word: str) -> tuple[str, int]:
        """Return the file and line where the word stands, for a mistake."""
        file, text = self.places.get((table, word), ("vocabulary.toml", ""))
        return file, _line(text, table, word)

    def vocabulary(self) -> Vocabulary:
        """Return the words so far."""
        frozen: dict[str, Any] = {
            table: WordTable(entries, self.asleep[table]) for table, entries in self.tables.items()
        }
        spellings, elsewhere = MappingProxyType(self.spellings), tuple(dict.fromkeys(self.elsewhere))
        return Vocabulary(**frozen, spellings=spellings, elsewhere=elsewhere, alarm=self.alarm)

    def add(self, file: str, text: str, tables: Mapping[str, Any]) -> None:
        """Take in the tables of one file; `text` is only used to find line numbers."""
        self._file, self._text = file, text
        for table, entries in tables.items():
            if table in READ_ELSEWHERE:
                continue
            if not isinstance(entries, dict) or table not in TABLE_NAMES:
                near = did_you_mean(table, TABLE_NAMES)
                self._mistake(
                    table,
                    "",
                    f"`{table}` is not a table of words{near or f'; expected {quoted(TABLE_NAMES)}'}",
                )
            elif table == "spellings":
                self._add_spellings(entries)
            elif table == "phrases":
                self._add_phrases(entries)
            elif table == "elsewhere":
                self._add_elsewhere(entries)
            elif table == "alarm":
                self._add_alarm(entries)
            else:
                for word, entry in entries.items():
                    self._add_word(table, word, entry)

    def _add_spellings(self, entries: Mapping[str, Any]) -> None:
        for word, meant in entries.items():
            if isinstance(meant, str) and meant:
                self.spellings.setdefault(word, meant)
            else:
                self._mistake("spellings", word, f"the spelling of `{word}` must be {EXPECTED['text']}")

    def _add_elsewhere(self, entries: Mapping[str, Any]) -> None:
        for name, value in entries.items():
            phrases = _taken("list", value)
            if name != "phrases" or phrases is None:
                expected = f"`phrases`, {EXPECTED['list']}"
                self._mistake("elsewhere", name, f"`elsewhere` has {expected}, and not `{name}`")
            else:
                self.elsewhere.extend(phrases)

    def _add_alarm(self, entries: Mapping[str, Any]) -> None:
        """Phrases grow; what is said and who is told are the last file's."""
        for name, value in entries.items():
            sort = {"phrases": "list", "tell": "list", "says": "text"}.get(name)
            taken = _taken(sort, value) if sort else None
            if taken is None:
                expected = EXPECTED[sort] if sort else quoted(("phrases", "says", "tell"))
                self._mistake("alarm", name, f"`{name}` of `alarm` is not understood; expected {expected}")
                continue
            grown: Any = (*self.alarm.phrases, *taken) if name == "phrases" else taken
            changed: dict[str, Any] = {name: grown}
            self.alarm = replace(self.alarm, **changed)

    def _add_phrases(self, entries: Mapping[str, Any]) -> None:
        for word, phrases in entries.items():
            if word not in self.tables["actions"] and word not in self.asleep["actions"]:
                near = did_you_mean(word, self.tables["actions"])
                self._mistake("phrases", word, f"`{word}` is not an action{near}")
            else:
                self._add_word("actions", word, {"phrases": phrases})

    def _add_word(self, table: str, word: str, entry: Any) -> None:
        if not WORD.fullmatch(word):
            self._mistake(table, word, f"`{word}` must be small letters and figures joined by hyphens")
        if not isinstance(entry, dict):
            self._mistake(table, word, f"`{word}` must be a table: `[{table}.{word}]`")
            return
        values = self._values(table, word, entry)
        known = self.tables[table].get(word)
        if known is None and "label" not in entry:
            known = self.asleep[table].get(word)
        if known is not None:
            self._grow(table, word, known, values)
            return
        self.places[table, word] = (self._file, self._text)
        for name, key in KEYS[table].items():
            if key.required and key.attribute not in values:
                if name not in entry:
                    self._mistake(table, word, f"`{table}.{word}` has no `{name}`")
                values[key.attribute] = word
        self.tables[table][word] = TABLES[table](id=word, **values)

    def _grow(self, table: str, word: str, known: Any, values: dict[str, Any]) -> None:
        worded = {name: values.pop(name) for name in OWN_WORDS if name in values}
        for name in [name for name in values if name not in MAY_GROW]:
            if values.pop(name) != getattr(known, name):
                said = KEY_OF.get(name, name)
                self._mistake(
                    table,
                    word,
                    f"`{said}` of `{table}.{word}` is settled; only {quoted(MAY_GROW)} may be added to, "
                    f"and {quoted(OWN_WORDS)} said otherwise",
                )
        grown = {name: tuple(dict.fromkeys((*getattr(known, name), *more))) for name, more in values.items()}
        self.tables[table][word] = replace(known, **grown, **worded)

    def _values(self, table: str, word: str, entry: Mapping[str, Any]) -> dict[str, Any]:
        values = {}
        for name, value in entry.items():
            key = KEYS[table].get(name)
            if key is None:
                near = did_you_mean(name, KEYS[table])
                expected = near or f"; expected {quoted(KEYS[table])}"
                self._mistake(table, word, f"`{name}` is not a key of `{table}.{word}`{expected}")
                continue
            taken = _taken(key.sort, value)
            if taken is None:
                self._mistake(table, word, f"`{name}` of `{table}.{word}` must be {EXPECTED[key.sort]}")
            else:
                values[key.attribute] = taken
        return values

    def _mistake(self, table: str, word: str, message: str) -> None:
        self.mistakes.append(Mistake(self._file, _line(self._text, table, word), message))


def _line(text: str, table: str, word: str) -> int:
    """Return the line where a word's table begins, or else the first of its kind; 0 if neither is there."""
    start = rf"^\s*\[\s*{re.escape(table)}\s*"
    header = rf"{start}\.\s*[\"']?{re.escape(word)}[\"']?\s*\]"
    found = re.search(header, text, re.MULTILINE) or re.search(start, text, re.MULTILINE)
    return text.count("\n", 0, found.end()) + 1 if found else 0


def _taken(sort: str, value: Any) -> Any:
    if sort == "text":
        return value if isinstance(value, str) and value.strip() else None
    if sort == "list":
        good = isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value)
        return tuple(dict.fromkeys(value)) if good else None
    if sort == "yes-no":
        return value if isinstance(value, bool) else None
    return FactKind(value) if value in list(FactKind) else None
