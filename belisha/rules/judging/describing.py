"""Conditions and exceptions in plain words."""

from collections.abc import Iterable

from belisha.rules import grants
from belisha.rules.clauses import Comparison, Condition, Exemption, Grant
from belisha.rules.judging.atoms import Atoms
from belisha.rules.judging.weighing import State
from belisha.rules.phrasing import and_list, negated, or_list
from belisha.rules.ruling import FactValue
from belisha.rules.words import Vocabulary


def statement(condition: Condition, vocabulary: Vocabulary, *, denied: bool = False) -> str:
    """A condition as a statement: "the pupil is close family", "the age is below 13"."""
    known = vocabulary.facts.get(condition.fact)
    label = known.label if known else condition.fact.replace("-", " ")
    if condition.comparison is None:
        return negated(label) if condition.negated != denied else label
    if condition.comparison is Comparison.IS:
        platform = vocabulary.platforms.get(str(condition.value))
        words = f"the platform is {platform.label if platform else condition.value}"
    else:
        subject = label if label.startswith("the ") else f"the {label}"
        words = f"{subject} is {condition.comparison} {condition.value}"
    return negated(words) if condition.negated != denied else words


def fact_words(fact: str, value: FactValue, vocabulary: Vocabulary) -> str:
    """A known fact as a statement."""
    grant = grants.parse(fact)
    if grant:
        words = grants.label(grant, vocabulary)
        return words if value else negated(words)
    if isinstance(value, bool):
        return statement(Condition(fact), vocabulary, denied=not value)
    if isinstance(value, str):
        return statement(Condition(fact, False, Comparison.IS, value), vocabulary)
    known = vocabulary.facts.get(fact)
    return f"{known.label if known else fact} is {value}"


def line_words(line: Iterable[Condition], vocabulary: Vocabulary, *, denied: bool = False) -> str:
    """A `when` line as a statement, or denied."""
    words = [statement(condition, vocabulary, denied=denied) for condition in line]
    return and_list(words) if denied else or_list(words)


def exception_words(exemption: Exemption, vocabulary: Vocabulary) -> str:
    """An exception as a thing: "written permission of the headteacher and the pupil is close family"."""
    return and_list(
        grants.describe(part, vocabulary) if isinstance(part, Grant) else statement(part, vocabulary)
        for part in exemption.parts
    )


def part_state(part: Condition | Grant, atoms: Atoms, state: State) -> bool | None:
    """Whether one part of an exception holds."""
    if isinstance(part, Grant):
        bit, is_denied = atoms.gates[part].bit, False
    else:
        literal = atoms.condition(part)
        bit, is_denied = literal.bit, literal.negated
    if state.true & bit:
        return not is_denied
    if state.false & bit:
        return is_denied
    return True if is_denied and state.taken & bit else None


def part_why(part: Condition | Grant, held: bool | None, vocabulary: Vocabulary) -> str:
    """Why a part holds or fails, or what is not known of it: a statement without a full stop."""
    if isinstance(part, Grant):
        words = grants.describe(part, vocabulary)
        return {True: f"there is {words}", False: f"there is not {words}", None: f"whether there is {words}"}[
            held
        ]
    if held is None:
        return f"whether {statement(part, vocabulary, denied=part.negated)}"
    return statement(part, vocabulary, denied=held is False)
