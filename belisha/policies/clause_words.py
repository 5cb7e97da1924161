"""A clause in plain words: whom it binds and how, what lifts it, what it sets off."""

from collections.abc import Iterable
from dataclasses import dataclass

from belisha.base.words import capital, join_words
from belisha.rules import grants
from belisha.rules.clauses import (
    Clause,
    Comparison,
    Condition,
    Definition,
    Effect,
    Exemption,
    Force,
    Grant,
    Note,
    Office,
    PlatformFact,
    Procedure,
    Rule,
)
from belisha.rules.phrasing import label_of, the
from belisha.rules.vocabulary import load_vocabulary

DEEDS = {
    "report": "Report it",
    "record": "Write it down",
    "keep": "Keep",
    "refer": "Refer it",
    "wait": "Wait for",
    "ask": "Ask",
    "tell": "Tell",
    "show": "Show it",
}
BARE = ("ask", "tell")
KINDS = {
    Definition: "Definition",
    Office: "Who answers for it",
    Procedure: "Procedure",
    PlatformFact: "About a platform",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line about a clause: a heading and its words."""

    heading: str
    words: tuple[str, ...]


def kind_words(clause: Clause) -> str:
    """What sort of clause it is, in a word: a rule's force, or its kind."""
    if isinstance(clause, Rule):
        return capital(clause.force.value)
    if isinstance(clause, Note):
        return {"control": "About the document"}.get(clause.kind.value, capital(clause.kind.value))
    return KINDS[type(clause)]


def clause_rows(clause: Clause) -> tuple[Row, ...]:
    """What the clause says, line by line, without its plain statement."""
    rows = [*_who(clause)]
    if isinstance(clause, Rule):
        rows += _rule_rows(clause)
    if isinstance(clause, Office):
        rows.append(Row("In absence", tuple(roles_words(clause.in_absence))))
    if isinstance(clause, Definition):
        rows += [Row("Means", tuple(roles_words(clause.means))), Row("Also", tuple(roles_words(clause.adds)))]
    if isinstance(clause, PlatformFact):
        age = (f"{clause.minimum_age}",) if clause.minimum_age is not None else ()
        rows.append(Row("Minimum age", age))
    rows.append(Row("Holds from", (f"{clause.since:%-d %B %Y}",) if clause.since else ()))
    rows.append(Row("Holds until", (f"{clause.until:%-d %B %Y}",) if clause.until else ()))
    rows.append(Row("Stands in the document at", clause.cites))
    return tuple(row for row in rows if row.words)


def _who(clause: Clause) -> Iterable[Row]:
    if isinstance(clause, Rule):
        yield Row("For", tuple(roles_words(clause.who)))
        yield Row("Towards", tuple(roles_words(clause.towards)))
    elif isinstance(clause, Office):
        yield Row("For", tuple(roles_words((clause.office,))))
    elif isinstance(clause, Note):
        yield Row("For", tuple(roles_words(clause.audience)))


def _rule_rows(rule: Rule) -> list[Row]:
    return [
        Row("What", (action_words(rule.action),)),
        Row("When this happens", tuple(action_words(action) for action in rule.on)),
        Row("Only if", tuple(join_words(map(condition_words, line)) for line in rule.when)),
        Row("Unless", tuple(map(exemption_words, rule.unless))),
        Row("Then", tuple(map(effect_words, rule.then))),
        Row("How often", (f"every {rule.every}",) if rule.every else ()),
        Row("By when", (rule.by,) if rule.by else ()),
    ]


def roles_words(roles: Iterable[str]) -> Iterable[str]:
    """Each role or body by its name."""
    vocabulary = load_vocabulary()
    return (label_of(role, vocabulary) for role in roles)


def action_words(action: str) -> str:
    """An action by its name."""
    found = load_vocabulary().actions.get(action)
    return found.label if found else action.replace("-", " ")


def condition_words(condition: Condition) -> str:
    """`it is lesson time`, `not: it is lesson time`, `the age is below 13`."""
    vocabulary = load_vocabulary()
    fact = vocabulary.facts.get(condition.fact)
    label = fact.label if fact else condition.fact.replace("-", " ")
    if condition.comparison is not None:
        value = str(condition.value)
        platform = vocabulary.platforms.get(value)
        link = {Comparison.BELOW: "is below", Comparison.AT_LEAST: "is at least", Comparison.IS: "is"}
        label = f"{label} {link[condition.comparison]} {platform.label if platform else value}"
    return f"not so: {label}" if condition.negated else label


def exemption_words(exemption: Exemption) -> str:
    """Everything that together lifts a rule."""
    vocabulary = load_vocabulary()
    parts = (
        grants.describe(part, vocabulary) if isinstance(part, Grant) else condition_words(part)
        for part in exemption.parts
    )
    return join_words(parts, "and")


def effect_words(effect: Effect) -> str:
    """What must happen next: `Report it to the headteacher, at once`."""
    vocabulary = load_vocabulary()
    words = DEEDS[effect.deed.value]
    if effect.to:
        names = join_words(the(each, vocabulary) for each in effect.to)
        words += f" {names}" if effect.deed.value in BARE else f" to {names}"
    if effect.register:
        register = vocabulary.registers.get(effect.register)
        words += f" in the {register.label if register else effect.register}"
    if effect.what:
        words += f": {effect.what}"
    return f"{words}, {effect.by}" if effect.by else words


def needs_somebodys_word(rule: Rule) -> bool:
    """Whether a rule against something gives way to somebody's permission or consent."""
    grants_in = (part for way in rule.unless for part in way.parts if isinstance(part, Grant))
    return rule.force in (Force.MUST_NOT, Force.SHOULD_NOT) and any(
        part.kind.value in ("permission", "consent") for part in grants_in
    )
