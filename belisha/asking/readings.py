"""From what a question says to its readings: an action, the situation to judge, and the ruling on it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from belisha.asking.grammar import Form
from belisha.asking.situations import Asked, set_off, situations_of
from belisha.rules.judge import CompiledPolicy
from belisha.rules.ruling import FORBIDDING, FactValue, Ruling, Situation, Verdict
from belisha.rules.words import Action

OBLIGING = (Verdict.REQUIRED, Verdict.RECOMMENDED)


@dataclass(frozen=True, slots=True)
class Reading:
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
        """Whether the policy speaks to it."""
        return self.ruling.verdict is not Verdict.SILENT


def read_as(action: str, fit: float, asked: Asked, policy: CompiledPolicy) -> Reading:
    """The reading of a question by an action, or by what this policy speaks of in its stead.

    Tried in this order: the action itself, for the one who would do it, then what the action sets off,
    then the actions under which it otherwise falls. Where the policy speaks of none, the reading is silent.
    """
    meant = policy.vocabulary.actions[action]
    asked = _supposing(meant, asked)
    for each in (action, *meant.otherwise):
        for situation in situations_of(each, asked, policy):
            ruling = policy.judge(situation)
            if ruling.verdict is not Verdict.SILENT:
                return Reading(action, situation, ruling, fit)
        for situation in set_off(each, asked, policy):
            ruling = policy.judge(situation)
            if ruling.deciding:
                return Reading(action, situation, ruling, fit)
    own = next(situations_of(action, asked, policy))
    return Reading(action, own, policy.judge(own), fit)


def fits_the_facts(action: Action, facts: Mapping[str, FactValue]) -> bool:
    """Whether nothing that the question says contradicts what the action itself takes to hold."""
    return all(facts.get(fact) is not False for fact in action.supposes)


def answers_the_form(form: Form, ruling: Ruling) -> bool:
    """Whether a ruling answers what was asked for: a ban or a permission answers "may I", a duty "must I"."""
    if form is Form.MAY:
        return ruling.verdict in (*FORBIDDING, Verdict.ALLOWED, Verdict.DEPENDS)
    return form in (Form.MUST, Form.WHAT_NOW) and ruling.verdict in OBLIGING


def turning_on(situation: Situation, policy: CompiledPolicy, also: frozenset[str]) -> Situation:
    """The same with those of its facts that the policy's clauses on the action turn on, and `also`.

    The ruling on it is the same: judging looks at no others.
    """
    wanted = also.union(policy.plan(situation.role, situation.action).inputs)
    return replace(
        situation, facts={fact: value for fact, value in situation.facts.items() if fact in wanted}
    )


def _supposing(action: Action, asked: Asked) -> Asked:
    """The same question with what the action says: its facts, and whom it is towards if nobody is named."""
    facts = {**dict.fromkeys(action.supposes, True), **asked.facts}
    parties = asked.parties or ((action.towards,) if action.towards else ())
    return replace(asked, facts=facts, parties=parties)
