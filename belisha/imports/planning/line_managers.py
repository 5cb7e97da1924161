"""Find whom a line names as line manager: by number, address or name, in the same file or at the school."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from belisha.imports.files.fields import KEYS
from belisha.imports.files.names import fold_name, full_name
from belisha.imports.files.row import PersonRow, shortened
from belisha.imports.planning.comparison import ExistingPerson

Says = list[list[str]]
EXPECTED = "the name, e-mail address or staff code of one person in this file or at the school"
LEFT = "The line manager is left as it is."


@dataclass(slots=True)
class ManagerIndex:
    """The people who may be named, each under all that they go by.

    People of the school are known by the id of their user, new ones by their line's best key.
    """

    names: dict[int | str, str] = field(default_factory=dict)
    by_words: dict[str, set[int | str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, people: Iterable[ExistingPerson], today: date, rows: Iterable[tuple[PersonRow, int | None]] = ()
    ) -> "ManagerIndex":
        """Return the index of those with a role at the school, and of the people of lines (with their user,
        if any).
        """
        found = cls()
        for person in people:
            if person.holding(today):
                found._add(person.user_id, person.name, person.email, person.keys)
        for row, user_id in rows:
            found._add(user_id or row.key, row.name, row.email, row.keys)
        return found

    def named(self, said: str) -> int | str | None:
        """Return the one person whom the words name: by number, else by address, else by name.

        None if they name nobody, or several.
        """
        for words in (*(f"{key}:{said.casefold()}" for key in KEYS), f"email:{said.casefold()}", _name(said)):
            found = self.by_words.get(words, set())
            if found:
                return next(iter(found)) if len(found) == 1 else None
        return None

    def notes(self, row: PersonRow, user_id: int | None) -> Says:
        """Return what is pointed out if the words name nobody, several, or the person of the line."""
        if not row.line_manager:
            return []
        manager = self.named(row.line_manager)
        if manager is None:
            return [["Line manager", shortened(row.line_manager), EXPECTED, LEFT]]
        if manager == (user_id or row.key):
            return [
                [
                    "Line manager",
                    shortened(row.line_manager),
                    "somebody else than the person themselves",
                    LEFT,
                ]
            ]
        return []

    def _add(self, who: int | str, name: str, email: str, keys: Iterable[str]) -> None:
        self.names.setdefault(who, name)
        for words in (*keys, f"email:{email.casefold()}" if email else "", _name(name)):
            if words:
                self.by_words.setdefault(words, set()).add(who)


def _name(said: str) -> str:
    return f"name:{fold_name(full_name(whole=said))}"
