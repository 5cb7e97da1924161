"""Interpret a question: an action, the situation to judge, and the ruling on it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from belisha.asking.entities import AGE
from belisha.asking.grammar import GrammaticalForm
from belisha.asking.situations import ParsedQuestion, situations_of, triggered_situations
from belisha.rules.judge import CompiledPolicy
from belisha.rules.ruling import FORBIDDING, FactValue, Ground, GroundStanding, Ruling, Situation, Verdict
from belisha.rules.vocabulary.words import Action, FactKind, Vocabulary

ALSO_WITHIN, ALSO_CLAUSES = 0.4, 4
OBLIGING = (Verdict.REQUIRED, Verdict.RECOMMENDED)


@dataclass(frozen=True, slots=True)
class Interpretation:
    """One way to understand a question, and the ruling on it.

    `meant` is the action that the words fit; `situation` may go by another, where the policy speaks of
    that one instead. `fit` is how well the words fit, from 0 to about 1.
    """

    meant: str
    situation: Situation
    ruling: Ruling
    fit: float

    @property
    def speaks(self) -> bool:
        """Return whether the policy covers it."""
        return self.ruling.verdict is not Verdict.SILENT


def interpret(action: str, fit: float, asked: ParsedQuestion, policy: CompiledPolicy) -> Interpretation:
    """Interpret a question by an action, or by what this policy covers in its place.

    Tried in this order: the action itself, for the one who would do it, then what the action sets off,
    then the actions under which it otherwise falls. If the policy covers none, the verdict is silent.
    """
    meant = policy.vocabulary.actions[action]
    asked = _supposing(meant, asked)
    for each in (action, *meant.otherwise):
        for situation in situations_of(each, asked, policy):
            ruling = policy.judge(situation)
            if ruling.verdict is not Verdict.SILENT:
                duty = _own_duty(each, asked, situation, policy)
                return Interpretation(action, *(duty or (situation, ruling)), fit)
        for situation in triggered_situations(each, asked, policy):
            ruling = policy.judge(situation)
            if ruling.deciding:
                return Interpretation(action, situation, ruling, fit)
    own = next(situations_of(action, asked, policy))
    return Interpretation(action, own, policy.judge(own), fit)


def _own_duty(
    action: str, asked: ParsedQuestion, situation: Situation, policy: CompiledPolicy
) -> tuple[Situation, Ruling] | None:
    """Return what the asker must do where somebody else did it ("a pupil has a phone, what now"), or None."""
    is_own = situation.role == asked.role and not asked.is_of_others
    if asked.form is not GrammaticalForm.WHAT_NOW or is_own:
        return None
    for each in triggered_situations(action, asked, policy):
        ruling = policy.judge(each)
        if ruling.verdict in OBLIGING:
            return each, ruling
    return None


def fits_the_facts(action: Action, facts: Mapping[str, FactValue], words: Vocabulary) -> bool:
    """Return whether the facts of the question agree with those that the action presupposes.

    A fact that nobody stated is untrue where one that holds says so: the school's tablet is not one's own.
    """
    ruled_out = {
        implied.removeprefix("not ")
        for fact, value in facts.items()
        if value is True and fact in words.facts
        for implied in words.facts[fact].implies
        if implied.startswith("not ")
    }
    return all(facts.get(fact, fact not in ruled_out) is not False for fact in action.supposes)


def answers_the_form(form: GrammaticalForm, ruling: Ruling) -> bool:
    """Return whether a ruling suits the form: a ban or a permission answers "may I", a duty "must I"."""
    if form is GrammaticalForm.MAY:
        return ruling.verdict in (*FORBIDDING, Verdict.ALLOWED, Verdict.DEPENDS)
    return form in (GrammaticalForm.MUST, GrammaticalForm.WHAT_NOW) and ruling.verdict in OBLIGING


def keep_relevant_facts(situation: Situation, policy: CompiledPolicy, also: frozenset[str]) -> Situation:
    """Return the situation with only the facts that the policy's clauses on the action depend on, and `also`.

    The ruling on it is the same: judging looks at no others.
    """
    wanted = also.union(policy.plan(situation.role, situation.action).inputs)
    return replace(
        situation, facts={fact: value for fact, value in situation.facts.items() if fact in wanted}
    )


def always_shown(words: Vocabulary, given: Mapping[str, FactValue]) -> frozenset[str]:
    """Return the facts shown whether or not the policy depends on them: age, platform, and those given."""
    platforms = (each.id for each in words.facts.values() if each.kind is FactKind.PLATFORM)
    return frozenset((*given, AGE, *platforms))


def alike_beside(first: Interpretation, rest: list[Interpretation]) -> tuple[Ground, ...]:
    """Return the clauses that decide alike under the next interpretations."""
    said = {ground.clause for ground in first.ruling.grounds}
    found = [
        replace(
            ground, standing=GroundStanding.INFORMS, why="It rules the same on what your words may also mean."
        )
        for interpretation in rest
        if interpretation.fit > first.fit - ALSO_WITHIN
        and interpretation.ruling.verdict is first.ruling.verdict
        for ground in interpretation.ruling.deciding
        if ground.clause not in said
    ]
    return tuple(dict.fromkeys(found))[:ALSO_CLAUSES]


def other_side(silent: Interpretation, policy: CompiledPolicy) -> tuple[Ground, ...]:
    """Return what the policy forbids the other person, where it does not address this one (a pupil whom
    "everyone" leaves out asks to befriend a teacher, who may not)."""
    here = silent.situation
    if here.towards is None or here.towards not in policy.vocabulary.roles:
        return ()
    there = policy.judge(Situation(here.towards, here.action, here.role, here.facts))
    if there.verdict not in FORBIDDING:
        return ()
    other = policy.vocabulary.roles[here.towards].label
    why = f"It does not bind you. It binds the other person: the {other} may not."
    return tuple(replace(each, standing=GroundStanding.INFORMS, why=why) for each in there.deciding)


def _supposing(action: Action, asked: ParsedQuestion) -> ParsedQuestion:
    """Return the question with the action's own facts, and its usual party if nobody is named."""
    facts = {**dict.fromkeys(action.supposes, True), **asked.facts}
    parties = asked.parties or ((action.towards,) if action.towards else ())
    return replace(asked, facts=facts, parties=parties)
