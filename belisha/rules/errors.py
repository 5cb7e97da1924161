"""Mistakes of files, all told at once, and situations that cannot be judged."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NoReturn

from belisha.rules.nearest import did_you_mean


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake: the file's name, the line (0: the file as a whole), and a sentence on one line."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


class FileError(ValueError):
    """A file of the policy language that cannot be used. `mistakes` holds every one, in file order."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))

    def __reduce__(self) -> tuple[type["FileError"], tuple[tuple[Mistake, ...]]]:
        return type(self), (self.mistakes,)


class PolicyError(FileError):
    """A policy file with mistakes."""


class VocabularyError(FileError):
    """A vocabulary file with mistakes."""


@dataclass
class Mistakes:
    """Collects the mistakes of one file while it is read."""

    file: str
    found: list[Mistake] = field(default_factory=list)

    def add(self, line: int, message: str) -> None:
        """Note a mistake; reading goes on. `message` is kept on one line."""
        self.found.append(Mistake(self.file, line, " ".join(message.split())))

    def stop(self, line: int, message: str) -> NoReturn:
        """Note a mistake after which there is nothing more to read. Raise PolicyError."""
        self.add(line, message)
        raise PolicyError(self.found)


class SituationError(ValueError):
    """A situation with a word or a value that the vocabulary does not know."""


def unknown_word(kind: str, word: str, choices: Collection[str]) -> SituationError:
    """Return the error of an unknown word: `` `techer` is no role; did you mean `teacher`? ``."""
    return SituationError(f"`{word}` is no {kind}{did_you_mean(word, choices)}")


def wrong_value(fact: str, value: object, expected: str) -> SituationError:
    """Return the error of a fact with a value of the wrong type."""
    return SituationError(f"`{value!r}` is no value of the fact `{fact}`: expected {expected}")
