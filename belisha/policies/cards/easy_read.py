"""Role cards in short sentences, for people who read English slowly. Made from the rules, not their prose."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from belisha.base.text import join_words
from belisha.policies.cards.role_cards import RoleCard
from belisha.policies.documents.clause_text import how_often, policy_words
from belisha.rules.language.clauses import (
    Acting,
    Clause,
    Condition,
    Deed,
    Effect,
    Exemption,
    Force,
    Grant,
    GrantKind,
    Office,
    Rule,
)
from belisha.rules.language.policy import Policy
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.activities import ActivityPhrases
from belisha.rules.wording.conditions import statement
from belisha.rules.wording.grammar import and_list, or_list, the

OPENINGS = {
    Force.MUST_NOT: "Do not {}.",
    Force.SHOULD_NOT: "You should not {}.",
    Force.MUST: "You must {}.",
    Force.SHOULD: "You should {}.",
    Force.MAY: "You may {}.",
}
TELL = {
    Deed.REPORT: "Tell",
    Deed.TELL: "Tell",
    Deed.REFER: "Pass it on to",
    Deed.ASK: "Ask",
    Deed.SHOW: "Show it to",
    Deed.WAIT: "Wait for",
}
ALONE = {Deed.RECORD: "Write it down", Deed.KEEP: "Keep what you have", Deed.WAIT: "Wait"}
MAY_OFFICE = "You may {}."
_THEM = re.compile(r"\bthem\b")


@dataclass(frozen=True, slots=True)
class EasyClause:
    """One clause in short sentences, under the box of the card that it belongs to."""

    clause: str
    sentences: tuple[str, ...]


def easy_sentences(card: RoleCard, policy: Policy) -> dict[str, tuple[EasyClause, ...]]:
    """Return the clauses of a card in short sentences, by the heading of their box, without repeats."""
    easy = EasyRead(policy, card.role)
    found: dict[str, tuple[EasyClause, ...]] = {}
    for box in card.boxes:
        said: dict[tuple[str, ...], EasyClause] = {}
        for item in box.items:
            if sentences := easy.of(policy.by_id[item.clause]):
                said.setdefault(sentences, EasyClause(item.clause, sentences))
        if said:
            found[box.heading] = tuple(said.values())
    return found


class EasyRead:
    """Makes short sentences of a policy's clauses, in its own words, for somebody in `role`."""

    def __init__(self, policy: Policy, role: str = "") -> None:
        self._role, self._words = role, policy_words(policy)
        self._titles = {each.id: each.title for each in policy.clauses}

    def of(self, clause: Clause) -> tuple[str, ...]:
        """Return what a rule or an office asks; nothing for another kind of clause."""
        if isinstance(clause, Rule):
            return tuple(dict.fromkeys(self._rule(clause)))
        return tuple(self._office(clause)) if isinstance(clause, Office) else ()

    def _rule(self, rule: Rule) -> Iterator[str]:
        yield from _first(rule, self._words)
        yield from self._bound(rule)
        if rule.on:
            yield f"Do it when this happens: {or_list(map(self._action, rule.on))}."
        yield from self._times(rule)
        for line in rule.when:
            yield f"This is for when {join_words(statement(each, self._words) for each in line)}."
        for way in rule.only_with:
            yield from self._exemption(way, needed=True)
        for way in rule.unless:
            yield from self._exemption(way, needed=False)
        for effect in rule.then:
            yield from self._effect(effect)
        yield from self._others(rule)

    def _bound(self, rule: Rule) -> Iterator[str]:
        if rule.acting is Acting.TOGETHER and len(rule.who) > 1:
            yield f"Do it together: {and_list(self._people(rule.who))}."
        elif rule.acting is Acting.ONE_OF and len(rule.who) > 1:
            yield f"One of these does it: {or_list(self._people(rule.who))}."
        if rule.towards_except:
            yield f"It is different for {or_list(self._people(rule.towards_except))}."
        if rule.who_except:
            yield f"It is not for {or_list(self._people(rule.who_except))}."

    def _times(self, rule: Rule) -> Iterator[str]:
        if rule.every:
            yield f"Do it {how_often(rule.every)}."
        if rule.by:
            yield f"Do it {rule.by}."

    def _others(self, rule: Rule) -> Iterator[str]:
        for each in rule.overrides:
            yield f"Then this rule does not count: “{self._titles.get(each, each)}”."
        for each in rule.same_as:
            yield f"It works as in “{self._titles.get(each, each)}”."

    def _office(self, office: Office) -> Iterator[str]:
        opening = OPENINGS[Force.MUST] if office.is_duty else MAY_OFFICE
        yield opening.format(self._action(office.answers_for))
        if office.jointly_with:
            yield f"Do it together: {and_list(self._people(office.holders))}."
        if office.in_absence:
            holders = and_list(self._people(office.holders))
            yield f"If {holders} cannot, this falls to {or_list(self._people(office.in_absence))}."

    def _exemption(self, way: Exemption, *, needed: bool) -> Iterator[str]:
        is_alone = all(isinstance(part, Condition) for part in way.parts)
        for part in sorted(way.parts, key=lambda part: isinstance(part, Condition)):
            if isinstance(part, Condition):
                opening = "It is different if" if is_alone and not needed else "This counts only if"
                yield f"{opening} {statement(part, self._words)}."
            else:
                yield from _leave(part, or_list(self._people(part.of)), self._words, needed=needed)

    def _effect(self, effect: Effect) -> Iterator[str]:
        joined = and_list if effect.to_all else or_list
        after = "".join(f", {time}" for time in (effect.kept, effect.by) if time)
        if effect.to and effect.deed in TELL:
            yield f"{TELL[effect.deed]} {joined(self._people(effect.to))}{after}."
        elif effect.deed in ALONE:
            yield f"{ALONE[effect.deed]}{after}."
        if effect.register and effect.register in self._words.registers:
            yield f"It goes in the {self._words.registers[effect.register].label.removeprefix('the ')}."
        if effect.relays:
            yield f"They tell {or_list(self._people(effect.relays))}."

    def _people(self, people: Iterable[str]) -> Iterator[str]:
        return (the(each, self._words) for each in people)

    def _action(self, action: str) -> str:
        return self._words.actions[action].label


