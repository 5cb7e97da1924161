"""A table of words in which some are asleep: they can be looked up, and are not listed."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

Word = TypeVar("Word")


class WordTable(dict[str, Word]):
    """Words by id. Those of packs that nothing uses yet are asleep.

    A word asleep has its label and its wider words, so that a clause can name it and a page can show it. It
    is in no list, and no question is understood by it. `belisha.rules.vocabulary.packs` wakes the words of a
    pack for the policies that use it.
    """

    def __init__(self, awake: Mapping[str, Word], asleep: Mapping[str, Word]) -> None:
        """Take both kinds; a word that is in both is awake."""
        super().__init__(awake)
        self.asleep = {word: entry for word, entry in asleep.items() if word not in awake}

    def __missing__(self, word: str) -> Word:
        """Return a word that is asleep. Raise KeyError if there is none."""
        return self.asleep[word]

    def __contains__(self, word: object) -> bool:
        """Return whether there is such a word, awake or asleep."""
        return super().__contains__(word) or word in self.asleep

    def get(self, word: str, default: Word | None = None) -> Word | None:  # type: ignore[override]
        """Return the word, awake or asleep; `default` if there is none."""
        found = super().get(word)
        return self.asleep.get(word, default) if found is None else found


def is_awake(table: Mapping[str, Word], word: str) -> bool:
    """Return whether the word is there and counts when questions are understood."""
    return word in table and word not in asleep_in(table)


def asleep_in(table: Mapping[str, Word]) -> Mapping[str, Word]:
    """Return the words of a table that are asleep."""
    return table.asleep if isinstance(table, WordTable) else {}


def all_words(table: Mapping[str, Word]) -> Iterator[Word]:
    """Yield every word of a table, those asleep last."""
    yield from table.values()
    yield from asleep_in(table).values()


def ids_in(table: Mapping[str, Word]) -> tuple[str, ...]:
    """Return the ids of every word of a table, those asleep last."""
    return (*table, *asleep_in(table))
