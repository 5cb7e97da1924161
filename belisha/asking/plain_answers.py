"""Find the clauses that answer what, when and what follows: questions to which Yes and No are no answer."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from belisha.asking.kind_names import WordsKind
from belisha.asking.lexicon import OTHER
from belisha.asking.text import content_stems, words_of
from belisha.rules.judge import CompiledPolicy
from belisha.rules.language.clauses import (
    Clause,
    Definition,
    Note,
    NoteKind,
    Office,
    PlatformFact,
    Rule,
    is_in_force,
)

MOST = 4
FOLLOWING = "follow-policy"
# What names a clause without any action: two words of its title, or as much of its text.
BY_WORDS_ALONE = 2.0
_MEMBERSHIP = re.compile(
    r"\b(?:part of|members? of|counts? as|counted as|belongs? (?:to|in)|included in|one of|classed as)\b"
    r"|\b(?:am|are|is|do|does|who) .*\b(?:community|everyone)\b"
)


def answering_clauses(
    kind: WordsKind, text: str, action: str | None, policy: CompiledPolicy, clauses: Iterable[Clause]
) -> tuple[str, ...]:
    """Return the ids of at most four clauses that answer a normalised question of this kind, nearest first.

    `action` is the action that the words fit best, if any. Meanings come from definitions, consequences from
    the clauses that state them, times from duties with a time and from document control, persons from
    offices.
    """
    wanted = set(content_stems(words_of(text)))
    wider = {*policy.wider_actions(action), action} if action else set[str]()
    lowest = _LOWEST[kind] if action else BY_WORDS_ALONE
    scored = [
        (score, clause.id)
        for clause in clauses
        if _answers(kind, clause) and (score := _nearness(clause, wanted, wider)) >= lowest
    ]
    scored.sort(key=lambda each: -each[0])
    best = scored[0][0] if scored else 0.0
    return tuple(clause for score, clause in scored if score >= best / 2)[:MOST]


def membership_clauses(text: str, clauses: Iterable[Clause]) -> tuple[str, ...]:
    """Return the ids of the definitions of groups that a normalised question asks the members of."""
    if not _MEMBERSHIP.search(text):
        return ()
    wanted = set(content_stems(words_of(text)))
    return tuple(
        each.id
        for each in clauses
        if isinstance(each, Definition)
        and (each.means or each.adds)
        and not wanted.isdisjoint(content_stems(words_of(each.defines.lower().replace("-", " "))))
    )[:MOST]


def stated_facts(action: str, clauses: Collection[Clause]) -> tuple[str, ...]:
    """Return the ids of the clauses that state facts about an action, where no rule speaks of it itself."""
    if any(isinstance(each, Rule) and action in (each.action, *each.on) for each in clauses):
        return ()
    return tuple(each.id for each in clauses if _states_fact(each) and action in _actions_of(each))[:MOST]


def stated_about(action: str, clauses: Collection[Clause]) -> tuple[str, ...]:
    """Return the ids of the clauses that state facts, what follows or whom it is for, about an action."""
    kept = (NoteKind.FACT, NoteKind.CONTROL, NoteKind.CONSEQUENCE)
    return tuple(
        each.id
        for each in clauses
        if (isinstance(each, PlatformFact | Definition) or (isinstance(each, Note) and each.kind in kept))
        and action in _actions_of(each)
    )[:MOST]


def platform_clauses(
    action: str, platforms: Collection[str], policy: CompiledPolicy, on: date | None
) -> list[Clause]:
    """Return what the policy states of the platforms that were named, if the action has to do with it."""
    stated = [each for each in policy.policy.clauses if isinstance(each, PlatformFact)] if platforms else []
    named = {each for clause in stated for each in clause.platforms}
    wanted = {each if each in named else OTHER for each in platforms}
    actions = policy.wider_actions(action)
    return [
        each
        for each in stated
        if each.minimum_age is not None
        and is_in_force(each, on)
        and not wanted.isdisjoint(each.platforms)
        and not actions.isdisjoint(each.about)
    ]


def _states_fact(clause: Clause) -> bool:
    return isinstance(clause, PlatformFact) or (isinstance(clause, Note) and clause.kind is NoteKind.FACT)


# A definition must share a word with the question; what follows may be about the action alone.
_LOWEST = {WordsKind.MEANING: 0.9, WordsKind.WHEN: 0.9, WordsKind.CONSEQUENCES: 0.4, WordsKind.WHOM: 0.9}
_BY_ACTION = 1.0


def _answers(kind: WordsKind, clause: Clause) -> bool:
    """Return whether a clause can answer a question of this kind."""
    if kind is WordsKind.MEANING:
        return isinstance(clause, Definition)
    if kind is WordsKind.CONSEQUENCES:
        return isinstance(clause, Note) and clause.kind is NoteKind.CONSEQUENCE
    if kind is WordsKind.WHEN:
        is_control = isinstance(clause, Note) and clause.kind is NoteKind.CONTROL
        return (
            is_control
            or isinstance(clause, PlatformFact)
            or (isinstance(clause, Rule) and bool(clause.every or clause.by))
        )
    return kind is WordsKind.WHOM and isinstance(clause, Office)


def _nearness(clause: Clause, wanted: set[str], actions: set[str]) -> float:
    """Return how near a clause is: shared words, those of its title twice, and a shared action."""
    named = set(content_stems(words_of(clause.title.lower())))
    if isinstance(clause, Definition):
        named |= set(content_stems(words_of(clause.defines.lower())))
    stated = set(content_stems(words_of(clause.text.lower())))
    shared = 2 * len(named & wanted) + len((stated - named) & wanted)
    return shared / 2 + _BY_ACTION * (not actions.isdisjoint(_actions_of(clause)))


def _actions_of(clause: Clause) -> Iterator[str]:
    if isinstance(clause, Definition | Note | PlatformFact):
        yield from clause.about
        # Who counts as staff, or as everyone, says whom the rules bind.
        if isinstance(clause, Definition) and (clause.means or clause.adds):
            yield FOLLOWING
    elif isinstance(clause, Rule):
        yield clause.action
        yield from clause.on
    elif isinstance(clause, Office):
        yield clause.answers_for
