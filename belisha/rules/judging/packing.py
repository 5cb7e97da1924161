"""Situations as columns of numbers, so that many are judged at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, repeat

import numpy as np
import numpy.typing as npt

from belisha.rules.errors import unknown_word, wrong_value
from belisha.rules.judging.compiled_policy import CompiledPolicy
from belisha.rules.judging.fact_bits import AGE, PLATFORM, UNDER_AGE
from belisha.rules.ruling import FactValue, Situation
from belisha.rules.vocabulary.tables import ids_in
from belisha.rules.vocabulary.words import FactKind

Codes = npt.NDArray[np.int32]
Trits = npt.NDArray[np.int8]

UNKNOWN = int(np.iinfo(np.int32).min)

KINDS = {FactKind.YES_NO: 0, FactKind.NUMBER: 1, FactKind.PLATFORM: 2}
EXPECTED = ("true or false", "a number", "a platform")
SORTS: dict[type, int] = {bool: 0, int: 1, str: 2, type(None): 3}
NOTHING, WRONG = 3, 4
# The place of a fact that is a choice: it stands for others, which have columns.
CHOSEN = -2


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

    def taken(self, order: npt.NDArray[np.intp]) -> "Packed":
        """Return the rows of these places, in this order."""
        return Packed(
            self.roles[order],
            self.actions[order],
            self.towards[order],
            {fact: column[order] for fact, column in self.truths.items()},
            {fact: column[order] for fact, column in self.measures.items()},
        )


@lru_cache(maxsize=64)
def names_of(compiled: CompiledPolicy) -> "PackedNames":
    """Return the tables of a policy, kept."""
    return PackedNames(compiled)


class PackedNames:
    """The places of words in the tables that the columns of a policy refer to."""

    def __init__(self, compiled: CompiledPolicy) -> None:
        words, fact_bits = compiled.vocabulary, compiled.fact_bits
        self.roles = {name: place for place, name in enumerate(ids_in(words.roles))}
        self.actions = {name: place for place, name in enumerate(ids_in(words.actions))}
        self.parties = {
            name: place for place, name in enumerate(dict.fromkeys((*self.roles, *ids_in(words.parties))))
        }
        conditions = [each for known in fact_bits.measures.values() for each in known.values()]
        named = {each.value for each in conditions if isinstance(each.value, str)}
        self.platforms = {
            name: place
            for place, name in enumerate(sorted(named | {*words.platforms, *fact_bits.minimum_ages}))
        }


def pack(compiled: CompiledPolicy, situations: Sequence[Situation]) -> Packed:
    """Return the situations as columns. Raise SituationError as judging one by one does."""
    names = names_of(compiled)
    told = _Told(compiled, names, [situation.facts for situation in situations])
    if told.has_choices:
        told = _Told(
            compiled, names, [compiled.fact_bits.chosen(situation.facts) for situation in situations]
        )
    truths: dict[str, Trits] = {}
    measures: dict[str, Codes] = {}
    for fact, rows, values in told.columns():
        if compiled.fact_bits.kind(fact) is FactKind.YES_NO:
            truths[fact] = np.zeros(len(situations), np.int8)
            truths[fact][rows] = 2 * values - 1
        else:
            measures[fact] = np.full(len(situations), UNKNOWN, np.int32)
            measures[fact][rows] = values
    return Packed(
        _places([situation.role for situation in situations], names.roles, "role"),
        _places([situation.action for situation in situations], names.actions, "action"),
        _places([situation.towards for situation in situations], names.parties, "role or party"),
        truths,
        measures,
    )


def _places(words: Sequence[str | None], table: Mapping[str, int], kind: str) -> Codes:
    places: dict[str | None, int] = {None: -1}
    places.update(table.items())
    try:
        return np.fromiter(map(places.__getitem__, words), np.int32, len(words))
    except KeyError as error:
        raise unknown_word(kind, str(error.args[0]), table) from None


class _Told:
    """All facts of all situations in one long list, so that the work on each is done by numpy."""

    def __init__(
        self, compiled: CompiledPolicy, names: PackedNames, facts: Sequence[Mapping[str, FactValue]]
    ) -> None:
        fact_bits = compiled.fact_bits
        ages = (AGE, PLATFORM) if UNDER_AGE in fact_bits.facts else ()
        self._facts = list(dict.fromkeys((*fact_bits.follows, *fact_bits.measures, *ages)))
        self._kinds = np.array([KINDS[fact_bits.kind(fact)] for fact in self._facts] or [0], np.int8)
        rows = np.repeat(np.arange(len(facts)), np.fromiter(map(len, facts), np.intp, len(facts)))
        places = {fact: place for place, fact in enumerate(self._facts)} | dict.fromkeys(
            fact_bits.choices, CHOSEN
        )
        columns = np.fromiter(map(places.get, chain.from_iterable(facts), repeat(-1)), np.int16, len(rows))
        self.has_choices = bool(fact_bits.choices) and bool((columns == CHOSEN).any())
        said = list(chain.from_iterable(each.values() for each in facts))
        if {*map(type, said)} <= {bool}:
            sorts, codes = np.zeros(len(said), np.int8), np.fromiter(said, np.int32, len(said))
        else:
            number = {value: _number(value, names.platforms) for value in set(said)}
            sorts = np.fromiter(map(SORTS.get, map(type, said), repeat(WRONG)), np.int8, len(said))
            codes = np.fromiter(map(number.__getitem__, said), np.int32, len(said))
        kept = np.flatnonzero((columns >= 0) & (sorts != NOTHING))
        self._check(kept, columns, sorts, said)
        order = np.argsort(columns[kept], kind="stable")
        self._rows, self._columns, self._codes = rows[kept[order]], columns[kept[order]], codes[kept[order]]

    def columns(self) -> Iterator[tuple[str, npt.NDArray[np.intp], Codes]]:
        """Yield each fact that is known somewhere, with the rows in which it is, and its values there."""
        places, starts, lengths = np.unique(self._columns, return_index=True, return_counts=True)
        for place, start, length in zip(places, starts, lengths, strict=True):
            these = slice(start, start + length)
            yield self._facts[place], self._rows[these], self._codes[these]

    def _check(
        self, kept: npt.NDArray[np.intp], columns: npt.NDArray[np.int16], sorts: Trits, said: list[FactValue]
    ) -> None:
        for row in kept[sorts[kept] != self._kinds[columns[kept]]]:
            kind, value = self._kinds[columns[row]], said[row]
            # 1 and 0 are as good as true and false.
            if kind != KINDS[FactKind.YES_NO] or value not in (True, False):
                raise wrong_value(self._facts[columns[row]], value, EXPECTED[kind])


def _number(value: FactValue | None, platforms: Mapping[str, int]) -> int:
    """Return a platform's place (of one that nobody names: the place after the last), a number, or 0 or 1."""
    if isinstance(value, str):
        return platforms.get(value, len(platforms))
    return 0 if value is None else max(UNKNOWN + 1, min(int(value), -UNKNOWN - 1))
