"""Conditions and exceptions in plain words."""

from collections.abc import Iterable

from belisha.rules.language import grants
from belisha.rules.language.clauses import Comparator, Condition, Exemption, Grant
from belisha.rules.ruling import FactValue
from belisha.rules.vocabulary.words import OTHER, Vocabulary
from belisha.rules.wording import grants as grant_words
from belisha.rules.wording.grammar import and_list, negated, or_list


def statement(condition: Condition, vocabulary: Vocabulary, *, denied: bool = False) -> str:
    """Return a condition as a statement: "the pupil is close family", "the age is below 13"."""
    known = vocabulary.facts.get(condition.fact)
    label = known.label if known else condition.fact.replace("-", " ")
    grant = None if known else grants.parse(condition.fact)
    if grant:
        label = grant_words.label(grant, vocabulary)
    if condition.comparison is None:
        return negated(label) if condition.negated != denied else label
    if condition.comparison is Comparator.IS:
        platform = vocabulary.platforms.get(str(condition.value))
        words = f"the platform is {platform.label if platform else condition.value}"
    else:
        subject = label if label.startswith("the ") else f"the {label}"
        upper = f" and {condition.upper}" if condition.upper is not None else ""
        words = f"{subject} is {condition.comparison} {condition.value}{upper}"
    return negated(words) if condition.negated != denied else words


def fact_words(fact: str, value: FactValue, vocabulary: Vocabulary) -> str:
    """Return a known fact as a statement."""
    grant = grants.parse(fact)
    if grant:
        words = grant_words.label(grant, vocabulary)
        return words if value else negated(words)
    if isinstance(value, bool):
        return statement(Condition(fact), vocabulary, denied=not value)
    chosen = vocabulary.facts.get(fact)
    if chosen and chosen.values:
        none = and_list(negated(vocabulary.facts[each].label) for each in chosen.values)
        return none if value == OTHER else statement(Condition(str(value)), vocabulary)
    if isinstance(value, str):
        return statement(Condition(fact, False, Comparator.IS, value), vocabulary)
    known = vocabulary.facts.get(fact)
    return f"{known.label if known else fact} is {value}"


def line_words(line: Iterable[Condition], vocabulary: Vocabulary, *, denied: bool = False) -> str:
    """Return a `when` line as a statement, or denied."""
    words = [statement(condition, vocabulary, denied=denied) for condition in line]
    return and_list(words) if denied else or_list(words)


def exception_words(exemption: Exemption, vocabulary: Vocabulary) -> str:
    """Return an exception as a thing: "written permission of the headteacher, and it is a meal break"."""
    return and_list(
        grant_words.describe(part, vocabulary) if isinstance(part, Grant) else statement(part, vocabulary)
        for part in exemption.parts
    )


def part_why(part: Condition | Grant, held: bool | None, vocabulary: Vocabulary) -> str:
    """Return why a part holds or fails, or what is not known of it: a statement without a full stop."""
    if isinstance(part, Grant):
        words = grant_words.describe(part, vocabulary)
        return {True: f"there is {words}", False: f"there is not {words}", None: f"whether there is {words}"}[
            held
        ]
    if held is None:
        return f"whether {statement(part, vocabulary, denied=part.negated)}"
    return statement(part, vocabulary, denied=held is False)
