"""Who a line may be about, where no number and no address tells: a question, never an answer."""

from collections.abc import Callable, Iterable

from rapidfuzz import fuzz, process

from belisha.rolls.comparing import Known
from belisha.rolls.reading.names import fold
from belisha.rolls.reading.row import RollRow

CLOSE = 88.0
MOST_COMPARED = 1_000_000


class Likeness:
    """The people of a school whom no line was about, by the sort of person that they are and their name."""

    def __init__(self, people: Iterable[Known], sort_of: Callable[[str], str]) -> None:
        self.sort_of = sort_of
        self.names: dict[str, dict[str, Known]] = {}
        self.room = MOST_COMPARED
        for person in people:
            for sort in {sort_of(held.role) for held in person.held}:
                self.names.setdefault(sort, {}).setdefault(fold(person.name), person)

    def of(self, row: RollRow) -> Known | None:
        """Somebody of the same sort with the same name, or with one almost the same."""
        for role in row.roles:
            names = self.names.get(self.sort_of(role), {})
            name = fold(row.name)
            if name in names:
                return names[name]
            self.room -= len(names)
            if self.room < 0:  # a whole roll under new names: only the same name is looked for
                return None
            close = process.extractOne(name, names.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=CLOSE)
            if close:
                return names[close[0]]
        return None
