"""From a question to what the policy answers."""

from dataclasses import dataclass, replace
from datetime import date

from belisha.answers.question import Question
from belisha.rules.judge import judge
from belisha.rules.policy import Policy
from belisha.rules.ruling import Ruling, Situation

# Of the tuning questions answered below this, every third was answered wrongly (benchmarks/asking.py).
SURE = 0.8


@dataclass(frozen=True, slots=True)
class Answered:
    """A question, the situation that it was understood as, and the ruling on it.

    `situation.action` is empty where nothing in the words was understood; the ruling is then silent.
    `readings` are other situations that the words may mean. `alarm` is what is said, in place of any
    verdict, where the words tell of danger.
    """

    question: Question
    situation: Situation
    ruling: Ruling
    is_sure: bool
    readings: tuple[Situation, ...] = ()
    alarm: str = ""

    @property
    def settled(self) -> Question:
        """The question with what was understood written out, so that a next step builds on it."""
        return settle(self.question, self.situation)


def settle(question: Question, situation: Situation) -> Question:
    """The same words, taken to mean this situation."""
    subject = situation.role if situation.role != question.role else ""
    return replace(
        question,
        action=situation.action,
        subject=subject,
        towards=situation.towards or "",
        facts=dict(situation.facts),
    )


def answer(policy: Policy, question: Question, on: date) -> Answered:
    """What the policy says, on a day. An action from the list is taken as it is; words are understood."""
    if question.action:
        return _judged(policy, question, on)
    from belisha.asking.asking import ask  # noqa: PLC0415 - slow to import: the server listens before

    given = ask(policy, question.words, role=question.role, facts=question.facts, on=on)
    if given.situation is None:
        nothing = Situation(question.role, "")
        return Answered(question, nothing, given.ruling, is_sure=False, alarm=given.alarm)
    if question.towards and question.towards != given.situation.towards:
        return _judged(policy, settle(question, replace(given.situation, towards=question.towards)), on)
    readings = tuple(each.situation for each in given.alternatives)
    return Answered(question, given.situation, given.ruling, given.sure >= SURE, readings)


def _judged(policy: Policy, question: Question, on: date) -> Answered:
    role = question.subject or question.role
    situation = Situation(role, question.action, question.towards or None, question.facts)
    return Answered(question, situation, judge(policy, situation, on=on), is_sure=True)
