"""Role cards in short sentences, for people who read English slowly. Made from the rules, not their prose."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from belisha.base.text import join_words
from belisha.policies.cards.role_cards import RoleCard
from belisha.policies.documents.clause_text import action_label, condition_text
from belisha.rules.language.clauses import Condition, Effect, Exemption, Force, Grant, GrantKind, Rule
from belisha.rules.language.policy import Policy
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.wording.activities import ActivityPhrases
from belisha.rules.wording.grammar import the

OPENINGS = {
    Force.MUST_NOT: "Do not {}.",
    Force.SHOULD_NOT: "You should not {}.",
    Force.MUST: "You must {}.",
    Force.SHOULD: "You should {}.",
    Force.MAY: "You may {}.",
}
TELL = {"report": "Tell", "tell": "Tell", "refer": "Pass it on to", "ask": "Ask", "show": "Show it to"}
_THEM = re.compile(r"\bthem\b")


@dataclass(frozen=True, slots=True)
class EasyClause:
    """One clause in short sentences, under the box of the card that it belongs to."""

    clause: str
    sentences: tuple[str, ...]


def easy_sentences(card: RoleCard, policy: Policy) -> dict[str, tuple[EasyClause, ...]]:
    """Return the clauses of a card in short sentences, by the heading of their box, without repeats."""
    found: dict[str, tuple[EasyClause, ...]] = {}
    for box in card.boxes:
        said: dict[tuple[str, ...], EasyClause] = {}
        for item in box.items:
            clause = policy.by_id[item.clause]
            if isinstance(clause, Rule):
                sentences = tuple(dict.fromkeys(_sentences(clause)))
                said.setdefault(sentences, EasyClause(clause.id, sentences))
        if said:
            found[box.heading] = tuple(said.values())
    return found


def _sentences(rule: Rule) -> Iterator[str]:
    yield from _first(rule)
    for line in rule.when:
        yield f"This is for when {join_words(map(condition_text, line))}."
    for way in (*rule.only_with, *rule.unless):
        yield from _exemption(way)
    for effect in rule.then:
        yield from _effect(effect)


def _first(rule: Rule) -> Iterator[str]:
    label = action_label(rule.action)
    vocabulary = load_vocabulary()
    names = ActivityPhrases(vocabulary).names
    whom = names.of(rule.towards, "or") if rule.towards else ""
    if ActivityPhrases(vocabulary).happens(rule.action):
        yield f"This is about when {label}."
    elif whom and _THEM.search(label):
        yield OPENINGS[rule.force].format(_THEM.sub(whom, label, count=1))
        whom = ""
    else:
        yield OPENINGS[rule.force].format(label)
    if whom:
        yield f"This is about {whom}."


def _exemption(way: Exemption) -> Iterator[str]:
    vocabulary = load_vocabulary()
    is_alone = all(isinstance(part, Condition) for part in way.parts)
    for part in sorted(way.parts, key=lambda part: isinstance(part, Condition)):
        if isinstance(part, Condition):
            opening = "It is different if" if is_alone else "This counts only if"
            yield f"{opening} {condition_text(part)}."
            continue
        who = join_words(the(each, vocabulary) for each in part.of)
        yield _leave(part, who)


def _leave(grant: Grant, who: str) -> str:
    if grant.kind is GrantKind.OFFICE:
        return f"It is different for {who}."
    if grant.kind in (GrantKind.DECLARATION, GrantKind.NOTICE):
        return f"It is different if you told {who}."
    if grant.kind is GrantKind.NO_OBJECTION:
        return f"Ask {who} if they mind. It is different if they do not."
    return f"Ask {who} first{', in writing' if grant.written else ''}."


def _effect(effect: Effect) -> Iterator[str]:
    vocabulary = load_vocabulary()
    if effect.deed.value in TELL and effect.to:
        yield f"{TELL[effect.deed.value]} {join_words(the(each, vocabulary) for each in effect.to)}."
    if effect.deed.value == "record":
        yield "Write it down."
    if effect.deed.value == "keep":
        yield "Keep what you have."
