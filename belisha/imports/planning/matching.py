"""Find whom a line is about: by the school's own numbers, then by address. A name that does not fit asks."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from belisha.imports.files.row import PersonRow
from belisha.imports.planning.comparison import ExistingPerson, is_same_person


@dataclass(slots=True)
class PersonMatch:
    """Whom a line is about. `doubt`: a number or the address is theirs, and the name is quite another.

    `clash` says what is wrong where its numbers are of two people: column, value, expected, advice.
    """

    row: PersonRow
    user_id: int | None = None
    doubt: ExistingPerson | None = None
    clash: list[str] = field(default_factory=list)


class Matcher:
    """The people of a school by their numbers and addresses."""

    def __init__(self, people: Collection[ExistingPerson], elsewhere: Mapping[str, int]) -> None:
        self.elsewhere = elsewhere
        self.by_id = {person.user_id: person for person in people}
        self.by_key = {key: person.user_id for person in people for key in person.keys}
        self.by_email = {person.email: person.user_id for person in people if person.email}
        self.lines: dict[int, int] = {}

    def match(self, rows: Iterable[PersonRow]) -> list[PersonMatch]:
        """Return the match of each row. Nobody is matched twice; a doubt is settled if they are."""
        found = [self._find(row) for row in rows]
        for match in found:
            if match.doubt and match.doubt.user_id in self.lines:
                match.doubt = (
                    None  # the number now belongs to somebody else, and they have a line of their own
                )
        return found

    def taken_keys(self, row: PersonRow, user_id: int | None) -> list[str]:
        """Return the numbers of the line that the school knows as somebody else's."""
        return [key for key in row.keys if self.by_key.get(key, user_id) != user_id]

    def _find(self, row: PersonRow) -> PersonMatch:
        by_key = {self.by_key[key] for key in row.keys if key in self.by_key}
        by_email = self.by_email.get(row.email)
        users = by_key | ({by_email} if by_email else set())
        agreeing = [pk for pk in users if is_same_person(row, self.by_id[pk])]
        if len(agreeing) == 1:
            return self._once(row, agreeing[0])
        if len(users) > 1:
            advice = "Look at both people in your system: a number or an address stands with the wrong one."
            value = row.email if by_email else row.key.partition(":")[2]
            return PersonMatch(
                row, clash=["", value, "one person; on the school’s roll it belongs to two", advice]
            )
        if users:
            return PersonMatch(row, doubt=self.by_id[users.pop()])
        return self._once(row, self.elsewhere.get(row.email))

    def _once(self, row: PersonRow, user_id: int | None) -> PersonMatch:
        if user_id is None:
            return PersonMatch(row)
        if user_id in self.lines:
            line = self.lines[user_id]
            expected = f"another person than on line {line}: both are the same one on the school’s roll"
            advice = "Look at both lines in your system, and take one out."
            return PersonMatch(row, clash=["", row.email or row.name, expected, advice])
        self.lines[user_id] = row.line
        return PersonMatch(row, user_id)
