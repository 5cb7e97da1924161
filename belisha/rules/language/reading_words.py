"""Reads the simple values of fields: words of the vocabulary, lists of them, dates and numbers."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from belisha.rules.errors import Mistakes
from belisha.rules.nearest import did_you_mean, quoted
from belisha.rules.vocabulary.tables import ids_in
from belisha.rules.vocabulary.words import Vocabulary

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
ONE_OF = {
    "roles": "a role",
    "actions": "an action",
    "facts": "a fact",
    "platforms": "a platform",
    "parties": "a party",
    "registers": "a register",
}


@dataclass(frozen=True, slots=True)
class Reader:
    """What the reading of values needs: the words, where to note mistakes, and the policy's own names."""

    vocabulary: Vocabulary
    mistakes: Mistakes
    aliases: dict[str, str] = field(default_factory=dict)

    def word(self, table: str, value: str, line: int, also: Collection[str] = ()) -> str:
        """Return the value, which must be a word of this table of the vocabulary, or one of `also`."""
        words: Mapping[str, object] = getattr(self.vocabulary, table)
        if table == "roles":
            value = self.aliases.get(value.casefold(), value)
        if value not in words and value not in also:
            self.mistakes.add(line, self._not_a_word(table, value, (*ids_in(words), *also)))
        return value

    def words(
        self, table: str, value: str, line: int, *, joint: str = ",", also: Collection[str] = ()
    ) -> tuple[str, ...]:
        """Return words of one table, joined by commas or by " or "."""
        words: Mapping[str, object] = getattr(self.vocabulary, table)
        found = self.pieces(value, line, joint)
        if table == "roles" and self.aliases:
            found = tuple(dict.fromkeys(self.aliases.get(each.casefold(), each) for each in found))
        for each in found:
            if each and each not in words and each not in also:
                self.mistakes.add(line, self._not_a_word(table, each, (*ids_in(words), *also), joint))
        return found

    def told(self, value: str, line: int) -> tuple[str, ...]:
        """Return roles or parties, joined by " or "."""
        return self.words("roles", value, line, joint=" or ", also=self.vocabulary.parties)

    def pieces(self, value: str, line: int, joint: str = ",") -> tuple[str, ...]:
        """Return the parts of a list, none empty and none twice."""
        if joint not in value and value:
            return (value.strip(),)
        found = tuple(piece.strip() for piece in value.split(joint))
        if "" in found:
            self.mistakes.add(line, f"`{value}` has an empty place in its list")
        if len(set(found)) < len(found):
            twice = next(each for each in found if found.count(each) > 1)
            self.mistakes.add(line, f"`{twice}` stands twice in its list")
        return found

    def date(self, value: str, line: int) -> date | None:
        """Return an ISO date."""
        try:
            if ISO_DATE.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.mistakes.add(line, f"`{value}` is not a date; expected one like `2026-03-31`")
        return None

    def number(self, value: str, line: int) -> int:
        """Return a whole number, not below 0."""
        if WHOLE_NUMBER.fullmatch(value):
            return int(value)
        self.mistakes.add(line, f"`{value}` is not a whole number")
        return 0

    def yes_no(self, value: str, line: int) -> bool:
        """Return `yes` or `no`."""
        self.one_of(value, ("yes", "no"), line)
        return value == "yes"

    def one_of(self, value: str, choices: Iterable[str], line: int) -> str:
        """Return the value, which must be one of a few."""
        choices = tuple(choices)
        if value not in choices:
            self.mistakes.add(line, f"`{value}` is not known here; expected {quoted(choices)}")
        return value

    def identifier(self, value: str, line: int) -> str:
        """Small letters and figures joined by hyphens."""
        if not ID.fullmatch(value):
            self.mistakes.add(line, f"`{value}` must be small letters and figures joined by hyphens")
        return value

    def _not_a_word(self, table: str, value: str, choices: Iterable[str], joint: str = "") -> str:
        elsewhere = [one for other, one in ONE_OF.items() if value in getattr(self.vocabulary, other)]
        if elsewhere:
            return f"`{value}` is {elsewhere[0]}, not {ONE_OF[table]}"
        choices = tuple(choices)
        if joint and all(part.strip() in choices for part in re.split(r",| or | and ", value)):
            return f"`{value}` is not {ONE_OF[table]}; several are joined by `{joint}`"
        return f"`{value}` is not {ONE_OF[table]}{did_you_mean(value, choices)}"


ReadValue = Callable[[Reader, str, int], object]
