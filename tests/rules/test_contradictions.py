"""Which clauses contradict each other, and which only seem to."""

import pickle
from datetime import date
from functools import partial

import pytest
from hypothesis import given, settings

from belisha.rules.contradictions import ContradictionError, contradictions
from belisha.rules.judge import compile_policy
from belisha.rules.language.clauses import Clause, Definition, Office, PlatformFact
from belisha.rules.language.reading import library_slugs, load_policy
from belisha.rules.ruling import Situation
from belisha.rules.vocabulary.loading import default_vocabulary
from tests.rules.judging_cases import WORDS, office, permission, policy, rule, shared, unless
from tests.rules.small_vocabulary import SMALL
from tests.rules.strategies import policies

must = partial(rule, "staff", "must", "follow")
must_not = partial(rule, "staff", "must not", "follow")
should_not = partial(rule, "staff", "should not", "follow")
may = partial(rule, "staff", "may", "follow")
FRIEND_PUPILS = rule("staff", "must", "befriend", towards="pupil")
MAY_FRIEND_PUPILS = rule("staff", "may", "befriend", towards="pupil")
NOT_FRIEND_STAFF = rule("pupil", "must not", "befriend", towards="staff")
PRESS_OFFICE = Office(is_duty=True, office="headteacher", answers_for="answer-press", **shared({}))
TOO_YOUNG = PlatformFact(platforms=("other",), minimum_age=13, **shared({"id": "ages"}))


def found(*clauses: Clause) -> list[tuple[str, ...]]:
    """The ids of the clauses of every contradiction."""
    return [tuple(clause.id for clause in each.clauses) for each in contradictions(policy(*clauses), WORDS)]


@pytest.mark.parametrize(
    ("duty", "ban"),
    [
        (must(), must_not()),
        (rule("staff", "should", "follow"), should_not()),
        (must(), rule("everyone", "must not", "follow")),  # one role within the other
        (rule("everyone", "must", "follow"), rule("teacher", "must not", "follow")),
        (rule("staff", "must", "befriend"), rule("staff", "must not", "contact")),
        (rule("staff", "must", "contact"), rule("staff", "must not", "befriend")),
        (must(), must_not(towards="pupil")),
        (must(), must_not(when=["in-lesson"])),
        (must(when=["own-device"]), must_not(when=["in-lesson"])),
        (must(when=["age at least 11"]), must_not(when=["age below 13"])),
        # Whether the exception is had is chance: where it is not, nobody can keep to both.
        (must(), must_not(unless=[unless(permission("slt"))])),
        (FRIEND_PUPILS, NOT_FRIEND_STAFF),
        (rule("staff", "must", "tell-police", on="find-image"), rule("staff", "must not", "tell-police")),
        (PRESS_OFFICE, rule("staff", "must not", "answer-press")),
        (must(when=["emergency"]), must_not()),
    ],
)  # fmt: skip
def test_a_duty_and_a_ban_that_can_apply_at_once(duty: Clause, ban: Clause) -> None:
    assert found(duty, ban) == [(duty.id, ban.id)]
    assert found(ban, duty) == [(duty.id, ban.id)]


@pytest.mark.parametrize(
    "clauses",
    [
        (rule("parent", "must", "follow"), must_not()),
        (must(), rule("staff", "must not", "name-school")),
        (must(towards="parent"), must_not(towards="pupil")),
        (must(when=["not in-lesson"]), must_not(when=["in-lesson"])),
        # what the vocabulary implies keeps them apart
        (must(when=["in-break"]), must_not(when=["in-lesson"])),
        (must(when=["family"]), must_not(when=["not link"])),
        (must(when=["age at least 13"]), must_not(when=["age below 13"])),
        (must(when=["platform is whatsapp"]), must_not(when=["platform is facebook"])),
        (TOO_YOUNG, must(when=["age at least 13"]), must_not(when=["under-age"])),
        # an exception keeps them apart
        (must(when=["in-lesson"]), must_not(unless=[unless("in-lesson")])),
        (must(unless=[unless("in-lesson")]), must_not(when=["in-lesson"])),
        (rule("headteacher", "must", "follow"), must_not(unless=[unless(office("headteacher"))])),
        # what sets a duty off may itself be banned
        (rule("staff", "must", "tell-police", on="find-image"), rule("staff", "must not", "find-image")),
        # not in force together
        (must(until=date(2025, 8, 31)), must_not(since=date(2025, 9, 1))),
        # a definition keeps them apart
        (
            Definition(defines="everyone", means=("staff",), **shared({})),
            rule("pupil", "must", "follow"),
            rule("everyone", "must not", "follow"),
        ),
    ],
)  # fmt: skip
def test_what_only_seems_to_contradict(clauses: tuple[Clause, ...]) -> None:
    assert found(*clauses) == []


