"""A clause in plain English: whom it binds and how strongly, the exceptions, the consequences."""

from collections.abc import Iterable
from dataclasses import dataclass

from belisha.base.grouped_list import GroupedList, ListRequest, arrange
from belisha.base.text import capital, join_words
from belisha.rules.language.clauses import (
    Acting,
    Clause,
    Condition,
    Definition,
    Effect,
    Exemption,
    Force,
    Grant,
    Note,
    NoteKind,
    Office,
    Plain,
    PlatformFact,
    Procedure,
    Rule,
)
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.wording.conditions import exception_words, statement
from belisha.rules.wording.effects import effect_words
from belisha.rules.wording.grammar import action_words, label_of

# Headings of rows that say where a clause is, not what it asks.
SECTION, PLACE = "Section", "Place in the document"
NOTE_KINDS = {NoteKind.CONTROL: "About the document", NoteKind.RESERVES: "What the school may do"}
KINDS = {
    Definition: "Definition",
    Office: "Who is responsible",
    Procedure: "Procedure",
    PlatformFact: "About a platform",
}


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One line about a clause: a heading and its words."""

    heading: str
    words: tuple[str, ...]


def clause_kind(clause: Clause) -> str:
    """Return the kind of clause as a short label: a rule's force, or the kind of any other clause."""
    if isinstance(clause, Rule):
        return capital(clause.force.value)
    if isinstance(clause, Plain):
        return f"{capital(clause.force.value)} (in its own words)"
    if isinstance(clause, Note):
        return NOTE_KINDS.get(clause.kind) or capital(clause.kind.value)
    return KINDS[type(clause)]


def searchable_text(clause: Clause) -> str:
    """Return the text in which a reader searches for a clause: title, statement and citations."""
    return " ".join((clause.title, clause.text, *clause.cites))


def listed_clauses(
    groups: Iterable[tuple[str, str, Iterable[Clause]]], asked: ListRequest
) -> GroupedList[Clause]:
    """Return groups of clauses (heading, anchor, clauses) as a list that opens, closes and is searched."""
    return arrange(groups, asked, text=searchable_text, key=lambda clause: clause.id)


def clause_rows(clause: Clause) -> tuple[ClauseRow, ...]:
    """Return the fields of a clause as headed rows, without its own statement."""
    rows = [*_who(clause)]
    if isinstance(clause, Rule):
        rows += _rule_rows(clause)
    if isinstance(clause, Office):
        rows.append(ClauseRow("In absence", tuple(role_labels(clause.in_absence))))
        rows.append(ClauseRow("Duty", ("yes",) if clause.is_duty else ()))
    if isinstance(clause, Note):
        rows += _note_rows(clause)
    if isinstance(clause, Procedure):
        rows.append(ClauseRow("Decided by", tuple(role_labels(clause.decided_by))))
        together = clause.acting is Acting.TOGETHER and len(clause.decided_by) > 1
        rows.append(ClauseRow("Acting", ("all together",) if together else ()))
        rows.append(ClauseRow("Options", tuple(option.words for option in clause.options)))
    if isinstance(clause, Definition):
        rows += [
            ClauseRow("Means", tuple(role_labels(clause.means))),
            ClauseRow("Also", tuple(role_labels(clause.adds))),
        ]
    if isinstance(clause, PlatformFact):
        age = (f"{clause.minimum_age}",) if clause.minimum_age is not None else ()
        rows.append(ClauseRow("Minimum age", age))
    rows.append(ClauseRow("Applies from", (f"{clause.since:%-d %B %Y}",) if clause.since else ()))
    rows.append(ClauseRow("Applies until", (f"{clause.until:%-d %B %Y}",) if clause.until else ()))
    rows.append(ClauseRow(PLACE, clause.cites))
    return tuple(row for row in rows if row.words)


def _who(clause: Clause) -> Iterable[ClauseRow]:
    if isinstance(clause, Rule):
        yield ClauseRow("For", ("anyone",) if clause.is_who_unstated else tuple(role_labels(clause.who)))
        yield ClauseRow("But not", tuple(role_labels(clause.who_except)))
        acting = {Acting.TOGETHER: ("all together",), Acting.ONE_OF: ("any one of them",)}
        yield ClauseRow("Acting", acting.get(clause.acting, ()))
        yield ClauseRow("Towards", tuple(role_labels(clause.towards)))
    elif isinstance(clause, Office):
        yield ClauseRow("For", tuple(role_labels(clause.holders)))
        yield ClauseRow("Acting", ("all together",) if clause.jointly_with else ())
    elif isinstance(clause, Note):
        yield ClauseRow("For", tuple(role_labels(clause.audience)))
    elif isinstance(clause, Plain):
        yield ClauseRow("For", (clause.who,))


def _rule_rows(rule: Rule) -> list[ClauseRow]:
    return [
        ClauseRow("What", (action_label(rule.action),)),
        ClauseRow("When this happens", tuple(action_label(action) for action in rule.on)),
        ClauseRow("Only if", tuple(join_words(map(condition_text, line)) for line in rule.when)),
        ClauseRow("Unless", tuple(map(exemption_text, rule.unless))),
        ClauseRow("Only with", tuple(map(exemption_text, rule.only_with))),
        ClauseRow("Exception to", rule.exception_to),
        ClauseRow("Despite", rule.despite),
        ClauseRow("In the same way as", rule.same_as),
        ClauseRow("Then", tuple(map(effect_text, rule.then))),
        ClauseRow(
            "How often",
            (f"every {rule.every}" if not rule.every.endswith("ly") else rule.every,) if rule.every else (),
        ),
        ClauseRow("By when", (rule.by,) if rule.by else ()),
    ]


def how_often(every: str) -> str:
    """Return how often in words: "every year", "regularly"."""
    return every if every.lower().endswith("ly") else f"every {every}"


def _note_rows(note: Note) -> list[ClauseRow]:
    return [
        ClauseRow("Only if", tuple(join_words(map(condition_text, line)) for line in note.when)),
        ClauseRow("Not if", tuple(map(exemption_text, note.unless))),
        ClauseRow("Step by step", note.ladder),
    ]


def role_labels(roles: Iterable[str]) -> Iterable[str]:
    """Return the label of each role or body."""
    vocabulary = load_vocabulary()
    return (label_of(role, vocabulary) for role in roles)


def action_label(action: str) -> str:
    """Return an action by its name."""
    return action_words(action, load_vocabulary())


def condition_text(condition: Condition) -> str:
    """Return a condition in words: `it is lesson time`, `the age is below 13`."""
    return statement(condition, load_vocabulary())


def exemption_text(exemption: Exemption) -> str:
    """Return an exemption in words: everything that together lifts the rule."""
    return exception_words(exemption, load_vocabulary())


def effect_text(effect: Effect) -> str:
    """Return an effect in words: `Report it to the headteacher, at once`."""
    return capital(effect_words(effect, load_vocabulary()))


def needs_permission(rule: Rule) -> bool:
    """Return whether a prohibition gives way to a permission or a consent."""
    grants_in = (part for way in rule.unless for part in way.parts if isinstance(part, Grant))
    return rule.force in (Force.MUST_NOT, Force.SHOULD_NOT) and any(
        part.kind.value in ("permission", "consent") for part in grants_in
    )
