"""Clauses of one policy that contradict each other: an error, which no order in the file settles."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from belisha.rules.clauses import Clause, Force, Rule
from belisha.rules.judging.compiled import CompiledPolicy
from belisha.rules.judging.describing import fact_words
from belisha.rules.judging.in_force import is_in_force
from belisha.rules.judging.meetings import Meeting, meetings
from belisha.rules.judging.speakers import Speaker
from belisha.rules.judging.weighing import State
from belisha.rules.judging.worlds import Told, Worlds, all_of, applies, contrary
from belisha.rules.phrasing import a, and_list
from belisha.rules.policy import Policy
from belisha.rules.ruling import Situation
from belisha.rules.words import Vocabulary


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
    """Every contradiction among the clauses in force on a day, in the file's order.

    Without a day, all clauses are looked at, and two that are never in force together do not contradict.
    """
    clauses = tuple(clause for clause in policy.clauses if is_in_force(clause, on))
    return contradictions_of(CompiledPolicy(policy, vocabulary, clauses))


def contradictions_of(compiled: CompiledPolicy) -> tuple[Contradiction, ...]:
    """Every contradiction of a policy that was made ready to judge by."""
    return (*_duties_against_bans(compiled), *_empty_permissions(compiled))


def _duties_against_bans(compiled: CompiledPolicy) -> Iterator[Contradiction]:
    duties = [each for each in compiled.speakers if each.force in (Force.MUST, Force.SHOULD)]
    bans = [each for each in compiled.speakers if each.force.forbids]
    for duty in duties:
        for ban in bans:
            action = _common(compiled, duty.action, ban.action)
            if action is None or not _overlap(duty.clause, ban.clause):
                continue
            for meeting in meetings(compiled, (duty, ban)):
                worlds = Worlds(compiled.atoms, (duty, ban), meeting.held)
                found = worlds.find(partial(_apply, (duty, ban), ()))
                if found is not None:
                    yield _contradiction(compiled, (duty, ban), action, meeting, found)
                    break


def _apply(these: Iterable[Speaker], not_these: Iterable[Speaker], state: State) -> bool | None:
    """Whether all of these clauses apply, and none of those."""
    wanted = [applies(each, state) for each in these]
    unwanted = [applies(each, state) for each in not_these]
    return all_of((*wanted, *map(contrary, unwanted)))


def _common(compiled: CompiledPolicy, one: str, other: str) -> str | None:
    """The narrower of two actions where one is within the other."""
    if other in compiled.wider_actions(one):
        return one
    return other if one in compiled.wider_actions(other) else None


def _overlap(one: Clause, other: Clause) -> bool:
    """Whether both are in force on some day."""
    since = max(one.since or date.min, other.since or date.min)
    return since <= min(one.until or date.max, other.until or date.max)


def _empty_permissions(compiled: CompiledPolicy) -> Iterator[Contradiction]:
    bans = [each for each in compiled.speakers if each.force.forbids]
    for may in compiled.speakers:
        if may.force is not Force.MAY or not isinstance(may.clause, Rule):
            continue
        wider = compiled.wider_actions(may.action)
        against = [ban for ban in bans if ban.action in wider and _overlap(may.clause, ban.clause)]
        if against:
            yield from _covered(compiled, may, against)


def _covered(compiled: CompiledPolicy, may: Speaker, bans: list[Speaker]) -> Iterator[Contradiction]:
    """A contradiction where no situation that the permission speaks of is left by the bans."""
    covering: dict[int, Speaker] = {}
    example: tuple[Meeting, Told] | None = None
    for meeting in meetings(compiled, (may,), bans, both_sides=False):
        speaking = (may, *meeting.also)
        worlds = Worlds(compiled.atoms, speaking, meeting.held)
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
    compiled: CompiledPolicy, speakers: tuple[Speaker, ...], action: str, meeting: Meeting, told: Told
) -> Contradiction:
    words = compiled.vocabulary
    said = and_list(f"“{each.clause.title}” ({each.clause.id}: {each.force.value})" for each in speakers)
    label = words.actions[action].label if action in words.actions else action.replace("-", " ")
    who = a(meeting.role, words) + (f", towards {a(meeting.towards, words)}" if meeting.towards else "")
    where = and_list(fact_words(fact, value, words) for fact, value in told.items())
    is_empty = speakers[0].force is Force.MAY
    verb = "leave nothing of the permission" if is_empty else "contradict each other"
    sentence = f"{said} {verb}: {label}, for {who}{f', where {where}' if where else ''}."
    clauses = tuple(each.clause for each in speakers)
    return Contradiction(clauses, Situation(meeting.role, action, meeting.towards, told), sentence)
