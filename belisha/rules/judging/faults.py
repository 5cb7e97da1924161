"""What is wrong with a situation that cannot be judged."""

from collections.abc import Collection

from belisha.rules.nearest import did_you_mean


class SituationError(ValueError):
    """A situation that names a word or a value that the vocabulary does not know."""


def unknown(kind: str, word: str, choices: Collection[str]) -> SituationError:
    """`` `techer` is no role; did you mean `teacher`? ``."""
    return SituationError(f"`{word}` is no {kind}{did_you_mean(word, choices)}")


def wrong_value(fact: str, value: object, expected: str) -> SituationError:
    """A fact with a value of the wrong sort."""
    return SituationError(f"`{value!r}` is no value of the fact `{fact}`: expected {expected}")
