"""Whom a document binds, read from its text; and the questions on it. No database."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import pytest

from belisha.acknowledgements.audience import asked_elsewhere, audience
from belisha.acknowledgements.changes import changes_for_roles
from belisha.acknowledgements.quiz import QuizAnswer, not_asked, quiz_questions, truisms
from belisha.acknowledgements.sheet_codes import is_same_code, sheet_code
from belisha.rules.judge import judge
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import library_slugs, read_policy
from belisha.rules.ruling import Situation, Verdict
from belisha.rules.vocabulary.loading import load_vocabulary

WORDS = load_vocabulary()
DAY = date(2026, 11, 21)


def shipped(slug: str) -> str:
    return files("belisha").joinpath("library", "policies", f"{slug}.md").read_text(encoding="utf-8")


def written(*clauses: str, audience_line: str = "") -> Policy:
    front = "slug: x\ntitle: X\nschool: X School\npublisher: X\nsource: x\nstanding: agreed\n" + audience_line
    return read_policy(f"---\n{front}---\n\n# X\n\n## One\n\n" + "\n\n".join(clauses) + "\n")


def clause(name: str, *fields: str) -> str:
    lines = "\n".join(f"- {each}" for each in (*fields, "cites: X1"))
    return f"### {name} {{#{name}}}\n\nWords of {name}.\n\n{lines}"


@pytest.mark.parametrize(
    ("slug", "bound", "not_bound"),
    [
        (
            "grange",
            {"teacher", "headteacher", "governor", "volunteer"},
            {"parent", "pupil", "contractor", "clerk"},
        ),
        ("barley-lane", {"teacher", "volunteer", "parent", "pupil", "governor"}, {"contractor", "clerk"}),
        ("hr-cooperative", {"teacher", "governor", "contractor", "supply-teacher"}, {"parent", "volunteer"}),
        ("coads-green", {"teacher", "governor", "parent", "volunteer"}, {"pupil", "clerk"}),
        ("calcot", {"teacher", "parent", "pupil", "contractor"}, {"clerk", "visitor"}),
    ],
)
def test_the_shipped_policies_bind_whom_they_say(slug: str, bound: set[str], not_bound: set[str]) -> None:
    found = audience(read_policy(shipped(slug)), WORDS, DAY)
    assert all(found.is_bound(role) for role in bound)
    assert not any(found.is_bound(role) for role in not_bound)


@pytest.mark.clause("G11b", "G24", "G96")
def test_each_role_comes_with_the_clauses_that_say_so() -> None:
    """Whom the policy binds is read from its clauses, and statements that differ are told."""
    found = audience(read_policy(shipped("grange")), WORDS, DAY)
    assert found.roles["teacher"] == ("for-whom", "keep-to-policy")
    assert found.roles["volunteer"] == ("for-whom",)
    # G11b: staff alone in one place, staff, governors and volunteers in others.
    assert [each.who for each in found.differing][:2] == [("staff", "governor", "volunteer"), ("staff",)]
    assert not audience(read_policy(shipped("hr-cooperative")), WORDS, DAY).differing


def test_everyone_is_whom_the_document_means() -> None:
    wide = clause("all", "who: everyone", "must: follow-policy")
    narrow = clause("who", "defines: everyone", "means: staff, parent")
    assert audience(written(wide), WORDS, DAY).is_bound("pupil")
    found = audience(written(wide, narrow), WORDS, DAY)
    assert found.is_bound("teaching-assistant")
    assert found.is_bound("parent")
    assert not found.is_bound("pupil")


def test_document_control_counts_for_whom_no_clause_names() -> None:
    rule = clause("one", "who: staff", "must: read-policy")
    found = audience(written(rule, audience_line="audience: staff, governor\n"), WORDS, DAY)
    assert found.roles["governor"] == ()
    assert found.roles["teacher"] == ("one",)
    assert not audience(written(rule), WORDS, DAY).is_bound("governor")


def test_a_ban_a_condition_and_advice_bind_nobody() -> None:
    found = audience(
        written(
            clause("ban", "who: staff", "must not: follow-policy"),
            clause("if", "who: governor", "must: follow-policy", "when: in-lesson"),
            clause("advice", "who: parent", "should: read-policy"),
        ),
        WORDS,
        DAY,
    )
    assert not found.roles


def test_a_clause_that_is_over_binds_nobody() -> None:
    over = clause("over", "who: staff", "must: follow-policy", "until: 2025-12-31")
    assert not audience(written(over), WORDS, DAY).roles
    assert audience(written(over), WORDS, date(2025, 1, 1)).is_bound("teacher")


def test_the_time_that_the_document_allows() -> None:
    rule = clause(
        "one", "who: staff", "must: follow-policy", "then: record in acknowledgements", "by: within 5 days"
    )
    found = audience(written(rule), WORDS, DAY)
    allowed = found.allowed(("teacher",))
    assert allowed
    assert (allowed.days, allowed.are_working) == (5, False)
    assert found.allowed(("parent",)) is None


@pytest.mark.clause("K54a", "K84")
def test_what_is_asked_of_acceptable_use_is_not_asked_for_the_policy() -> None:
    """Acceptable use policies are signed as documents of their own, by role."""
    policy = read_policy(shipped("calcot"))
    assert asked_elsewhere(policy, WORDS, DAY)["pupil"] == ("behave-positively", "signed-policies")
    assert audience(policy, WORDS, DAY).roles["pupil"] == ()
    own = written(clause("aup", "who: pupil", "must: follow-aup", "then: record in acknowledgements"))
    assert audience(own, WORDS, DAY, is_acceptable_use=True).is_bound("pupil")
    assert not audience(own, WORDS, DAY).is_bound("pupil")


def test_only_what_changed_for_somebody_is_theirs() -> None:
    one = clause("one", "who: staff", "must: follow-policy")
    two = clause("two", "who: parent", "must not: bully-online")
    before, after = (
        written(one, two),
        written(
            one.replace("Words of", "Other words of"), two, clause("new", "who: parent", "may: seek-advice")
        ),
    )
    staff, parent = (changes_for_roles(before, after, (role,), WORDS, DAY) for role in ("teacher", "parent"))
    assert [(each.id, each.how) for each in staff.mine] == [("one", "changed")]
    assert [(each.id, each.how) for each in parent.mine] == [("new", "added")]
    assert [each.id for each in parent.others] == ["one"]
    moved = written(two, one.replace("cites: X1", "cites: X2"))
    assert changes_for_roles(before, moved, ("teacher", "parent"), WORDS, DAY).mine == ()


@pytest.mark.parametrize("slug", library_slugs())
def test_every_answer_is_the_rulings(slug: str) -> None:
    policy = read_policy(shipped(slug))
    bound = audience(policy, WORDS, DAY)
    for role in bound.roles:
        asked = quiz_questions(policy, role, WORDS, DAY, seed="a")
        assert len({each.id.partition("--")[0] for each in asked}) == len(asked) <= 5
        for each in asked:
            action, _, party = each.id.partition("--")
            ruling = judge(policy, Situation(role, action, party or None), on=DAY)
            expected = {
                Verdict.ALLOWED: QuizAnswer.YES,
                Verdict.NEEDS_PERMISSION: QuizAnswer.ASK,
                Verdict.PROHIBITED: QuizAnswer.NO,
                Verdict.DISCOURAGED: QuizAnswer.NO,
                Verdict.REQUIRED: QuizAnswer.YES,
                Verdict.RECOMMENDED: QuizAnswer.YES,
            }
            assert each.right is expected[ruling.verdict]
            assert action not in not_asked()
            assert set(each.clauses) == {ground.clause for ground in ruling.deciding}


def test_questions_are_the_same_for_a_seed_and_mixed_for_another() -> None:
    policy = read_policy(shipped("grange"))
    sets = [quiz_questions(policy, "teacher", WORDS, DAY, seed=f"person {number}") for number in range(8)]
    assert sets[0] == quiz_questions(policy, "teacher", WORDS, DAY, seed="person 0")
    assert len({tuple(each.id for each in found) for found in sets}) > 4
    assert all({QuizAnswer.ASK, QuizAnswer.NO} <= {each.right for each in found} for found in sets)


def test_questions_on_a_change_are_about_it() -> None:
    policy = read_policy(shipped("grange"))
    found = quiz_questions(policy, "teacher", WORDS, DAY, seed="a", among=("friend-pupil",))
    assert [each.id for each in found] == ["friend-on-social-media--pupil"] or all(
        "friend-pupil" in each.clauses for each in found
    )
    assert not quiz_questions(policy, "teacher", WORDS, DAY, seed="a", among=())


def test_every_not_asked_action_is_a_word() -> None:
    assert not_asked() | truisms() <= set(WORDS.actions)


@pytest.mark.parametrize("slug", library_slugs())
def test_each_kind_of_verdict_is_asked_about(slug: str) -> None:
    """Whoever answers “no” to everything has not passed: there is something that one may or must do."""
    policy = read_policy(shipped(slug))
    for role in audience(policy, WORDS, DAY).roles:
        for seed in ("a", "b", "c"):
            asked = quiz_questions(policy, role, WORDS, DAY, seed=seed)
            if len(asked) > 2:
                assert not all(each.accepts(QuizAnswer.NO) for each in asked), (role, seed)
                assert len({each.verdict for each in asked}) > 1


def test_a_safer_answer_is_taken_and_a_freer_one_is_not() -> None:
    policy = read_policy(shipped("coads-green"))
    asked = quiz_questions(policy, "teacher", WORDS, DAY, seed="a")
    taken = {each.verdict: {answer for answer in QuizAnswer if each.accepts(answer)} for each in asked}
    assert taken[Verdict.NEEDS_PERMISSION] == {QuizAnswer.ASK, QuizAnswer.NO}
    assert taken[Verdict.PROHIBITED] == {QuizAnswer.NO}
    assert taken[Verdict.ALLOWED] == {QuizAnswer.YES, QuizAnswer.ASK}
    assert taken[Verdict.REQUIRED] == {QuizAnswer.YES}


def test_a_duty_is_asked_about_as_one() -> None:
    (asked,) = quiz_questions(
        written(clause("one", "who: staff", "must: report-concern")), "teacher", WORDS, DAY, seed="a"
    )
    assert asked.words == "Must you report a concern?"
    assert asked.right is QuizAnswer.YES


def test_the_code_of_a_sheet() -> None:
    code = sheet_code(7, "abc")
    assert is_same_code(f" {code.lower().replace('-', ' ')} ", code)
    assert not is_same_code(sheet_code(8, "abc"), code)
    assert not is_same_code("", code)


@pytest.mark.parametrize(
    ("action", "towards", "words"),
    [
        ("go-to-police", "", "May you go to the police if you are harmed?"),
        ("contact-online", "pupil", "May you contact pupils on social media?"),
        ("befriend", "pupil", "May you be friends on social media with pupils?"),
        ("message-online", "staff", "May you exchange messages with staff on social media?"),
        ("bully-online", "", "May you bully or harass somebody online?"),
        ("take-photos", "", "May you take pictures of children?"),
    ],
)
def test_a_question_asks_what_one_may_do(action: str, towards: str, words: str) -> None:
    fields = ["who: staff", f"must not: {action}", *([f"towards: {towards}"] if towards else [])]
    (asked,) = quiz_questions(written(clause("one", *fields)), "teacher", WORDS, DAY, seed="a")
    assert asked.words == words
