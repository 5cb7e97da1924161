"""Policies and situations made up by a seed: few words, so that clauses meet."""

from dataclasses import dataclass, replace
from random import Random
from typing import Any

from belisha.rules.judging.compiled_policy import CompiledPolicy
from belisha.rules.judging.satisfiability import Worlds
from belisha.rules.language.clauses import (
    Comparator,
    Condition,
    Definition,
    Exemption,
    Force,
    Grant,
    GrantKind,
    Note,
    NoteKind,
    Office,
    PlatformFact,
    Rule,
)
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import FactValue, Ruling, Situation
from belisha.rules.vocabulary.words import OTHER, FactKind
from tests.rules.judging_cases import WORDS, policy, shared

ACTIONS = ["contact", "befriend", "accept-request", "follow", "use-social-media"]
ROLES = ["everyone", "staff", "teacher", "headteacher", "pupil", "parent", "governor"]
FACTS = [
    "family",
    "link",
    "in-lesson",
    "in-break",
    "own-device",
    "school-device",
    "emergency",
    "trip",
    "under-age",
]


@dataclass
class Case:
    """A policy, and somebody doing something with facts that fit together."""

    rules: CompiledPolicy
    role: str
    action: str
    towards: str | None
    facts: dict[str, FactValue]

    def ruling(self, **changes: Any) -> Ruling:
        """The ruling, after these changes."""
        it = replace(self, **changes)
        return it.rules.judge(Situation(it.role, it.action, it.towards, it.facts))


def compiled(of: Policy) -> CompiledPolicy:
    """Made ready to judge by, also where it contradicts itself."""
    return CompiledPolicy(of, WORDS, of.clauses)


def random_case(seed: int) -> Case:
    """A policy of at most eight clauses and a situation, by a seed."""
    chance = Random(seed)
    it = random_policy(chance, chance.randint(1, 8))
    spoken = [compiled_clause.action for compiled_clause in it.compiled_clauses]
    return Case(
        it,
        chance.choice(ROLES),
        chance.choice([*ACTIONS, *spoken, *spoken]),
        chance.choice([None, *ROLES]),
        random_facts(chance, it, chance.choice([0, 1, 2, 4, 8, 16])),
    )


def random_policy(chance: Random, length: int) -> CompiledPolicy:
    """A policy of so many clauses, most of them rules."""
    clauses = [_clause(chance, number) for number in range(length)]
    return compiled(policy(*clauses, binds=chance.choice(["", "", "staff", "everyone"])))


def random_facts(chance: Random, it: CompiledPolicy, most: int) -> dict[str, FactValue]:
    """At most so many facts that fit together, of those that the policy turns on and some more."""
    known = sorted({*it.fact_bits.follows, *it.fact_bits.measures, *it.fact_bits.choices})
    worlds = Worlds(it.fact_bits, it.compiled_clauses, 0)
    facts: dict[str, FactValue] = {}
    for fact in chance.sample(known, min(most, len(known))):
        added = {**facts, fact: random_value(chance, it, fact)}
        if worlds._is_possible(added):
            facts = added
    return facts


def random_value(chance: Random, it: CompiledPolicy, fact: str) -> FactValue:
    """A value of the fact's sort."""
    if it.fact_bits.kind(fact) is FactKind.NUMBER:
        return chance.randint(8, 19)
    if it.fact_bits.kind(fact) is FactKind.PLATFORM:
        return chance.choice([*WORDS.platforms, OTHER])
    if fact in it.fact_bits.choices:
        return chance.choice([*it.fact_bits.choices[fact], OTHER])
    return chance.random() < 0.6


