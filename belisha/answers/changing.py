"""The form that changes what was understood: the parts of the sentence, each with what it may be instead."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from belisha.answers.answering import Answered
from belisha.answers.fact_words import YES_NO, choice_words, fact_question
from belisha.asking.neighbours import neighbours
from belisha.base.clock import today
from belisha.base.text import capital
from belisha.policies.documents.clause_text import action_label
from belisha.policies.queries import InForce
from belisha.rules.judge import CompiledPolicy, compile_policy
from belisha.rules.ruling import Situation
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.wording.grammar import label_of

MOST_ACTIONS = 6
MOST_FACTS = 8
Choices = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class FactField:
    """A fact that may be changed: its name, question, choices (none for a number) and present value."""

    name: str
    question: str
    choices: Choices
    value: str

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """Return the choices as a list to open, where there are more than fit side by side; else nothing."""
        return (
            tuple((value, words) for value, words, _ in self.choices)
            if len(self.choices) > len(YES_NO) + 1
            else ()
        )


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """What may have been meant instead: other actions, other parties, and the facts that matter here.

    Only what could change this answer is offered: the actions that read like this one and on which the
    policy speaks, the parties that its clauses tell apart, the facts that are known or would be asked for.
    """

    actions: Choices
    parties: tuple[tuple[str, str], ...]
    facts: tuple[FactField, ...]


def change_form(in_force: InForce, answered: Answered) -> ChangeForm:
    """Return the form for an answer. Without an action there is nothing to change but the words."""
    situation = answered.situation
    if not situation.action:
        return ChangeForm((), (), ())
    compiled = compile_policy(in_force.policy, load_vocabulary(), on=today())
    return ChangeForm(
        tuple((each, capital(action_label(each)), "") for each in _actions(compiled, answered)),
        tuple((each, capital(label_of(each, load_vocabulary()))) for each in _parties(compiled, situation)),
        tuple(_field(answered, name) for name in _facts(compiled, answered)),
    )


def _actions(compiled: CompiledPolicy, answered: Answered) -> list[str]:
    """Return the action taken, those of other readings, and the nearest that the policy speaks of."""
    situation, labels = answered.situation, set[str]()
    spoken = set(compiled.actions_of(situation.role))
    read = (each.action for each in answered.readings if each.action)
    near = (each for each in neighbours(situation.action) if each in spoken)
    found: list[str] = []
    for action in (situation.action, *read, *near):
        if action_label(action) not in labels:
            labels.add(action_label(action))
            found.append(action)
    return found[:MOST_ACTIONS]


def _parties(compiled: CompiledPolicy, situation: Situation) -> Iterable[str]:
    """Return the parties that the policy tells apart, and the one taken."""
    taken = (situation.towards,) if situation.towards else ()
    return dict.fromkeys((*taken, *compiled.parties_of(situation.role, situation.action)))


def _facts(compiled: CompiledPolicy, answered: Answered) -> list[str]:
    """Return the facts that bear on the answer, and those that would be asked for."""
    asked = (each.fact for each in answered.ruling.asks if each.fact != "towards")
    return list(dict.fromkeys((*bearing_facts(compiled, answered.situation), *asked)))[:MOST_FACTS]


def bearing_facts(compiled: CompiledPolicy, situation: Situation) -> list[str]:
    """Return the known facts that matter: all that hold, and others that a clause depends on."""
    inputs = compiled.plan(situation.role, situation.action).inputs if situation.action else ()
    return [name for name, value in situation.facts.items() if value is not False or name in inputs]


def _field(answered: Answered, name: str) -> FactField:
    return FactField(name, fact_question(name), tuple(_choices(name)), _value(answered, name))


def _choices(name: str) -> Iterator[tuple[str, str, str]]:
    words = choice_words(name)
    yield from ((value, said, "") for value, said in words)
    if words:
        yield "", "Not known", ""


def _value(answered: Answered, name: str) -> str:
    value = answered.situation.facts.get(name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
