"""What becomes of each clause that speaks, and the verdict that they make together."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from belisha.rules.clauses import Force
from belisha.rules.judging.plans import Match
from belisha.rules.judging.ranks import ALLOWED, DEPENDS, DISCOURAGED, NEEDS_PERMISSION, PROHIBITED, SILENT
from belisha.rules.judging.speakers import Speaker, Way


class Fate(Enum):
    """What becomes of a clause."""

    STANDS = "stands"
    HELD = "held to stand"
    LIFTED = "lifted"
    OPEN = "open"
    NOT_MET = "not met"


@dataclass(frozen=True, slots=True)
class State:
    """What is known, as bits. `taken` are unusual circumstances that are taken not to hold."""

    true: int
    false: int
    taken: int = 0


@dataclass(frozen=True, slots=True)
class Weighed:
    """A clause with its fate and the rank of the verdict that it gives (of an open one: would give)."""

    match: Match
    fate: Fate
    rank: int


@dataclass(frozen=True, slots=True)
class Decision:
    """The rank of the verdict, and what became of each clause, in the file's order.

    `strongest` is the rank that the clauses which surely apply give. `is_strict`: no more benefit of the
    doubt.
    """

    rank: int
    weighed: tuple[Weighed, ...]
    strongest: int
    is_strict: bool

    @property
    def is_conditional(self) -> bool:
        """Whether the answer is that of clauses of which it is not known whether they apply."""
        return self.strongest == SILENT != self.rank != DEPENDS

    def rests_on(self, weighed: Weighed) -> bool:
        """Whether a clause, as it stands or on its condition, makes the verdict."""
        fates = (Fate.OPEN,) if self.is_conditional else (Fate.STANDS, Fate.HELD)
        return weighed.fate in fates and weighed.rank == self.rank != SILENT

    @property
    def deciding(self) -> tuple[str, ...]:
        """The ids of the clauses that decide; where only a lifted ban makes it allowed, of those lifted."""
        found = [each for each in self.weighed if self.rests_on(each)]
        if not found and self.rank == ALLOWED:
            found = [each for each in self.weighed if each.fate is Fate.LIFTED]
        return tuple(each.match.speaker.clause.id for each in found)


def decide(matches: Iterable[Match], state: State) -> Decision:
    """The verdict of the clauses that speak.

    Where an exception or an unusual circumstance has already helped against a ban, open bans are held to
    stand.
    """
    weighed = [weigh(match, state) for match in matches]
    is_strict = any(_has_helped(each, state) for each in weighed)
    if is_strict:
        weighed = [_held(each) for each in weighed]
    best = opened = SILENT
    for each in weighed:
        if each.fate is Fate.OPEN:
            opened = max(opened, each.rank)
        else:
            best = max(best, each.rank)
    return Decision(verdict_rank(best, opened, is_strict=is_strict), tuple(weighed), best, is_strict)


def verdict_rank(best: int, opened: int, *, is_strict: bool) -> int:
    """The rank of the verdict, from the strongest that is sure and the strongest that is open.

    The strongest that surely applies wins. A stronger one that is open makes it `depends`, with three
    limits. Where something surely speaks against it, what is open could only make that stronger: the
    sure answer stands (but not "ask first": nobody should be sent to ask for what an open ban would then
    refuse). Where nothing is sure and no ban is open, the open duty or leave is the answer,
    with its condition asked. And where an exception has helped, what is open decides nothing.
    """
    if opened <= best or is_strict or best in (DISCOURAGED, PROHIBITED):
        return best
    if best == SILENT and opened < DISCOURAGED:
        return opened
    return DEPENDS


def weigh(match: Match, state: State) -> Weighed:
    """What becomes of one clause, taken by itself."""
    speaker = match.speaker
    met = is_met(speaker, state)
    if met is False:
        return Weighed(match, Fate.NOT_MET, SILENT)
    is_open = met is None or not match.sure
    if any(way_state(way, state) for way in speaker.ways):
        rank = SILENT if speaker.force is Force.MAY else ALLOWED
        return Weighed(match, Fate.OPEN if is_open else Fate.LIFTED, rank)
    rank = match.rank
    if rank >= DISCOURAGED and any(asks_leave(way, state) for way in speaker.ways):
        rank = NEEDS_PERMISSION
    return Weighed(match, Fate.OPEN if is_open else Fate.STANDS, rank)


def is_met(speaker: Speaker, state: State) -> bool | None:
    """Whether the circumstances of a clause hold; None where it is not known."""
    true, false = state.true, state.false | state.taken
    met: bool | None = True
    for line in speaker.lines:
        if true & line.yes or false & line.no:
            continue
        if false & line.yes == line.yes and true & line.no == line.no:
            return False
        met = None
    return met


def way_state(way: Way, state: State) -> bool | None:
    """Whether an exception holds. What is only taken not to hold never makes it fail."""
    true, false = state.true, state.false
    if false & way.yes or true & way.no:
        return False
    holds = true & way.yes == way.yes and (false | state.taken) & way.no == way.no
    return True if holds else None


def asks_leave(way: Way, state: State) -> bool:
    """Whether somebody's leave is missing, and nothing is known to stand in its way."""
    return bool(way.leave & ~state.true) and way_state(way, state) is None


def _has_helped(weighed: Weighed, state: State) -> bool:
    match = weighed.match
    if not (match.sure and match.speaker.force.forbids):
        return False
    return weighed.fate is Fate.LIFTED or bool(state.true & match.speaker.escapes)


def _held(weighed: Weighed) -> Weighed:
    if weighed.fate is Fate.OPEN and weighed.match.speaker.force.forbids and weighed.rank > ALLOWED:
        return Weighed(weighed.match, Fate.HELD, weighed.rank)
    return weighed
