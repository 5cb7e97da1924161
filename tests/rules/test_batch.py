"""Judging many at once gives what judging one by one gives."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.rules.batch import judge_many, judge_packed, pack
from belisha.rules.judge import SituationError, compile_policy
from belisha.rules.judging.compiled_policy import CompiledPolicy
from belisha.rules.language.reading import library_slugs, load_policy
from belisha.rules.ruling import Situation, Verdict
from belisha.rules.vocabulary.loading import default_vocabulary
from tests.rules.judging_cases import WORDS, permission, policy, rule, unless
from tests.rules.judging_random import ACTIONS, ROLES, random_facts, random_policy, random_value


def situations(chance: Random, it: CompiledPolicy, number: int, *, fitting: float = 0.5) -> list[Situation]:
    """Situations of which some have facts that fit together and the others have any."""
    found = []
    words = it.vocabulary
    roles = ROLES if words is WORDS else list(words.roles)
    actions = ACTIONS if words is WORDS else [*it.book.by_action, *words.actions]
    known = sorted({*it.fact_bits.follows, *it.fact_bits.measures, *it.fact_bits.choices})
    for _ in range(number):
        if chance.random() < fitting:
            facts = random_facts(chance, it, chance.choice([0, 1, 2, 4, 8]))
        else:
            some = chance.sample(known, chance.randint(0, min(12, len(known))))
            facts = {fact: random_value(chance, it, fact) for fact in some}
        towards = chance.choice([None, *roles, *words.parties])
        found.append(Situation(chance.choice(roles), chance.choice(actions), towards, facts))
    return found


def check(it: CompiledPolicy, asked: list[Situation]) -> None:
    """Both ways of judging agree on verdicts and deciding clauses."""
    many = judge_many(it, asked)
    assert len(many) == len(asked)
    for row, situation in enumerate(asked):
        one = it.judge(situation)
        found = (many.verdict(row), many.deciding(row))
        assert found == (one.verdict, tuple(ground.clause for ground in one.deciding)), situation


def check_without_words(it: CompiledPolicy, asked: list[Situation]) -> None:
    """The same with what judging does before it finds the words, which takes most of its time."""
    many = judge_many(it, asked)
    for row, situation in enumerate(asked):
        one = it.decide(situation)
        assert (many.ranks[row], many.deciding(row)) == (one.rank, one.deciding), situation


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**40))
def test_many_at_once_are_judged_as_one_by_one(seed: int) -> None:
    chance = Random(seed)
    it = random_policy(chance, chance.randint(1, 12))
    check(it, situations(chance, it, 60))


def test_a_hundred_thousand_are_judged_as_one_by_one() -> None:
    chance = Random(20260901)
    for _ in range(20):
        it = random_policy(chance, 40)
        check_without_words(it, situations(chance, it, 4000, fitting=0.02))
    for slug in library_slugs():
        it = compile_policy(load_policy(slug), default_vocabulary(), on=None)
        check_without_words(it, situations(chance, it, 4000, fitting=0.02))


@pytest.mark.parametrize("slug", library_slugs())
def test_the_policies_of_the_library_are_judged_as_one_by_one(slug: str) -> None:
    it = compile_policy(load_policy(slug), default_vocabulary(), on=None)
    check(it, situations(Random(1), it, 300))


def test_the_answers_come_in_the_order_of_the_questions() -> None:
    it = CompiledPolicy(
        of := policy(
            rule("staff", "must not", "follow", unless=[unless(permission("slt"))], id="a"),
            rule("staff", "must", "contact", id="b"),
        ),
        WORDS,
        of.clauses,
    )
    asked = [
        Situation("teacher", "contact"),
        Situation("teacher", "follow"),
        Situation("parent", "follow"),
        Situation("teacher", "follow", facts={"permission-of-slt": True}),
    ]
    many = judge_many(it, asked)
    verdicts = [many.verdict(row).value for row in range(4)]
    assert verdicts == ["required", "needs-permission", "silent", "allowed"]
    assert [many.deciding(row) for row in range(4)] == [("b",), ("a",), (), ("a",)]
    assert many.counts() == dict.fromkeys(
        (Verdict.SILENT, Verdict.ALLOWED, Verdict.REQUIRED, Verdict.NEEDS_PERMISSION), 1
    )


def test_more_clauses_than_a_word_has_bits() -> None:
    it = random_policy(Random(7), 150)
    many = judge_many(it, asked := situations(Random(8), it, 500))
    assert many.masks.shape == (500, 3)
    assert any(many.masks[:, 2])
    check(it, asked)


def test_columns_can_be_used_again_and_none_is_none() -> None:
    it = random_policy(Random(1), 20)
    packed = pack(it, situations(Random(2), it, 300))
    first, second = judge_packed(it, packed), judge_packed(it, packed)
    assert np.array_equal(first.ranks, second.ranks)
    assert np.array_equal(first.masks, second.masks)
    assert len(judge_many(it, [])) == 0


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (Situation("techer", "follow"), "`techer` is no role; did you mean `teacher`?"),
        (Situation("teacher", "folow"), "`folow` is no action; did you mean `follow`?"),
        (Situation("teacher", "follow", "pupl"), "`pupl` is no role or party; did you mean `pupil`?"),
        (
            Situation("teacher", "follow", facts={"in-lesson": "yes"}),
            "`'yes'` is no value of the fact `in-lesson`: expected true or false",
        ),
        (
            Situation("teacher", "follow", facts={"age": "12"}),
            "`'12'` is no value of the fact `age`: expected a number",
        ),
    ],
)
def test_what_one_by_one_refuses_is_refused(question: Situation, message: str) -> None:
    of = policy(rule("staff", "must not", "follow", when=["in-lesson", "age below 13"]))
    with pytest.raises(SituationError) as refused:
        judge_many(CompiledPolicy(of, WORDS, of.clauses), [Situation("teacher", "contact"), question])
    assert str(refused.value) == message
