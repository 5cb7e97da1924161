"""What became of logged questions, clause by clause, under two texts of a policy: a million at a time.

The questions go in pieces. One process takes them one after the other; a cluster takes them at once, by the
same function, and the counts are sums, so that the result is the same. Pure: no database, no clock.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from belisha.rules.batch import Verdicts, judge_many
from belisha.rules.judge import CompiledPolicy, SituationError, compile_policy
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import Situation
from belisha.rules.vocabulary.loading import WordsFile, default_vocabulary, extend

Asked: TypeAlias = tuple[Situation, int]
"""A situation that was asked about, and how often."""
Counts: TypeAlias = "npt.NDArray[np.int64]"
PIECE = 50_000


@dataclass(frozen=True)
class Texts:
    """Two texts of a policy, a school's own words, and the day on which both are judged.

    They go to other processes: each compiles them once, and knows them again by `name`, a hash of them all.
    """

    before: Policy
    after: Policy
    on: date
    words: tuple[WordsFile, ...] = ()
    name: str = field(init=False)

    def __post_init__(self) -> None:
        stated = repr((self.before, self.after, self.on, self.words))
        object.__setattr__(self, "name", hashlib.sha256(stated.encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class ClauseReplay:
    """How many questions a clause decided before, decides after, and how many of the former change."""

    clause: str
    before: int
    after: int
    changed: int


@dataclass(frozen=True, slots=True)
class Replayed:
    """The result: how many questions were judged, how many could not be, and each clause that decided any."""

    total: int
    left_out: int
    changed: int
    clauses: tuple[ClauseReplay, ...]


Spread: TypeAlias = Callable[[Texts, Iterator[list[Asked]]], Iterable[tuple[Counts, Counts]]]
"""Counts each piece: `one_process`, or that of a cluster."""


def replay_clauses(texts: Texts, asked: Iterable[Asked], *, spread: Spread | None = None) -> Replayed:
    """Judge every question under both texts and count by clause."""
    compiled = _compiled(texts)
    sums = np.zeros(3, np.int64)
    table = np.zeros((len(_ids(compiled)), 3), np.int64)
    for found, counts in (spread or one_process)(texts, pieces(asked)):
        sums += found
        table += counts
    rows = zip(_ids(compiled), table.tolist(), strict=True)
    clauses = tuple(ClauseReplay(clause, *counts) for clause, counts in rows if any(counts))
    total, left_out, changed = (int(each) for each in sums)
    return Replayed(total, left_out, changed, clauses)


def one_process(texts: Texts, found: Iterator[list[Asked]]) -> Iterator[tuple[Counts, Counts]]:
    """Count the pieces here, one after the other."""
    return (count_piece(texts, piece) for piece in found)


def pieces(asked: Iterable[Asked], size: int = PIECE) -> Iterator[list[Asked]]:
    """Yield the questions in lists of up to `size`."""
    held: list[Asked] = []
    for each in asked:
        held.append(each)
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held


def count_piece(texts: Texts, piece: Sequence[Asked]) -> tuple[Counts, Counts]:
    """Return the sums (judged, left out, changed) and, for each clause of either text, its three counts."""
    before, after = _compiled(texts)
    names = _ids((before, after))
    known, judged = _judged(before, after, piece)
    first, second = judged
    times = np.fromiter((times for _, times in known), np.int64, len(known))
    changed = times * (first.ranks != second.ranks)
    table = np.zeros((len(names), 3), np.int64)
    place = {clause: row for row, clause in enumerate(names)}
    for clause, decides in _deciding(first):
        table[place[clause], 0] = times[decides].sum()
        table[place[clause], 2] = changed[decides].sum()
    for clause, decides in _deciding(second):
        table[place[clause], 1] = times[decides].sum()
    left_out = sum(times for _, times in piece) - int(times.sum())
    return np.array([times.sum(), left_out, changed.sum()], np.int64), table


def _judged(
    before: CompiledPolicy, after: CompiledPolicy, piece: Sequence[Asked]
) -> tuple[Sequence[Asked], tuple[Verdicts, Verdicts]]:
    """Return the questions that both texts can judge, and their verdicts."""
    words = before.vocabulary
    known = [each for each in piece if each[0].role in words.roles and each[0].action in words.actions]
    try:
        return known, _both(before, after, known)
    except SituationError:
        known = [each for each in known if _can_be_judged(before, after, each)]
        return known, _both(before, after, known)


def _both(before: CompiledPolicy, after: CompiledPolicy, known: Sequence[Asked]) -> tuple[Verdicts, Verdicts]:
    situations = [situation for situation, _ in known]
    return judge_many(before, situations), judge_many(after, situations)


def _can_be_judged(before: CompiledPolicy, after: CompiledPolicy, each: Asked) -> bool:
    try:
        _both(before, after, [each])
    except SituationError:
        return False
    return True


def _deciding(found: Verdicts) -> Iterator[tuple[str, npt.NDArray[np.bool_]]]:
    """Yield each clause with the rows that it decides."""
    for place, clause in enumerate(found.clauses):
        word, bit = divmod(place, 64)
        decides = (found.masks[:, word] >> np.uint64(bit)) & np.uint64(1)
        yield clause, decides.astype(bool)


def _ids(compiled: tuple[CompiledPolicy, CompiledPolicy]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clause.id for each in compiled for clause in each.clauses))


_LAST: dict[str, tuple[CompiledPolicy, CompiledPolicy]] = {}


def _compiled(texts: Texts) -> tuple[CompiledPolicy, CompiledPolicy]:
    """Return both texts compiled; those of the last texts are kept, for the next piece."""
    held = _LAST.get(texts.name)
    if held is None:
        base = default_vocabulary()
        words = extend(base, list(texts.words)) if texts.words else base
        before, after = (compile_policy(each, words, on=texts.on) for each in (texts.before, texts.after))
        held = before, after
        _LAST.clear()
        _LAST[texts.name] = held
    return held
