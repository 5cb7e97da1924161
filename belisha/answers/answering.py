"""Answer a question from the page by the policy."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from belisha.answers.question import Question
from belisha.policies.own_words.translation import OwnWord, in_known_words
from belisha.registers.facts import NOTHING, RegisterFacts
from belisha.rules.judge import judge
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import FactValue, Ruling, Situation, Verdict
from belisha.rules.vocabulary.loading import load_vocabulary

if TYPE_CHECKING:
    from belisha.asking.asking import Answer
    from belisha.asking.first_help import FirstHelp
    from belisha.asking.languages import Language

# The kinds of words whose answer says whom to tell.
TELLS = ("incident", "whom")


@dataclass(frozen=True, slots=True)
class Answered:
    """A question, the situation that it was understood as, and the ruling on it.

    `situation.action` is empty where nothing in the words was understood; the ruling is then silent.
    `readings` are other situations that the words may mean: where it is not sure they are chosen from first.
    `help` is what stands first where the words tell of harm: no verdict is shown then. `tell` is whom to
    tell, in order. `known` is what the registers know of the person who asks: the ruling takes it into
    account, the situation and the address do not repeat it.
    """

    question: Question
    situation: Situation
    ruling: Ruling
    is_sure: bool
    readings: tuple[Situation, ...] = ()
    help: "FirstHelp | None" = None
    tell: tuple[str, ...] = ()
    language: "Language | None" = None
    known: RegisterFacts = NOTHING

    @property
    def asks_first(self) -> bool:
        """Return whether the person is asked what they mean before any verdict is shown."""
        return not self.is_sure and bool(self.readings) and self.help is None

    @property
    def settled(self) -> Question:
        """Return the question with what was understood written out, for the next step."""
        return replace(
            with_situation(self.question, self.situation), others=self.readings, is_unsure=not self.is_sure
        )

    @property
    def address(self) -> str:
        """Return the query of this answer without the words; empty where nothing was understood."""
        is_understood = self.situation.action or self.question.clauses or self.asks_first
        return replace(self.settled, words="").query() if is_understood else ""

    @property
    def kind(self) -> str:
        """Return the kind of words; empty where an action was chosen from a list."""
        return self.question.kind


def with_situation(question: Question, situation: Situation) -> Question:
    """Return the same words, taken to mean this situation."""
    subject = situation.role if situation.role != question.role else ""
    return replace(
        question,
        action=situation.action,
        subject=subject,
        towards=situation.towards or "",
        facts=dict(situation.facts),
    )


def answer(policy: Policy, question: Question, on: date, own: Sequence[OwnWord] = ()) -> Answered:
    """Return what the policy says on a day. A chosen action is taken as it is; words are interpreted.

    `own` are words of the school's own. Whether somebody is in danger is read from what was typed.
    """
    if question.action or not question.words:
        return _judged(policy, question, on)
    from belisha.asking.asking import ask  # noqa: PLC0415 - slow to import: the server listens before

    words = in_known_words(question.words, own, load_vocabulary())
    given = ask(policy, words, role=question.role, facts=question.facts, on=on)
    if words != question.words and given.help is None:
        typed = ask(policy, question.words, role=question.role, facts=question.facts, on=on)
        given = typed if typed.help is not None else given
    question = replace(question, kind=given.kind.kind.value, clauses=given.clauses)
    if given.situation is None:
        nothing = Situation(question.role, "", facts=_facts_of(given))
        meanings = tuple(each.situation for each in given.readings)
        answered = Answered(
            question, nothing, given.ruling, given.is_straight, meanings, given.help, given.tell
        )
        return replace(answered, language=given.language)
    if question.towards and question.towards != given.situation.towards and given.help is None:
        return _judged(
            policy, with_situation(question, replace(given.situation, towards=question.towards)), on
        )
    situation = replace(given.situation, facts=_facts_of(given))
    meanings = tuple(each.situation for each in given.readings[1:])
    readings = meanings or tuple(each.situation for each in given.alternatives)
    return Answered(question, situation, given.ruling, given.is_straight, readings, given.help, given.tell)


def _facts_of(given: "Answer") -> dict[str, FactValue]:
    """Return the facts that any reading depends on, so that each is judged as it was when it was offered."""
    facts = {name: value for each in given.readings for name, value in each.situation.facts.items()}
    return facts | dict(given.understood_facts)


def _judged(policy: Policy, question: Question, on: date) -> Answered:
    role = question.subject or question.role
    situation = Situation(role, question.action, question.towards or None, question.facts)
    if not question.action:
        silent = Ruling(Verdict.SILENT, ask_whom=policy.control.ask_whom)
        return Answered(question, situation, silent, not question.is_unsure, question.others)
    ruling = judge(policy, situation, on=on)
    from belisha.asking.first_help import report_to  # noqa: PLC0415 - as above

    tell = report_to(ruling, question.role, policy, load_vocabulary()) if question.kind in TELLS else ()
    return Answered(question, situation, ruling, not question.is_unsure, question.others, tell=tell)
