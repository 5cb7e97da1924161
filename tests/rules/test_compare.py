"""Two policies are compared by what they mean, and told in sentences."""

from __future__ import annotations

import dataclasses
import itertools
from datetime import date
from functools import cache

import pytest

from belisha.rules.compare import Comparison, Difference, compare, short_name
from belisha.rules.comparing.audiences import TOGETHER
from belisha.rules.comparing.severity import gravity
from belisha.rules.judge import compile_policy
from belisha.rules.language.clauses import Force, Rule
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import library_slugs, load_policy
from belisha.rules.ruling import GroundStanding, Ruling, Situation, Verdict
from belisha.rules.vocabulary.loading import default_vocabulary, wider

ON = date(2026, 11, 21)
WORDS = default_vocabulary()
PAIRS = list(itertools.combinations(library_slugs(), 2))


@cache
def compared(first: str, second: str) -> Comparison:
    return compare(load_policy(first), load_policy(second), WORDS, ON)


TOLD = """
barley-lane | calcot | Staff and volunteers using social media at break, on their own device: \
allowed at Barley Lane, not covered at Calcot.
barley-lane | hr-cooperative | Staff naming the school as their employer: \
advised against at Barley Lane, allowed at The Schools HR Co-operative.
barley-lane | coads-green | Staff and volunteers contacting parents on social media: \
not allowed at Barley Lane, allowed at Coads Green.
coads-green | grange | The designated publicity person posting pictures of people at school for agreed \
publicity: allowed at Coads Green, not allowed at Grange.
grange | hr-cooperative | Staff naming the school as their employer: \
not allowed at Grange, allowed at The Schools HR Co-operative.
calcot | grange | Pupils bringing a phone into school: not covered at Calcot, not allowed at Grange.
barley-lane | calcot | WhatsApp: from 14, blocked at school at Barley Lane, from 16 at Calcot.
"""


@pytest.mark.parametrize("row", TOLD.strip().splitlines())
def test_a_sentence_that_a_governor_reads(row: str) -> None:
    first, second, sentence = row.split(" | ")
    assert sentence in [each.sentence for each in compared(first, second).differences]


@pytest.mark.parametrize("slug", library_slugs())
def test_a_policy_differs_in_nothing_from_itself(slug: str) -> None:
    found = compared(slug, slug)
    assert not found
    assert list(found.differences) == []


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_other_way_round_it_says_the_same(first: str, second: str) -> None:
    def told(difference: Difference) -> tuple[object, ...]:
        sides = {(side.name, side.says) for side in (difference.first, difference.second)}
        return difference.actions, difference.roles, difference.towards, frozenset(sides)

    there = {told(each) for each in compared(first, second).differences}
    back = {told(each) for each in compared(second, first).differences}
    assert there == back


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_what_is_told_is_what_is_judged(first: str, second: str) -> None:
    """For every role, party and action of each difference, both policies rule as it says."""
    for number, slug in enumerate((first, second)):
        rules = compile_policy(load_policy(slug), WORDS, on=ON)
        for difference in compared(first, second).differences:
            side = (difference.first, difference.second)[number]
            if side.verdict is None:
                continue
            for role, party, action in itertools.product(
                difference.roles, difference.towards[:3] or (None,), difference.actions
            ):
                facts = {**dict.fromkeys(WORDS.actions[action].supposes, True), **difference.facts}
                verdicts = {rules.judge(Situation(role, action, party, facts)).verdict}
                if Verdict.SILENT in verdicts:
                    near = WORDS.actions[action].otherwise
                    verdicts |= {rules.judge(Situation(role, each, party, facts)).verdict for each in near}
                if party is None:
                    verdicts |= {Verdict.DEPENDS} & verdicts and {side.verdict}
                assert side.verdict in verdicts, difference.sentence


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_what_is_judged_differently_is_told(first: str, second: str) -> None:
    """Without any facts: where one surely bans what the other surely allows or asks, a difference says so."""
    rules = [compile_policy(load_policy(slug), WORDS, on=ON) for slug in (first, second)]
    told = list(compared(first, second).differences)
    people = [role for role in WORDS.roles if role not in TOGETHER]
    for role, action in itertools.product(people, WORDS.actions):
        rulings = [each.judge(Situation(role, action)) for each in rules]
        if not all(is_sure(ruling) for ruling in rulings):
            continue
        verdicts = {ruling.verdict for ruling in rulings}
        if Verdict.PROHIBITED in verdicts and verdicts & {Verdict.ALLOWED, Verdict.REQUIRED}:
            within = wider(WORDS.actions, action)
            assert any(role in each.roles and set(within) & set(each.actions) for each in told), (
                role,
                action,
            )


