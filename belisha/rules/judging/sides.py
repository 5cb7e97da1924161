"""Whether a clause speaks of a row's role and party, looked up in tables."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from belisha.rules.judging.compiled import CompiledPolicy
from belisha.rules.judging.packing import Codes, Names
from belisha.rules.judging.ranks import BINDING, OF_FORCE
from belisha.rules.judging.speakers import Speaker

SILENT_ON, OPEN, SURE = 0, 1, 2

States = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Side:
    """Tables by role and by party (the last place: not known): whether it speaks, and with what rank."""

    roles: npt.NDArray[np.bool_]
    parties: States
    ranks: npt.NDArray[np.uint8]
    by_party: bool


class Sides:
    """The tables of one policy's clauses, made where they are asked for."""

    def __init__(self, compiled: CompiledPolicy) -> None:
        self._compiled = compiled
        names = Names(compiled)
        self._roles = [compiled.wider_roles(role) for role in names.roles]
        self._parties = [compiled.wider_roles(party) for party in names.parties]
        self._sides: dict[int, tuple[_Side, _Side | None]] = {}

    def speaks(self, speaker: Speaker, roles: Codes, towards: Codes) -> tuple[States, npt.NDArray[np.uint8]]:
        """For each row whether the clause speaks (SILENT_ON, OPEN, SURE), and the rank that it then gives."""
        if id(speaker) not in self._sides:
            self._sides[id(speaker)] = self._direct(speaker), self._turned(speaker)
        side, other = self._sides[id(speaker)]
        state, ranks = _look_up(side, roles, towards)
        if other is not None:
            turned, turned_ranks = _look_up(other, roles, towards)
            better = turned > state
            state, ranks = np.where(better, turned, state), np.where(better, turned_ranks, ranks)
        return state, ranks

    def _direct(self, speaker: Speaker) -> _Side:
        roles = np.array([bool(speaker.who & wider) for wider in self._roles])
        return _Side(
            roles, self._states(speaker.towards), self._ranks(speaker, by_party=False), by_party=False
        )

    def _turned(self, speaker: Speaker) -> _Side | None:
        if not speaker.mutual:
            return None
        roles = np.array([not speaker.towards or bool(speaker.towards & wider) for wider in self._roles])
        parties = self._states(speaker.who)
        return _Side(roles, parties, self._ranks(speaker, by_party=True), by_party=True)

    def _states(self, wanted: frozenset[str]) -> States:
        if not wanted:
            return np.full(len(self._parties) + 1, SURE, np.uint8)
        known = [SURE if wanted & wider else SILENT_ON for wider in self._parties]
        return np.array([*known, OPEN], np.uint8)

    def _ranks(self, speaker: Speaker, *, by_party: bool) -> npt.NDArray[np.uint8]:
        bound = [*self._parties, None] if by_party else self._roles
        binds = [self._compiled.book.binding(speaker, each) for each in bound]
        plain = OF_FORCE[speaker.force]
        return np.array([BINDING[speaker.force] if binding else plain for binding in binds], np.uint8)


def _look_up(side: _Side, roles: Codes, towards: Codes) -> tuple[States, npt.NDArray[np.uint8]]:
    state = np.where(side.roles[roles], side.parties[towards], np.uint8(SILENT_ON))
    return state, side.ranks[towards if side.by_party else roles]
