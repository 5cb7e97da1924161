"""Hold a file up to a version of the policy: is it the one, and does it say the same? Pure.

What governors ratified in Word and what is in force can drift apart. Words are compared as they are read:
letters and figures count, punctuation, case and spaces do not.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from belisha.rules.language.clauses import Clause
from belisha.rules.language.policy import Policy

# A passage that shares so much with a clause is taken for the same clause, worded otherwise.
ALIKE = 0.6
LEAST_WORDS = 6
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class ClauseCheck:
    """A clause that the file does not have word for word, and the passage that is nearest (may be empty)."""

    clause: Clause
    passage: str


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What a file has of a policy: how many clauses word for word, which not, and what it says besides."""

    total: int
    worded_otherwise: tuple[ClauseCheck, ...]
    missing: tuple[Clause, ...]
    besides: tuple[str, ...]

    @property
    def same(self) -> int:
        """Return how many clauses stand in the file word for word."""
        return self.total - len(self.worded_otherwise) - len(self.missing)

    @property
    def says_the_same(self) -> bool:
        """Return whether every clause stands in the file word for word."""
        return self.same == self.total


def check_file(policy: Policy, passages: Sequence[str]) -> FileCheck:
    """Return how the passages of a file compare with a policy's clauses."""
    whole = _joined(" ".join(passages))
    absent = [clause for clause in policy.clauses if not all(each in whole for each in _parts(clause.text))]
    free = _besides(policy, passages)
    otherwise, missing = [], []
    for clause in absent:
        passage = _nearest(clause.text, free)
        if passage:
            free.remove(passage)
            otherwise.append(ClauseCheck(clause, passage))
        else:
            missing.append(clause)
    return FileCheck(len(policy.clauses), tuple(otherwise), tuple(missing), tuple(free))


def _besides(policy: Policy, passages: Iterable[str]) -> list[str]:
    """Return the passages of some length that are in no clause, no heading and no introduction."""
    said = [policy.introduction, *policy.sections]
    said += [words for clause in policy.clauses for words in (clause.title, clause.text)]
    known = " ".join(map(_joined, said))
    long = (each for each in passages if len(_WORD.findall(each)) >= LEAST_WORDS)
    return [each for each in dict.fromkeys(long) if _joined(each) not in known]


def _parts(text: str) -> list[str]:
    return [_joined(each) for each in text.split("\n\n") if each.strip()]


def _joined(text: str) -> str:
    """Return the words of a text in small letters, each between two spaces."""
    return f" {' '.join(_WORD.findall(text.casefold().replace('’', chr(39))))} "


def _nearest(text: str, passages: Iterable[str]) -> str:
    """Return the passage that shares most words with a text, if it shares enough; else nothing."""
    words, best, found = _joined(text).split(), ALIKE, ""
    for each in passages:
        matcher = SequenceMatcher(None, words, _joined(each).split(), autojunk=False)
        if matcher.quick_ratio() >= best and (ratio := matcher.ratio()) >= best:
            best, found = ratio, each
    return found
