"""Situations as columns of numbers, so that many are judged at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from belisha.rules.judging import faults
from belisha.rules.judging.compiled import CompiledPolicy
from belisha.rules.ruling import FactValue, Situation
from belisha.rules.words import FactKind

Codes = npt.NDArray[np.int32]
Trits = npt.NDArray[np.int8]

Told = tuple[list[int], list[FactValue | None]]

UNKNOWN = np.iinfo(np.int32).min


@dataclass(frozen=True)
class Packed:
    """Situations as columns, one row each, for one policy and vocabulary.

    `roles`, `actions` and `towards` are places in the tables of `Names` (towards -1: not known). `truths`
    holds a yes-no fact as 1, -1 or 0 for not known; `measures` a number, or the place of a platform, or
    UNKNOWN. A fact without a column is not known in any row.
    """

    roles: Codes
    actions: Codes
    towards: Codes
    truths: Mapping[str, Trits]
    measures: Mapping[str, Codes]

    def __len__(self) -> int:
        return len(self.roles)


class Names:
    """The places of words in the tables that the columns of a policy refer to."""

    def __init__(self, compiled: CompiledPolicy) -> None:
        words, atoms = compiled.vocabulary, compiled.atoms
        self.roles = {name: place for place, name in enumerate(words.roles)}
        self.actions = {name: place for place, name in enumerate(words.actions)}
        self.parties = {name: place for place, name in enumerate({**words.roles, **words.parties})}
        conditions = [each for known in atoms.measures.values() for each in known.values()]
        named = {each.value for each in conditions if isinstance(each.value, str)}
        self.platforms = {
            name: place for place, name in enumerate(sorted(named | {*words.platforms, *atoms.minimum_ages}))
        }


def pack(compiled: CompiledPolicy, situations: Sequence[Situation]) -> Packed:
    """The situations as columns. Raises SituationError as judging one by one does."""
    names = Names(compiled)
    told: dict[str, Told] = {}
    for fact in (*compiled.atoms.follows, *compiled.atoms.measures, *_of_ages(compiled)):
        told[fact] = ([], [])
    for row, situation in enumerate(situations):
        for fact, value in situation.facts.items():
            if fact in told:
                rows, values = told[fact]
                rows.append(row)
                values.append(value)
    length = len(situations)
    truths: dict[str, Trits] = {}
    measures: dict[str, Codes] = {}
    for fact, (rows, values) in told.items():
        if not rows:
            continue
        if compiled.atoms.kind(fact) is FactKind.YES_NO:
            truths[fact] = _truths(fact, rows, values, length)
        else:
            measures[fact] = _measures(compiled, names, fact, (rows, values), length)
    return Packed(
        _places([situation.role for situation in situations], names.roles, "role"),
        _places([situation.action for situation in situations], names.actions, "action"),
        _places([situation.towards for situation in situations], names.parties, "role or party"),
        truths,
        measures,
    )


def _of_ages(compiled: CompiledPolicy) -> tuple[str, ...]:
    return ("age", "platform") if "under-age" in compiled.atoms.facts else ()


def _places(words: Sequence[str | None], table: Mapping[str, int], kind: str) -> Codes:
    places: dict[str | None, int] = {None: -1}
    places.update(table.items())
    try:
        return np.fromiter(map(places.__getitem__, words), np.int32, len(words))
    except KeyError as error:
        raise faults.unknown(kind, str(error.args[0]), table) from None


def _truths(fact: str, rows: list[int], values: list[FactValue | None], length: int) -> Trits:
    wrong = set(values) - {True, False, None}
    if wrong:
        raise faults.wrong_value(fact, wrong.pop(), "true or false")
    column = np.zeros(length, np.int8)
    column[rows] = [0 if value is None else 1 if value else -1 for value in values]
    return column


def _measures(
    compiled: CompiledPolicy,
    names: Names,
    fact: str,
    told: tuple[list[int], list[FactValue | None]],
    length: int,
) -> Codes:
    rows, values = told
    column = np.full(length, UNKNOWN, np.int32)
    wanted = str if compiled.atoms.kind(fact) is FactKind.PLATFORM else int
    wrong = [value for value in values if type(value) is not wanted and value is not None]
    if wrong:
        raise faults.wrong_value(fact, wrong[0], "a platform" if wanted is str else "a number")
    # A platform that neither the policy nor the vocabulary names has the place after the last.
    others = len(names.platforms)
    column[rows] = [
        UNKNOWN if value is None else names.platforms.get(value, others) if isinstance(value, str) else value
        for value in values
    ]
    return column