def _first(rule: Rule, words: Vocabulary) -> Iterator[str]:
    label = words.actions[rule.action].label
    phrases = ActivityPhrases(words)
    whom = phrases.names.of(rule.towards, "or") if rule.towards else ""
    if phrases.happens(rule.action):
        yield f"This is about when {label}."
    elif whom and _THEM.search(label):
        yield OPENINGS[rule.force].format(_THEM.sub(whom, label, count=1))
        whom = ""
    else:
        yield OPENINGS[rule.force].format(label)
    if whom:
        yield f"This is about {whom}."


def _leave(grant: Grant, who: str, words: Vocabulary, *, needed: bool) -> Iterator[str]:
    before, written = " first" if grant.prior else "", ", in writing" if grant.written else ""
    if grant.kind is GrantKind.OFFICE:
        yield f"This is only for {who}." if needed else f"It is different for {who}."
    elif grant.kind in (GrantKind.DECLARATION, GrantKind.NOTICE):
        yield (
            f"Tell {who}{before}{written}."
            if needed
            else f"It is different if you told {who}{before}{written}."
        )
    elif grant.kind is GrantKind.NO_OBJECTION:
        yield f"Ask {who} if they mind. It is different if they do not."
    else:
        yield f"Ask {who} first{written}."
    if grant.with_reason:
        yield "Say why."
    if grant.on_entry:
        yield "Do this when you begin."
    if grant.approved_by:
        yield f"It counts once {or_list(the(each, words) for each in grant.approved_by)} agrees."