@pytest.mark.parametrize(
    ("of", "bans", "is_empty"),
    [
        (may(), [must_not()], True),
        (may(), [rule("everyone", "should not", "follow")], True),
        (rule("staff", "may", "befriend"), [rule("staff", "must not", "contact")], True),
        (rule("staff", "may", "contact"), [rule("staff", "must not", "befriend")], False),
        (may(), [rule("teacher", "must not", "follow")], False),
        (may(), [must_not(towards="pupil")], False),
        (may(towards="pupil"), [must_not(towards="pupil")], True),
        (may(), [must_not(when=["in-lesson"])], False),
        (may(when=["in-lesson"]), [must_not(when=["in-lesson"])], True),
        (may(when=["in-lesson"]), [must_not(when=["not in-break"])], True),
        (
            may(),
            [must_not(when=["in-lesson"]), should_not(when=["not in-lesson"])],
            True,
        ),
        (may(), [must_not(unless=[unless(permission("slt"))])], False),
        (rule("slt", "may", "follow"), [must_not(unless=[unless(office("slt"))])], False),
        (may(when=["in-lesson", "in-break"]), [must_not()], False),
        (MAY_FRIEND_PUPILS, [NOT_FRIEND_STAFF], True),
    ],
)  # fmt: skip
def test_a_permission_of_which_bans_leave_nothing(of: Clause, bans: list[Clause], is_empty: bool) -> None:
    assert found(of, *bans) == ([(of.id, *(ban.id for ban in bans))] if is_empty else [])


def test_every_contradiction_is_told_at_once_with_a_situation_in_which_both_apply() -> None:
    it = policy(
        must(id="duty", title="Duty"),
        must_not(towards="pupil", when=["in-lesson"], id="ban", title="Ban"),
        rule("parent", "may", "contact", id="may", title="May"),
        rule("parent", "must not", "contact", id="never", title="Never"),
    )
    with pytest.raises(ContradictionError) as raised:
        compile_policy(it, WORDS, on=None)
    assert str(raised.value) == (
        "“Duty” (duty: must) and “Ban” (ban: must not) contradict each other: follow, "
        "for a member of staff, towards a pupil, where it is lesson time.\n"
        "“May” (may: may) and “Never” (never: must not) leave nothing of the permission: "
        "be in contact, for a parent."
    )
    first, second = raised.value.contradictions
    assert first.situation == Situation("staff", "follow", "pupil", {"in-lesson": True})
    assert second.situation == Situation("parent", "contact")
    assert pickle.loads(pickle.dumps(raised.value)).contradictions == raised.value.contradictions


@pytest.mark.parametrize("slug", library_slugs())
def test_the_policies_of_the_library_do_not_contradict_themselves(slug: str) -> None:
    assert contradictions(load_policy(slug), default_vocabulary()) == ()


@settings(max_examples=150, deadline=None)
@given(it=policies(most=8))
def test_order_settles_nothing(it) -> None:
    turned = type(it)(it.control, tuple(reversed(it.clauses)), it.introduction, it.sections)

    def pairs(of):
        return {frozenset(clause.id for clause in each.clauses) for each in contradictions(of, SMALL)}

    assert pairs(it) == pairs(turned)
