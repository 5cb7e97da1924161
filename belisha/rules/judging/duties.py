"""What a situation sets off."""

from collections.abc import Iterable

from belisha.rules.clauses import Deed, Effect, Force
from belisha.rules.judging.ranks import ALLOWED
from belisha.rules.judging.speakers import Speaker
from belisha.rules.judging.weighing import Decision, Fate, State, Weighed, is_met, way_state
from belisha.rules.phrasing import or_list, the
from belisha.rules.ruling import Due
from belisha.rules.words import Vocabulary

PAPERWORK = (Deed.RECORD, Deed.KEEP, Deed.SHOW)


def duties(
    decision: Decision, after: Iterable[Speaker], state: State, vocabulary: Vocabulary
) -> tuple[Due, ...]:
    """What the clauses that apply set off, and what the action itself sets off, each thing once.

    `after` are the musts, shoulds and bans that the action sets off for the role: they are due where
    their circumstances hold or are not known and no exception lifts them.
    """
    found: list[Due] = []
    for weighed in decision.weighed:
        speaker = weighed.match.speaker
        found += [
            due(effect, speaker, vocabulary) for effect in speaker.then if _fires(effect, weighed, decision)
        ]
    for speaker in after:
        if is_met(speaker, state) is False or any(way_state(way, state) for way in speaker.ways):
            continue
        clause = speaker.clause
        action = vocabulary.actions.get(speaker.action)
        label = action.label if action else speaker.action.replace("-", " ")
        label = f"do not {label}" if speaker.force.forbids else label
        found.append(Due(label, (), speaker.by, clause.cites, clause.id, speaker.force.value))
        found += [due(effect, speaker, vocabulary) for effect in speaker.then]
    return tuple(dict.fromkeys(found))


def _fires(effect: Effect, weighed: Weighed, decision: Decision) -> bool:
    """Whether a clause sets this off.

    What goes with a thing done rightly (recording it, keeping it, showing it) goes with the exception
    that lifted the ban; reporting and telling go with the ban itself. A ban without any exception can
    only be broken, so all of it goes with that. A permission that is outweighed sets nothing off.
    """
    speaker, fate = weighed.match.speaker, weighed.fate
    if fate is Fate.NOT_MET or (fate is Fate.OPEN and not decision.rests_on(weighed)):
        return False
    if fate is Fate.LIFTED:
        return speaker.force.forbids and effect.deed in PAPERWORK
    if speaker.force.forbids:
        return effect.deed not in PAPERWORK or not speaker.ways
    return speaker.force is not Force.MAY or decision.rank == ALLOWED


def due(effect: Effect, speaker: Speaker, vocabulary: Vocabulary) -> Due:
    """One effect as a duty: "report to the headteacher"."""
    force = Force.MUST if speaker.force in (Force.MAY, Force.MUST_NOT) else speaker.force
    force = Force.SHOULD if force is Force.SHOULD_NOT else force
    clause = speaker.clause
    by = effect.by or ("" if speaker.force.forbids else speaker.by)
    return Due(words(effect, vocabulary), effect.to, by, clause.cites, clause.id, force.value)


def words(effect: Effect, vocabulary: Vocabulary) -> str:
    """An effect in plain words."""
    whom = or_list(the(each, vocabulary) for each in effect.to)
    found = [effect.deed.value]
    if whom:
        found.append(whom if effect.deed in (Deed.TELL, Deed.ASK) else f"to {whom}")
    if effect.deed is Deed.WAIT and whom:
        found[-1] = f"for {whom}"
    if effect.register:
        register = vocabulary.registers.get(effect.register)
        label = register.label if register else effect.register.replace("-", " ")
        found.append(f"in the {label.removeprefix('the ')}")
    if effect.what:
        found.append(f"({effect.what})" if len(found) > 1 else effect.what)
    return " ".join(found)