def is_sure(ruling: Ruling) -> bool:
    return all(ground.standing is not GroundStanding.OPEN for ground in ruling.grounds)


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_gravest_come_first(first: str, second: str) -> None:
    topics = compared(first, second).topics
    for topic in topics:
        gravities = [difference.gravity for difference in topic.differences]
        assert gravities == sorted(gravities, reverse=True)
    firsts = [topic.differences[0].gravity for topic in topics]
    assert firsts == sorted(firsts, reverse=True)
    assert len({topic.title for topic in topics}) == len(topics)


def test_what_matters_more() -> None:
    v = Verdict
    order = [
        gravity(v.PROHIBITED, v.REQUIRED),
        gravity(v.PROHIBITED, v.ALLOWED),
        gravity(v.ALLOWED, v.DISCOURAGED),
        gravity(v.SILENT, v.PROHIBITED),
        gravity(v.REQUIRED, v.SILENT),
        gravity(v.SILENT, v.RECOMMENDED),
        gravity(v.ALLOWED, v.SILENT),
        gravity(v.SILENT, v.SILENT),
    ]
    assert order == sorted(order, reverse=True)


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_each_side_has_its_clauses(first: str, second: str) -> None:
    policies = load_policy(first), load_policy(second)
    for difference in compared(first, second).differences:
        for policy, side in zip(policies, (difference.first, difference.second), strict=True):
            assert all(grounding.clause in policy.by_id for grounding in side.clauses)
            assert side.clauses or side.verdict is Verdict.SILENT or side.verdict is None, difference.sentence


def amended(policy: Policy, clause: str, **changes: object) -> Policy:
    clauses = tuple(dataclasses.replace(c, **changes) if c.id == clause else c for c in policy.clauses)
    control = dataclasses.replace(policy.control, version="2")
    return dataclasses.replace(policy, clauses=clauses, control=control)


def test_two_versions_of_one_policy() -> None:
    old = load_policy("calcot")
    new = amended(old, "staff-following", force=Force.SHOULD_NOT)
    found = compare(old, new, WORDS, ON)
    assert [each.sentence for each in found.differences] == [
        "Staff following the accounts of pupils: not allowed in version 1, advised against in version 2."
    ]
    assert [topic.title for topic in found.topics] == ["Friends and contact"]


def test_schools_of_the_same_short_name_are_called_in_full() -> None:
    old = load_policy("calcot")
    control = dataclasses.replace(old.control, school="Calcot Primary School")
    found = compare(old, dataclasses.replace(old, control=control), WORDS, ON)
    assert (found.first, found.second) == ("Calcot Schools", "Calcot Primary School")


def test_what_is_only_worded_differently_is_no_difference() -> None:
    old = load_policy("calcot")
    assert not compare(old, amended(old, "staff-following", text="Other words.", title="Another"), WORDS, ON)


def test_another_authority_is_a_difference() -> None:
    old = load_policy("coads-green")
    rule = old.by_id["name-and-logo"]
    assert isinstance(rule, Rule)
    part = dataclasses.replace(rule.unless[0].parts[0], of=("chair-of-governors",))  # type: ignore[call-arg]
    new = amended(old, rule.id, unless=(dataclasses.replace(rule.unless[0], parts=(part,)),))
    (difference,) = compare(old, new, WORDS, ON, names=("before", "after")).differences
    assert "ask the headteacher for permission first) at before" in difference.sentence
    assert "ask the chair of governors for permission first) at after" in difference.sentence


def test_another_duty_is_a_difference() -> None:
    old = load_policy("coads-green")
    rule = old.by_id["report-breach"]
    assert isinstance(rule, Rule)
    report = dataclasses.replace(rule.then[0], to=("dsl",))
    new = amended(old, rule.id, then=(report, *rule.then[1:]))
    found = [each.sentence for each in compare(old, new, WORDS, ON, names=("before", "after")).differences]
    assert any("“report to the headteacher” at before" in sentence for sentence in found)
    assert any("“report to the designated safeguarding lead” at after" in sentence for sentence in found)


@pytest.mark.parametrize(
    ("school", "short"),
    [
        ("Barley Lane Primary School", "Barley Lane"),
        ("Grange Infant School", "Grange"),
        ("Calcot Schools", "Calcot"),
        ("St Mary's C of E Infant and Junior School", "St Mary's"),
        ("The Schools HR Co-operative", "The Schools HR Co-operative"),
        ("School", "School"),
    ],
)
def test_short_names(school: str, short: str) -> None:
    assert short_name(school) == short
