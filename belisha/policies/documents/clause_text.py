"""A clause in plain English: whom it binds and how strongly, the exceptions, the consequences."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from belisha.base.grouped_list import GroupedList, ListRequest, arrange
from belisha.base.text import capital
from belisha.rules.language.clauses import (
    Acting,
    Clause,
    Definition,
    Exemption,
    Grant,
    GrantKind,
    Note,
    NoteKind,
    Office,
    Option,
    Plain,
    PlatformFact,
    Procedure,
    Rule,
)
from belisha.rules.language.policy import Policy
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.vocabulary.own_names import spoken_words
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.conditions import exception_words, line_words
from belisha.rules.wording.effects import effect_words
from belisha.rules.wording.grammar import action_words, label_of

# Headings of rows that say where a clause is, not what it asks.
SECTION, PLACE = "Section", "Place in the document"
NOTE_KINDS = {NoteKind.CONTROL: "About the document", NoteKind.RESERVES: "What the school may do"}
# What somebody gives that makes something allowed.
LEAVE = (GrantKind.PERMISSION, GrantKind.CONSENT, GrantKind.AGREEMENT)
ACTING: Mapping[Acting, tuple[str, ...]] = {
    Acting.TOGETHER: ("all together",),
    Acting.ONE_OF: ("any one of them",),
}
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


def clause_rows(clause: Clause, policy: Policy | None = None) -> tuple[ClauseRow, ...]:
    """Return the fields of a clause as headed rows, without its own statement.

    They are in the words of `policy`, which other clauses are named by their titles from.
    """
    words = policy_words(policy)
    titles = {each.id: each.title for each in policy.clauses} if policy else {}
    said = _Rows(words, titles)
    rows = (*ROWS[type(clause)](said, clause), *_ending(clause))
    return tuple(row for row in rows if row.words)


def policy_words(policy: Policy | None) -> Vocabulary:
    """Return the words as a policy speaks them; those of the site without one."""
    return spoken_words(policy, load_vocabulary()) if policy else load_vocabulary()


def _ending(clause: Clause) -> Iterable[ClauseRow]:
    yield ClauseRow("Unclear in the document", clause.doubts)
    yield ClauseRow("Applies from", (f"{clause.since:%-d %B %Y}",) if clause.since else ())
    yield ClauseRow("Applies until", (f"{clause.until:%-d %B %Y}",) if clause.until else ())
    yield ClauseRow(PLACE, clause.cites)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of each kind of clause, in the words of one policy; other clauses by their titles."""

    words: Vocabulary
    titles: Mapping[str, str]

    def rule(self, rule: Rule) -> Iterable[ClauseRow]:
        yield ClauseRow("For", ("anyone",) if rule.is_who_unstated else self._people(rule.who))
        yield ClauseRow("But not", self._people(rule.who_except))
        yield ClauseRow("Acting", ACTING.get(rule.acting, ()))
        yield ClauseRow("Towards", self._people(rule.towards))
        yield ClauseRow("But not towards", self._people(rule.towards_except))
        yield ClauseRow("What", self._actions((rule.action,)))
        yield ClauseRow("When this happens", self._actions(rule.on))
        yield from self._circumstances(rule, "Unless")
        yield ClauseRow("Only with", self._ways(rule.only_with))
        yield ClauseRow("Exception to", self._clauses(rule.exception_to))
        yield ClauseRow("Despite", self._clauses(rule.despite))
        yield ClauseRow("In the same way as", self._clauses(rule.same_as))
        yield ClauseRow("Then", tuple(capital(effect_words(each, self.words)) for each in rule.then))
        yield ClauseRow("How often", (how_often(rule.every),) if rule.every else ())
        yield ClauseRow("By when", (rule.by,) if rule.by else ())

    def office(self, clause: Office) -> Iterable[ClauseRow]:
        yield ClauseRow("For", self._people(clause.holders))
        yield ClauseRow("Acting", ACTING[Acting.TOGETHER] if clause.jointly_with else ())
        yield ClauseRow("Answers for", self._actions((clause.answers_for,)))
        yield ClauseRow("In absence", self._people(clause.in_absence))
        yield ClauseRow("Duty", ("yes",) if clause.is_duty else ())

    def note(self, note: Note) -> Iterable[ClauseRow]:
        yield ClauseRow("For", self._people(note.audience))
        yield ClauseRow("About", self._actions(note.about))
        yield from self._circumstances(note, "Not if")
        yield ClauseRow("Step by step", note.ladder)

    def procedure(self, clause: Procedure) -> Iterable[ClauseRow]:
        yield ClauseRow("When this happens", self._actions(clause.on))
        yield ClauseRow("Steps", self._clauses(clause.steps))
        yield ClauseRow("Decided by", self._people(clause.decided_by))
        yield ClauseRow("Acting", ACTING.get(clause.acting, ()) if len(clause.decided_by) > 1 else ())
        yield ClauseRow("Options", tuple(map(self._option, clause.options)))

    def definition(self, clause: Definition) -> Iterable[ClauseRow]:
        yield ClauseRow("Defines", self._people((clause.defines,)))
        yield ClauseRow("Means", self._people(clause.means))
        yield ClauseRow("Also", self._people(clause.adds))
        yield ClauseRow("About", self._actions(clause.about))

    def platform(self, clause: PlatformFact) -> Iterable[ClauseRow]:
        known = self.words.platforms
        named = (known[each].label if each in known else each for each in clause.platforms)
        yield ClauseRow("Platform", tuple(named))
        yield ClauseRow("Minimum age", (f"{clause.minimum_age}",) if clause.minimum_age is not None else ())
        blocked = {True: ("yes",), False: ("no",)}
        yield ClauseRow("Blocked at school", () if clause.blocked is None else blocked[clause.blocked])
        yield ClauseRow("About", self._actions(clause.about))

    def plain(self, clause: Plain) -> Iterable[ClauseRow]:
        yield ClauseRow("For", (clause.who,))
        yield ClauseRow("Found by", clause.phrases)

    def _circumstances(self, clause: Rule | Note, unless: str) -> Iterable[ClauseRow]:
        lines = (line_words(line, self.words) for line in clause.when)
        yield ClauseRow("Only if", tuple(lines))
        yield ClauseRow(unless, self._ways(clause.unless))

    def _people(self, roles: Iterable[str]) -> tuple[str, ...]:
        return tuple(label_of(role, self.words) for role in roles)

    def _actions(self, actions: Iterable[str]) -> tuple[str, ...]:
        return tuple(action_words(action, self.words) for action in actions)

    def _ways(self, ways: Iterable[Exemption]) -> tuple[str, ...]:
        return tuple(exception_words(way, self.words) for way in ways)

    def _clauses(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(f"“{self.titles[each]}”" if each in self.titles else each for each in ids)

    def _option(self, option: Option) -> str:
        steps = ", then ".join(self._clauses(option.steps))
        return f"{option.words} (by {steps})" if steps else option.words


ROWS: Mapping[type[Clause], Callable[[_Rows, Any], Iterable[ClauseRow]]] = {
    Rule: _Rows.rule,
    Office: _Rows.office,
    Note: _Rows.note,
    Procedure: _Rows.procedure,
    Definition: _Rows.definition,
    PlatformFact: _Rows.platform,
    Plain: _Rows.plain,
}


def how_often(every: str) -> str:
    """Return how often in words: "every year", "regularly"."""
    return every if every.lower().endswith("ly") else f"every {every}"


def role_labels(roles: Iterable[str]) -> Iterable[str]:
    """Return the label of each role or body."""
    vocabulary = load_vocabulary()
    return (label_of(role, vocabulary) for role in roles)


def action_label(action: str) -> str:
    """Return an action by its name."""
    return action_words(action, load_vocabulary())


def needs_permission(rule: Rule) -> bool:
    """Return whether a prohibition gives way to somebody's leave, or a leave is one only with it."""
    ways = rule.unless if rule.force.forbids else rule.only_with
    return any(isinstance(part, Grant) and part.kind in LEAVE for way in ways for part in way.parts)
