"""A rule tried out: the situations that it speaks of, and what the whole policy would answer in each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from belisha.rules.contradictions import contradictions_of
from belisha.rules.judging.compiled_policy import CompiledPolicy
from belisha.rules.language import grants
from belisha.rules.language.clauses import Comparator, Condition, Exemption, GrantKind, Rule, is_in_force
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import FactValue, Ruling, Situation
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.conditions import fact_words
from belisha.rules.wording.grammar import a, action_words, and_list, done_to


@dataclass(frozen=True, slots=True)
class PreviewedRuling:
    """A situation in words, and the ruling on it; `wrong` says why there is none."""

    words: str
    situation: Situation
    ruling: Ruling | None
    wrong: str = ""


def try_rule(
    policy: Policy, rule: Rule, vocabulary: Vocabulary, *, on: date | None = None
) -> tuple[PreviewedRuling, ...]:
    """Return what `policy` answers by the rule: nothing known, its circumstances met, a way out taken."""
    clauses = tuple(clause for clause in policy.clauses if is_in_force(clause, on))
    compiled = CompiledPolicy(policy, vocabulary, clauses)
    found = [
        each for each in contradictions_of(compiled) if rule.id in {clause.id for clause in each.clauses}
    ]
    if found:
        situation = found[0].situation
        return (PreviewedRuling(_words(situation, vocabulary), situation, None, found[0].sentence),)
    return tuple(
        PreviewedRuling(_words(each, vocabulary), each, compiled.judge(each)) for each in _situations(rule)
    )


def _situations(rule: Rule) -> Iterator[Situation]:
    role, action = rule.who[0], rule.action
    towards = rule.towards[0] if rule.towards else None
    met: dict[str, FactValue] = {}
    for line in rule.when:
        met.update(_holding(line[0]))
    every = [{}, met] if met else [{}]
    every += [{**met, **facts} for facts in map(_lifting, rule.unless[:2]) if facts]
    for facts in every:
        yield Situation(role, action, towards, facts)


def _holding(condition: Condition) -> Mapping[str, FactValue]:
    """Return facts under which the condition holds."""
    value = condition.value
    if condition.comparison is None:
        return {condition.fact: not condition.negated}
    if condition.comparison is Comparator.IS:
        return {condition.fact: "other" if condition.negated else str(value)}
    number = int(value or 0)
    is_below = (condition.comparison is Comparator.BELOW) != condition.negated
    return {condition.fact: max(number - 1, 0) if is_below else number}


def _lifting(exemption: Exemption) -> Mapping[str, FactValue]:
    """Return facts under which every part of a way out holds."""
    facts: dict[str, FactValue] = {}
    for part in exemption.parts:
        if isinstance(part, Condition):
            facts.update(_holding(part))
            continue
        for form in grants.forms(part) or ("",):
            facts[grants.GrantFact(part.kind, part.of[0], form).key] = True
        if part.prior:
            facts[grants.GrantFact(part.kind, part.of[0], "prior").key] = True
        if part.kind is GrantKind.DECLARATION and part.approved_by:
            facts[grants.permission(part.approved_by[0])] = True
    return facts


def _words(situation: Situation, vocabulary: Vocabulary) -> str:
    action = action_words(situation.action, vocabulary)
    if situation.towards:
        action = done_to(action, a(situation.towards, vocabulary))
    words = f"{a(situation.role, vocabulary)} asks about this: {action}"
    if situation.facts:
        words += f", where {and_list(fact_words(*each, vocabulary) for each in situation.facts.items())}"
    return words
