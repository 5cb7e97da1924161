"""Whether a clause speaks of a row's role and party, looked up in tables."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from belisha.rules.judging.compiled_clause import CompiledClause
from belisha.rules.judging.compiled_policy import CompiledPolicy
from belisha.rules.judging.packing import Packed, names_of
from belisha.rules.judging.ranks import BINDING, OF_FORCE

SILENT_ON, OPEN, SURE = 0, 1, 2

States = npt.NDArray[np.uint8]
Ranks = npt.NDArray[np.uint8]


class Sides:
    """The roles and parties of packed situations, ready to be looked up."""

    def __init__(self, compiled: CompiledPolicy, packed: Packed) -> None:
        self._tables = tables_of(compiled)
        towards = np.where(packed.towards < 0, self._tables.width - 1, packed.towards)
        self._cells: npt.NDArray[np.intp] = packed.roles.astype(np.intp) * self._tables.width + towards

    def speaks(self, compiled_clause: CompiledClause, rows: slice) -> tuple[States, Ranks]:
        """For each row whether the clause speaks (SILENT_ON, OPEN, SURE), and the rank that it then gives."""
        states, ranks = self._tables.of(compiled_clause)
        cells = self._cells[rows]
        return states[cells], ranks[cells]


@lru_cache(maxsize=64)
def tables_of(compiled: CompiledPolicy) -> "Tables":
    """Return the tables of a policy, kept."""
    return Tables(compiled)


class Tables:
    """For each clause a table by role and party; a party that is not known has the last place."""

    def __init__(self, compiled: CompiledPolicy) -> None:
        self._book = compiled.book
        names = names_of(compiled)
        self._roles = [compiled.wider_roles(role) for role in names.roles]
        self._parties = [compiled.wider_roles(party) for party in names.parties]
        self._known: dict[int, tuple[States, Ranks]] = {}
        self.width = len(self._parties) + 1

    def of(self, compiled_clause: CompiledClause) -> tuple[States, Ranks]:
        """Return the states and the ranks of a clause, one place for each role and party."""
        key = id(compiled_clause)
        if key not in self._known:
            self._known[key] = self._made(compiled_clause)
        return self._known[key]

    def _made(self, compiled_clause: CompiledClause) -> tuple[States, Ranks]:
        binds = [compiled_clause.binds(wider) for wider in self._roles]
        states = np.outer(binds, self._states(compiled_clause))
        ranks = np.broadcast_to(self._ranks(compiled_clause, self._roles)[:, None], states.shape)
        if compiled_clause.mutual:
            other = [compiled_clause.is_towards(wider) for wider in self._roles]
            turned = np.outer(other, self._bound_states(compiled_clause))
            turned_ranks = self._ranks(compiled_clause, [*self._parties, None])
            ranks = np.where(turned > states, turned_ranks[None, :], ranks)
            states = np.maximum(states, turned)
        return states.astype(np.uint8).ravel(), ranks.astype(np.uint8).ravel()

    def _states(self, compiled_clause: CompiledClause) -> States:
        if not compiled_clause.towards:
            return np.full(self.width, SURE, np.uint8)
        known = [SURE if compiled_clause.is_towards(wider) else SILENT_ON for wider in self._parties]
        return np.array([*known, OPEN], np.uint8)

    def _bound_states(self, compiled_clause: CompiledClause) -> States:
        known = [SURE if compiled_clause.binds(wider) else SILENT_ON for wider in self._parties]
        return np.array([*known, OPEN], np.uint8)

    def _ranks(self, compiled_clause: CompiledClause, bound: Sequence[frozenset[str] | None]) -> Ranks:
        """Return the rank of the clause for each of those whom it may bind."""
        plain = OF_FORCE[compiled_clause.force]
        if compiled_clause.force not in BINDING or not self._book.bindings:
            return np.full(len(bound), plain, np.uint8)
        binds = [self._book.binding(compiled_clause, side) for side in bound]
        return np.array([BINDING[compiled_clause.force] if binding else plain for binding in binds], np.uint8)
