"""Comparing two policies, or two versions of one, by what they mean.

Every situation that their clauses can tell apart is judged under both; where the verdict or what follows
differs, it is told as a sentence. What is merely worded differently is no difference.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from belisha.rules.comparing.ages import age_differences
from belisha.rules.comparing.audiences import ComparedAudience, Pair, audiences
from belisha.rules.comparing.circumstances import Facts, Opinions, cases
from belisha.rules.comparing.differences import Comparison, Difference, Grounding, Side, Topic
from belisha.rules.comparing.opinions import fallen_back, opinion
from belisha.rules.comparing.rows import DifferenceRow, merged
from belisha.rules.comparing.sentences import difference
from belisha.rules.comparing.topics import AGES, grave_towards, gravities, topic_of, topics_at_the_door
from belisha.rules.judge import compile_policy
from belisha.rules.judging.answers import answers
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import FactValue
from belisha.rules.vocabulary.loading import default_vocabulary
from belisha.rules.vocabulary.packs import packs_of, with_awake
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.activities import ActivityPhrases

__all__ = [
    "Comparison",
    "Difference",
    "Grounding",
    "Side",
    "Topic",
    "compare",
    "grave_towards",
    "gravities",
    "short_name",
    "topic_of",
    "topics_at_the_door",
]

_KIND_OF_SCHOOL = re.compile(
    r"(?:\s+(?:Infants?|Junior|Primary|Secondary|High|Community|First|Middle|Nursery|Academy|C of E|CE|RC"
    r"|and|&|Schools?))+$"
)


def compare(
    a: Policy,
    b: Policy,
    vocabulary: Vocabulary | None = None,
    on: date | None = None,
    *,
    names: tuple[str, str] | None = None,
) -> Comparison:
    """Return what differs between two policies on a day (None: without regard to dates), the gravest first.

    `names` are what the two are called in sentences: by default the schools' short names, or their
    versions where the school is the same. Raise ContradictionError where one contradicts itself.
    """
    words = vocabulary or default_vocabulary()
    words = with_awake(words, packs_of(a, words) | packs_of(b, words))
    policies = compile_policy(a, words, on=on), compile_policy(b, words, on=on)
    called = names or _names(a, b)
    phrases = ActivityPhrases(words)
    rows = merged(_rows(policies), words.actions, phrases.names.is_everyone)
    found = [
        (topic_of(row.actions[0], words.actions), difference(row, called, phrases, words)) for row in rows
    ]
    found += [(AGES, each) for each in age_differences(policies, called)]
    return Comparison(*called, _topics(found))


def short_name(school: str) -> str:
    """Return a school's name without what kind of school it is: "Barley Lane"."""
    return _KIND_OF_SCHOOL.sub("", school) or school


def _rows(policies: Pair) -> Iterator[DifferenceRow]:
    order = tuple(policies[0].vocabulary.facts)
    for sort in audiences(policies):
        for case in cases(partial(_look, policies, sort), partial(_values, policies), order):
            facts = tuple(
                sorted(case.facts.items(), key=lambda fact: (fact[1] is False, order.index(fact[0])))
            )
            roles, parties = frozenset(sort.roles), frozenset(sort.parties)
            yield DifferenceRow((sort.action,), roles, parties, facts, case.first, case.second)


def _look(policies: Pair, sort: ComparedAudience, facts: Facts) -> Opinions:
    """Return what each says of a sort of situation, by its first role and party."""
    role, party = sort.roles[0], sort.parties[0] if sort.parties else None
    known = {**dict.fromkeys(policies[0].vocabulary.actions[sort.action].supposes, True), **facts}
    found = [opinion(policy, role, sort.action, party, known) for policy in policies]
    first, second = (
        fallen_back(policy, own, other, role, sort.action, party, known)
        for policy, own, other in zip(policies, found, reversed(found), strict=True)
    )
    return first, second


def _values(policies: Pair, fact: str, facts: Facts) -> Iterable[FactValue]:
    """Return the answers that either policy tells apart."""
    found = {value for policy in policies for _, value in answers(fact, facts, policy.fact_bits, ())}
    return sorted(found, key=str, reverse=True)


def _names(a: Policy, b: Policy) -> tuple[str, str]:
    first, second = short_name(a.control.school), short_name(b.control.school)
    if first != second:
        return first, second
    if a.control.school != b.control.school:
        return a.control.school, b.control.school
    editions = [each.control.version or each.control.dated for each in (a, b)]
    if all(editions) and editions[0] != editions[1]:
        return f"version {editions[0]}", f"version {editions[1]}"
    return "the first version", "the second version"


def _topics(found: Iterable[tuple[str, Difference]]) -> tuple[Topic, ...]:
    by_title: dict[str, list[Difference]] = {}
    for title, each in sorted(found, key=lambda pair: -pair[1].gravity):
        by_title.setdefault(title, []).append(each)
    return tuple(Topic(title, tuple(each)) for title, each in by_title.items())
