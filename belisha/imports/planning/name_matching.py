"""Find whom a line may be about if no number and no address tells: a question, never an answer."""

from collections.abc import Callable, Iterable

from rapidfuzz import fuzz, process

from belisha.imports.files.names import fold_name
from belisha.imports.files.row import PersonRow
from belisha.imports.planning.comparison import ExistingPerson

CLOSE = 88.0
MOST_COMPARED = 1_000_000


class NameMatcher:
    """The people of a school whom no line was about, by the kind of person that they are and their name."""

    def __init__(self, people: Iterable[ExistingPerson], category_of: Callable[[str], str]) -> None:
        self.category_of = category_of
        self.names: dict[str, dict[str, ExistingPerson]] = {}
        self.room = MOST_COMPARED
        for person in people:
            for sort in {category_of(held.role) for held in person.held}:
                self.names.setdefault(sort, {}).setdefault(fold_name(person.name), person)

    def of(self, row: PersonRow) -> ExistingPerson | None:
        """Return somebody of the same kind with the same name, or with one almost the same."""
        for role in row.roles:
            names = self.names.get(self.category_of(role), {})
            name = fold_name(row.name)
            if name in names:
                return names[name]
            self.room -= len(names)
            if self.room < 0:  # a whole roll under new names: only the same name is looked for
                return None
            close = process.extractOne(name, names.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=CLOSE)
            if close:
                return names[close[0]]
        return None
