"""What becomes of each clause that speaks, and the verdict that they make together."""

from collections.abc import Iterable
from typing import NamedTuple

from belisha.rules.judging.compiled_clause import CompiledClause, CompiledExemption
from belisha.rules.judging.fact_bits import FactBits
from belisha.rules.judging.plans import ClauseOutcome, Fate, Match
from belisha.rules.judging.ranks import ALLOWED, DEPENDS, DISCOURAGED, NEEDS_PERMISSION, PROHIBITED, SILENT
from belisha.rules.language.clauses import Condition, Force, Grant

STANDS, HELD, LIFTED, OPEN, NOT_MET = Fate.STANDS, Fate.HELD, Fate.LIFTED, Fate.OPEN, Fate.NOT_MET


class FactState(NamedTuple):
    """What is known, as bits. `taken` are unusual circumstances that are taken not to hold."""

    true: int
    false: int
    taken: int = 0


class Evaluation(NamedTuple):
    """The rank of the verdict, and what became of each clause, in the file's order.

    `strongest` is the rank that the clauses which surely apply give. `is_strict`: no more benefit of the
    doubt.
    """

    rank: int
    outcomes: list[ClauseOutcome]
    strongest: int
    is_strict: bool

    @property
    def is_conditional(self) -> bool:
        """Whether the answer is that of clauses of which it is not known whether they apply."""
        return self.strongest == SILENT and self.rank not in (SILENT, DEPENDS)

    def rests_on(self, outcome: ClauseOutcome) -> bool:
        """Return whether a clause, as it stands or on its condition, makes the verdict."""
        if outcome.rank != self.rank or self.rank == SILENT:
            return False
        fate = outcome.fate
        return fate is OPEN if self.is_conditional else fate is STANDS or fate is HELD

    @property
    def resting(self) -> list[ClauseOutcome]:
        """The clauses that make the verdict, as they stand or on their condition."""
        rank = self.rank
        if rank == SILENT:
            return []
        first, second = (OPEN, OPEN) if self.is_conditional else (STANDS, HELD)
        found = [each for each in self.outcomes if each.rank == rank]
        return [each for each in found if each.fate is first or each.fate is second]

    @property
    def deciding(self) -> tuple[str, ...]:
        """The ids of the clauses that decide; where only a lifted ban makes it allowed, of those lifted."""
        found = self.resting
        if not found and self.rank == ALLOWED:
            found = [each for each in self.outcomes if each.fate is LIFTED]
        ids = [each.match.compiled_clause.clause.id for each in found]
        return tuple(ids) if len(ids) < 2 else tuple(dict.fromkeys(ids))


def decide(matches: Iterable[Match], state: FactState) -> Evaluation:
    """Return the verdict of the clauses that speak.

    Where an exception or an unusual circumstance has already helped against a ban, open bans are held to
    stand.
    """
    outcomes = [evaluate(match, state) for match in matches]
    best = opened = SILENT
    is_strict = False
    true = state.true
    for each in outcomes:
        rank, fate = each.rank, each.fate
        if fate is OPEN:
            opened = max(opened, rank)
        elif rank > best:
            best = rank
        match = each.match
        if (fate is LIFTED or true & match.compiled_clause.escapes) and match.sure:
            is_strict = is_strict or match.compiled_clause.forbids
    if is_strict and opened > SILENT:
        outcomes = [_held(each) for each in outcomes]
        best, opened = _strongest(outcomes)
    return Evaluation(verdict_rank(best, opened, is_strict=is_strict), outcomes, best, is_strict)


def _strongest(outcomes: Iterable[ClauseOutcome]) -> tuple[int, int]:
    """Return the strongest rank among the clauses that surely apply, and among the open ones."""
    best = opened = SILENT
    for each in outcomes:
        if each.fate is OPEN:
            opened = max(opened, each.rank)
        else:
            best = max(best, each.rank)
    return best, opened


def verdict_rank(best: int, opened: int, *, is_strict: bool) -> int:
    """Return the rank of the verdict, from the strongest that is sure and the strongest that is open.

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


def evaluate(match: Match, state: FactState) -> ClauseOutcome:
    """Return what becomes of one clause, taken by itself."""
    compiled_clause = match.compiled_clause
    met = is_met(compiled_clause, state) if compiled_clause.lines else True
    if met is False:
        return match.outcome(NOT_MET, SILENT)
    fate = OPEN if met is None or not match.sure else STANDS
    rank = match.rank
    for way in compiled_clause.ways:
        held = way_state(way, state)
        if held:
            rank = SILENT if compiled_clause.force is Force.MAY else ALLOWED
            return match.outcome(OPEN if fate is OPEN else LIFTED, rank)
        if held is None and way.leave & ~state.true and match.rank >= DISCOURAGED:
            # Another clause's leave in an unusual case is nothing to ask for until somebody says it is one.
            if way.by and way.yes & state.taken:
                continue
            rank = NEEDS_PERMISSION
    return match.outcome(fate, rank)


def is_met(compiled_clause: CompiledClause, state: FactState) -> bool | None:
    """Return whether the circumstances of a clause hold; None where it is not known."""
    true, false = state.true, state.false | state.taken
    met: bool | None = True
    for line in compiled_clause.lines:
        if true & line.yes or false & line.no:
            continue
        if false & line.yes == line.yes and true & line.no == line.no:
            return False
        met = None
    return met


def way_state(way: CompiledExemption, state: FactState) -> bool | None:
    """Return whether an exception holds. What is only taken not to hold never makes it fail."""
    true, false = state.true, state.false
    if false & way.yes or true & way.no:
        return False
    holds = true & way.yes == way.yes and (false | state.taken) & way.no == way.no
    return True if holds else None


def _held(outcome: ClauseOutcome) -> ClauseOutcome:
    if outcome.fate is OPEN and outcome.match.compiled_clause.forbids and outcome.rank > ALLOWED:
        return outcome.match.outcome(HELD, outcome.rank)
    return outcome


def part_state(part: Condition | Grant, fact_bits: FactBits, state: FactState) -> bool | None:
    """Return whether one part of an exception holds."""
    if isinstance(part, Grant):
        bit, is_denied = fact_bits.gates[part].bit, False
    else:
        literal = fact_bits.condition(part)
        bit, is_denied = literal.bit, literal.negated
    if state.true & bit:
        return not is_denied
    if state.false & bit:
        return is_denied
    return True if is_denied and state.taken & bit else None
