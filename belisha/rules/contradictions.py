"""Clauses of one policy that contradict each other: an error, which no order in the file settles."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from belisha.rules.judging.compiled_clause import CompiledClause
from belisha.rules.judging.compiled_policy import CompiledPolicy
from belisha.rules.judging.evaluation import FactState
from belisha.rules.judging.overlaps import Overlap, overlaps
from belisha.rules.judging.satisfiability import Told, Worlds, all_of, applies, contrary
from belisha.rules.language.clauses import Clause, Force, Rule, is_in_force
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import Situation
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.conditions import fact_words
from belisha.rules.wording.grammar import a, and_list


@dataclass(frozen=True)
class Contradiction:
    """Clauses that contradict each other, a situation in which they do, and a sentence that says so.

    `clauses` are a duty and a ban, or a permission and the bans that leave nothing of it.
    """

    clauses: tuple[Clause, ...]
    situation: Situation
    sentence: str

    def __str__(self) -> str:
        return self.sentence


class ContradictionError(ValueError):
    """A policy that contradicts itself. `contradictions` holds every one."""

    def __init__(self, contradictions: Iterable[Contradiction]) -> None:
        self.contradictions = tuple(contradictions)
        super().__init__("\n".join(str(each) for each in self.contradictions))

    def __reduce__(self) -> tuple[type["ContradictionError"], tuple[tuple[Contradiction, ...]]]:
        return type(self), (self.contradictions,)


def contradictions(
    policy: Policy, vocabulary: Vocabulary, *, on: date | None = None
) -> tuple[Contradiction, ...]:
    """Return every contradiction among the clauses in force on a day, in the file's order.

    Without a day, all clauses are looked at, and two that are never in force together do not contradict.
    """
    clauses = tuple(clause for clause in policy.clauses if is_in_force(clause, on))
    return contradictions_of(CompiledPolicy(policy, vocabulary, clauses))


def contradictions_of(compiled: CompiledPolicy) -> tuple[Contradiction, ...]:
    """Return every contradiction of a policy that was made ready to judge by."""
    return (*_duties_against_bans(compiled), *_empty_permissions(compiled))


def outweighed_leave(
    policy: Policy, vocabulary: Vocabulary, *, on: date | None = None
) -> Iterator[tuple[Rule, Rule]]:
    """Yield each `may` with a ban that outweighs it in some case but leaves something of it."""
    clauses = tuple(clause for clause in policy.clauses if is_in_force(clause, on))
    compiled = CompiledPolicy(policy, vocabulary, clauses)
    empty = {each.clauses[0].id for each in _empty_permissions(compiled)}
    bans = [each for each in compiled.compiled_clauses if each.force.forbids]
    for may in compiled.compiled_clauses:
        if may.force is not Force.MAY or not isinstance(may.clause, Rule) or may.clause.id in empty:
            continue
        for ban in bans:
            if not isinstance(ban.clause, Rule) or ban.action not in compiled.wider_actions(may.action):
                continue
            if any(_can_meet(compiled, may, ban, meeting) for meeting in overlaps(compiled, (may, ban))):
                yield may.clause, ban.clause


def _can_meet(compiled: CompiledPolicy, may: CompiledClause, ban: CompiledClause, meeting: Overlap) -> bool:
    fits = compiled.book.fits(meeting.role, may.action, meeting.towards)
    worlds = Worlds(compiled.fact_bits, (may, ban), meeting.held, fits)
    return worlds.find(partial(_apply, (may, ban), ())) is not None


def _duties_against_bans(compiled: CompiledPolicy) -> Iterator[Contradiction]:
    duties = [each for each in compiled.compiled_clauses if each.force in (Force.MUST, Force.SHOULD)]
    bans = [each for each in compiled.compiled_clauses if each.force.forbids]
    for duty in duties:
        for ban in bans:
            action = _common(compiled, duty.action, ban.action)
            if action is None or not _overlap(duty.clause, ban.clause):
                continue
            for meeting in overlaps(compiled, (duty, ban)):
                fits = compiled.book.fits(meeting.role, action, meeting.towards)
                worlds = Worlds(compiled.fact_bits, (duty, ban), meeting.held, fits)
                found = worlds.find(partial(_apply, (duty, ban), ()))
                if found is not None:
                    yield _contradiction(compiled, (duty, ban), action, meeting, found)
                    break


def _apply(
    these: Iterable[CompiledClause], not_these: Iterable[CompiledClause], state: FactState
) -> bool | None:
    """Return whether all of these clauses apply, and none of those."""
    wanted = [applies(each, state) for each in these]
    unwanted = [applies(each, state) for each in not_these]
    return all_of((*wanted, *map(contrary, unwanted)))


def _common(compiled: CompiledPolicy, one: str, other: str) -> str | None:
    """Return the narrower of two actions where one is within the other."""
    if other in compiled.wider_actions(one):
        return one
    return other if one in compiled.wider_actions(other) else None


def _overlap(one: Clause, other: Clause) -> bool:
    """Return whether both are in force on some day."""
    since = max(one.since or date.min, other.since or date.min)
    return since <= min(one.until or date.max, other.until or date.max)


def _empty_permissions(compiled: CompiledPolicy) -> Iterator[Contradiction]:
    bans = [each for each in compiled.compiled_clauses if each.force.forbids]
    for may in compiled.compiled_clauses:
        if may.force is not Force.MAY or not isinstance(may.clause, Rule):
            continue
        wider = compiled.wider_actions(may.action)
        against = [ban for ban in bans if ban.action in wider and _overlap(may.clause, ban.clause)]
        if against:
            yield from _covered(compiled, may, against)


def _covered(
    compiled: CompiledPolicy, may: CompiledClause, bans: list[CompiledClause]
) -> Iterator[Contradiction]:
    """Yield a contradiction where no situation that the permission speaks of is left by the bans."""
    covering: dict[int, CompiledClause] = {}
    example: tuple[Overlap, Told] | None = None
    for meeting in overlaps(compiled, (may,), bans, both_sides=False):
        speaking = (may, *meeting.also)
        fits = compiled.book.fits(meeting.role, may.action, meeting.towards)
        worlds = Worlds(compiled.fact_bits, speaking, meeting.held, fits)
        possible = worlds.find(partial(_apply, (may,), ()))
        if possible is None:
            continue
        left = worlds.find(partial(_apply, (may,), meeting.also))
        if left is not None:
            return
        example = example or (meeting, possible)
        covering.update((ban.number, ban) for ban in meeting.also)
    if example:
        clauses = (may, *(covering[number] for number in sorted(covering)))
        yield _contradiction(compiled, clauses, may.action, *example)


def _contradiction(
    compiled: CompiledPolicy,
    compiled_clauses: tuple[CompiledClause, ...],
    action: str,
    meeting: Overlap,
    told: Told,
) -> Contradiction:
    words = compiled.vocabulary
    said = and_list(
        f"“{each.clause.title}” ({each.clause.id}: {each.force.value})" for each in compiled_clauses
    )
    label = words.actions[action].label if action in words.actions else action.replace("-", " ")
    who = a(meeting.role, words) + (f", towards {a(meeting.towards, words)}" if meeting.towards else "")
    where = and_list(fact_words(fact, value, words) for fact, value in told.items())
    is_empty = compiled_clauses[0].force is Force.MAY
    verb = "leave nothing of the permission" if is_empty else "contradict each other"
    sentence = f"{said} {verb}: {label}, for {who}{f', where {where}' if where else ''}."
    clauses = tuple(each.clause for each in compiled_clauses)
    return Contradiction(clauses, Situation(meeting.role, action, meeting.towards, told), sentence)
