"""Rules that never decide an answer: in every situation they do not apply, or something stronger does."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from belisha.rules.clauses import Office, Rule
from belisha.rules.examining.reports import Idle
from belisha.rules.judging.compiled import CompiledPolicy
from belisha.rules.judging.meetings import Meeting, meetings
from belisha.rules.judging.plans import Match
from belisha.rules.judging.speakers import Speaker
from belisha.rules.judging.weighing import State
from belisha.rules.judging.worlds import Worlds, all_of, applies, contrary
from belisha.rules.phrasing import and_list


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a rule for one sort of people: can it apply, can it decide, and what is stronger."""

    applies: bool
    decides: bool
    stronger: tuple[Speaker, ...] = ()


def idle_rules(compiled: CompiledPolicy) -> Iterator[Idle]:
    """Every rule and office that decides in no situation, in the file's order."""
    for speaker in compiled.speakers:
        if not isinstance(speaker.clause, Rule | Office):
            continue
        outcomes = []
        for meeting in meetings(compiled, (speaker,), _near(compiled, speaker)):
            outcomes.append(_outcome(compiled, speaker, meeting))
            if outcomes[-1].decides:
                break
        else:
            yield _idle(speaker, outcomes)


def _near(compiled: CompiledPolicy, speaker: Speaker) -> list[Speaker]:
    """The other clauses about the same action or a wider one: what may outweigh this one."""
    wider = compiled.wider_actions(speaker.action)
    return [each for each in compiled.speakers if each is not speaker and each.action in wider]


def _outcome(compiled: CompiledPolicy, speaker: Speaker, meeting: Meeting) -> Outcome:
    matches = compiled.plan(meeting.role, speaker.action).matches(meeting.towards)
    own = next((each for each in matches if each.speaker is speaker), None)
    if own is None or not own.sure:
        return Outcome(applies=False, decides=False)
    stronger = tuple(each.speaker for each in matches if each.sure and _outranks(each, own))
    worlds = Worlds(compiled.atoms, (speaker, *stronger), meeting.held)
    if worlds.find(partial(_alone, speaker, stronger)) is not None:
        return Outcome(applies=True, decides=True)
    can = worlds.find(partial(_alone, speaker, ())) is not None
    return Outcome(can, decides=False, stronger=stronger if can else ())


def _outranks(other: Match, own: Match) -> bool:
    return other.rank > own.rank


def _alone(speaker: Speaker, others: tuple[Speaker, ...], state: State) -> bool | None:
    """Whether the rule applies and none of the others does."""
    return all_of((applies(speaker, state), *(contrary(applies(each, state)) for each in others)))


def _idle(speaker: Speaker, outcomes: list[Outcome]) -> Idle:
    clause = speaker.clause
    stronger = {each.number: each for outcome in outcomes for each in outcome.stronger}
    because = tuple(stronger[number].clause for number in sorted(stronger))
    if not outcomes:
        why = "there is nobody it speaks of"
    elif because:
        titles = and_list(f"“{each.title}” ({each.id})" for each in because)
        why = f"{titles} always {'outweigh' if len(because) > 1 else 'outweighs'} it"
    else:
        why = "its circumstances can never hold together"
    sentence = f"“{clause.title}” ({clause.id}) never decides an answer: {why}."
    return Idle(clause.id, clause.title, clause.cites, sentence, tuple(each.id for each in because))