def _clause(chance: Random, number: int) -> Any:
    names = shared({"id": f"c{number}"})
    kind = chance.random()
    if kind < 0.05:
        role = chance.choice(ROLES)
        return Definition(
            defines=role, **{chance.choice(["means", "adds"]): _some(chance, ROLES, 2)}, **names
        )
    if kind < 0.1:
        deputies, is_duty = (("slt",), ())[chance.randint(0, 1)], chance.random() < 0.5
        action = chance.choice(ACTIONS)
        return Office(office="headteacher", answers_for=action, is_duty=is_duty, in_absence=deputies, **names)
    if kind < 0.15:
        about = _some(chance, ACTIONS, 2)
        return Note(
            kind=chance.choice(list(NoteKind)), audience=_some(chance, ROLES, 1), about=about, **names
        )
    if kind < 0.2:
        platforms = _some(chance, [*WORDS.platforms, OTHER], 2)
        return PlatformFact(platforms=platforms, minimum_age=chance.choice([None, 13, 16]), **names)
    towards = _some(chance, ROLES, 2) if chance.random() < 0.4 else ()
    return Rule(
        who=_some(chance, ROLES, 2),
        force=chance.choices(list(Force), (2, 5, 1, 3, 3))[0],
        action=chance.choice(ACTIONS),
        towards=towards,
        towards_except=_some(chance, ROLES, 1) if towards and chance.random() < 0.2 else (),
        on=_some(chance, ACTIONS, 1) if chance.random() < 0.2 else (),
        when=tuple(_line(chance) for _ in range(chance.choice([0, 0, 0, 1, 1, 2]))),
        unless=tuple(_exemption(chance) for _ in range(chance.choice([0, 0, 1, 1, 2]))),
        who_except=_some(chance, ROLES, 1) if chance.random() < 0.15 else (),
        only_with=(_exemption(chance),) if chance.random() < 0.1 else (),
        exception_to=_others(chance, number, 0.15),
        same_as=_others(chance, number, 0.05),
        **names,
    )


def _others(chance: Random, number: int, likely: float) -> tuple[str, ...]:
    """Ids of other clauses, which may be of no rule."""
    found = {f"c{chance.randint(0, 7)}" for _ in range(2)} - {f"c{number}"}
    return tuple(sorted(found)) if chance.random() < likely else ()


def _some(chance: Random, words: Any, most: int) -> tuple[str, ...]:
    return tuple(chance.sample(list(words), chance.randint(1, most)))


def _line(chance: Random) -> tuple[Condition, ...]:
    return tuple(_condition(chance) for _ in range(chance.choice([1, 1, 2])))


def _condition(chance: Random) -> Condition:
    is_negated = chance.random() < 0.4
    kind = chance.random()
    if kind < 0.1:
        comparison, value = chance.choice(list(Comparator)), chance.choice([11, 13, 16])
        upper = value + 2 if comparison is Comparator.BETWEEN else None
        return Condition(chance.choice(["age", "age", "adults"]), is_negated, comparison, value, upper)
    if kind < 0.2:
        return Condition("platform", is_negated, Comparator.IS, chance.choice(list(WORDS.platforms)))
    return Condition(chance.choice(FACTS), is_negated)


def _exemption(chance: Random) -> Exemption:
    parts = (
        _condition(chance) if chance.random() < 0.4 else _grant(chance)
        for _ in range(chance.choice([1, 1, 2]))
    )
    return Exemption(tuple(parts))


def _grant(chance: Random) -> Grant:
    kind = chance.choice(list(GrantKind))
    of = _some(chance, ["headteacher", "slt", "parent"], 2)
    if kind is GrantKind.OFFICE:
        return Grant(kind, of)
    forms = {form: chance.random() < 0.25 for form in ("written", "prior", "with_reason")}
    if kind is GrantKind.DECLARATION:
        approved = ("headteacher",) if chance.random() < 0.5 else ()
        return Grant(kind, of, on_entry=chance.random() < 0.3, approved_by=approved, **forms)
    if kind is GrantKind.NO_OBJECTION:
        return Grant(kind, of)
    if kind is GrantKind.NOTICE:
        forms.pop("with_reason")
    return Grant(kind, of, **forms)
