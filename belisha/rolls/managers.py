"""Whom a line names as line manager: by number, address or name, in the same file or at the school."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from belisha.rolls.comparing import MANAGER, Known
from belisha.rolls.reading.fields import KEYS
from belisha.rolls.reading.names import fold, full_name
from belisha.rolls.reading.row import RollRow, shown

Says = list[list[str]]
EXPECTED = "the name, e-mail address or staff code of one person in this file or at the school"
LEFT = "The line manager is left as it is."


@dataclass(slots=True)
class Managers:
    """The people who may be named, each under all that they go by.

    Somebody of the school stands under the number of their user, somebody new under their line's best key.
    """

    names: dict[int | str, str] = field(default_factory=dict)
    by_words: dict[str, set[int | str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, people: Iterable[Known], today: date, rows: Iterable[tuple[RollRow, int | None]] = ()
    ) -> "Managers":
        """Those who have a role at the school, and whom lines are about, with the id of their user if any."""
        found = cls()
        for person in people:
            if person.holding(today):
                found._add(person.user_id, person.name, person.email, person.keys)
        for row, user_id in rows:
            found._add(user_id or row.key, row.name, row.email, row.keys)
        return found

    def named(self, said: str) -> int | str | None:
        """The one person whom the words name: by number, else by address, else by name.

        None where they name nobody, or several.
        """
        for words in (*(f"{key}:{said.casefold()}" for key in KEYS), f"email:{said.casefold()}", _name(said)):
            found = self.by_words.get(words, set())
            if found:
                return next(iter(found)) if len(found) == 1 else None
        return None

    def changes(self, row: RollRow, person: Known, today: date) -> Says:
        """What the line changes of the person's line manager: what, was, becomes."""
        manager = self.named(row.line_manager) if row.line_manager else None
        held = [each for each in person.holding(today) if each.role in row.roles]
        if manager in (None, person.user_id) or all(each.line_manager == manager for each in held):
            return []
        was = next((each.line_manager for each in held if each.line_manager), None)
        return [[MANAGER, self.names.get(was, "") if was else "", self.names[manager]]] if manager else []

    def notes(self, row: RollRow, user_id: int | None) -> Says:
        """What is pointed out where the words name nobody, several, or the person of the line."""
        if not row.line_manager:
            return []
        manager = self.named(row.line_manager)
        if manager is None:
            return [["Line manager", shown(row.line_manager), EXPECTED, LEFT]]
        if manager == (user_id or row.key):
            return [
                ["Line manager", shown(row.line_manager), "somebody else than the person themselves", LEFT]
            ]
        return []

    def _add(self, who: int | str, name: str, email: str, keys: Iterable[str]) -> None:
        self.names.setdefault(who, name)
        for words in (*keys, f"email:{email.casefold()}" if email else "", _name(name)):
            if words:
                self.by_words.setdefault(words, set()).add(who)


def _name(said: str) -> str:
    return f"name:{fold(full_name(whole=said))}"
