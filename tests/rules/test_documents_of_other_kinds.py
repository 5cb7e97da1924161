"""Two policies of kinds that the language did not grow around: phones in a nursery, lessons online."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from belisha.asking.asking import ask
from belisha.asking.entities import find_entities
from belisha.rules.batch import judge_many
from belisha.rules.contradictions import contradictions
from belisha.rules.judge import compile_policy, judge
from belisha.rules.language.clauses import Plain
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import read_policy
from belisha.rules.language.writing import write_policy
from belisha.rules.lint import lint
from belisha.rules.ruling import FactValue, Ruling, Situation
from belisha.rules.vocabulary.loading import WordsFile, default_vocabulary, extend
from belisha.rules.vocabulary.own_names import with_own_names
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.plain_english import clause_in_words

HERE = Path(__file__).parent / "documents"
NAMES = ("early-years", "tuition")


@cache
def words(name: str) -> Vocabulary:
    text = (HERE / f"{name}.toml").read_text(encoding="utf-8")
    return extend(default_vocabulary(), [WordsFile(f"{name}.toml", text)])


@cache
def document(name: str) -> Policy:
    return read_policy((HERE / f"{name}.md").read_text(encoding="utf-8"), vocabulary=words(name))


def ruling(name: str, role: str, action: str, towards: str | None = None, **facts: FactValue) -> Ruling:
    known = {fact.replace("_", "-"): value for fact, value in facts.items()}
    return judge(document(name), Situation(role, action, towards, known), vocabulary=words(name))


@pytest.mark.parametrize("name", NAMES)
def test_most_is_said_exactly_and_nothing_is_lost(name: str) -> None:
    clauses = document(name).clauses
    exact = [clause for clause in clauses if not isinstance(clause, Plain) and not clause.doubts]
    assert len(exact) / len(clauses) >= 0.9


@pytest.mark.parametrize("name", NAMES)
def test_reading_and_writing_are_the_identity_and_nothing_contradicts(name: str) -> None:
    policy = document(name)
    assert read_policy(write_policy(policy), vocabulary=words(name)) == policy
    assert contradictions(policy, words(name)) == ()


@pytest.mark.parametrize("name", NAMES)
def test_every_clause_can_be_read_aloud(name: str) -> None:
    titles = {clause.id: clause.title for clause in document(name).clauses}
    for clause in document(name).clauses:
        assert clause_in_words(clause, words(name), titles).endswith(".")


@pytest.mark.parametrize(
    ("name", "role", "action", "towards", "facts", "verdict"),
    [
        ("early-years", "parent", "use-phone", None, {}, "discouraged"),
        ("early-years", "pupil", "use-phone-near-children", None, {}, "prohibited"),
        ("early-years", "volunteer", "use-phone-near-children", None, {"emergency": True}, "allowed"),
        ("early-years", "headteacher", "name-stand-in-phone", None, {"landline_down": True}, "required"),
        ("early-years", "headteacher", "name-stand-in-phone", None, {"landline_down": False}, "silent"),
        ("early-years", "teacher", "leave-number", None, {}, "required"),
        ("early-years", "supply-teacher", "leave-number", None, {}, "silent"),
        ("early-years", "teacher", "take-personal-call", None, {"in_break": False}, "discouraged"),
        ("early-years", "teacher", "take-personal-call", None, {"in_break": True}, "allowed"),
        (
            "early-years", "teacher", "take-personal-call", None,
            {"in_break": False, "exceptional": True, "agreement_of_headteacher": True, "out_of_view": True},
            "allowed",
        ),
        ("early-years", "teacher", "take-personal-call", None, {"in_break": False, "exceptional": True},
         "needs-permission"),
        ("early-years", "teacher", "bring-camera", None, {}, "prohibited"),
        ("early-years", "teacher", "use-special-equipment", "pupil", {"own_device": True},
         "needs-permission"),
        (
            "early-years", "teacher", "use-special-equipment", "pupil",
            {"own_device": True, "permission_of_headteacher_prior": True, "notice_to_parent_prior": True,
             "second_adult": True, "consent_of_parent_written": True},
            "allowed",
        ),
        ("early-years", "teacher", "take-photos", "pupil", {"own_device": True}, "prohibited"),
        ("early-years", "teacher", "record-classroom", None, {"adults_present": 1}, "prohibited"),
        ("early-years", "teacher", "record-classroom", None, {"adults_present": 2}, "depends"),
        ("early-years", "parent", "photograph-event", None, {"special_event": True}, "needs-permission"),
        ("early-years", "headteacher", "hire-photographer", None, {"no_objection_of_parent": False},
         "prohibited"),
        ("early-years", "school", "view-device", None, {"cause_for_concern": True}, "allowed"),
        ("early-years", "line-manager", "view-device", None, {"holds_headteacher": True}, "allowed"),
        ("early-years", "line-manager", "view-device", None, {"holds_headteacher": False}, "silent"),
        ("early-years", "school", "investigate-breach", None, {}, "required"),
        ("tuition", "dsl", "manage-policy", None, {}, "required"),
        ("tuition", "centre-manager", "manage-policy", None, {"holds_dsl": True}, "required"),
        ("tuition", "school", "monitor-accounts", None, {}, "allowed"),
        ("tuition", "school", "filter-internet", None, {}, "required"),
        ("tuition", "tutor", "teach-online", None, {"one_to_one": True}, "needs-permission"),
        ("tuition", "tutor", "teach-online", None, {"one_to_one": False, "group_size": 13}, "prohibited"),
        ("tuition", "tutor", "teach-online", None, {"one_to_one": False, "group_size": 12}, "silent"),
        ("tuition", "pupil", "record-lesson", None, {}, "prohibited"),
        ("tuition", "tutor", "record-lesson", None, {}, "needs-permission"),
        ("tuition", "tutor", "record-lesson", None, {"permission_of_unstated": True}, "allowed"),
        ("tuition", "tutor", "give-account", "pupil", {"age": 8}, "prohibited"),
        ("tuition", "tutor", "give-account", "pupil", {"age": 9}, "silent"),
        ("tuition", "tutor", "put-personal-data-in-ai", None, {}, "prohibited"),
        ("tuition", "tutor", "message-online", "pupil", {"immediate_family": True, "declared_to_dsl": True},
         "allowed"),
        ("tuition", "tutor", "message-online", "pupil", {"immediate_family": False}, "prohibited"),
        ("tuition", "tutor", "change-password", None, {}, "required"),
        ("tuition", "pupil", "turn-camera-on", None, {}, "allowed"),
    ],
)  # fmt: skip
def test_what_they_say(
    name: str, role: str, action: str, towards: str | None, facts: dict[str, FactValue], verdict: str
) -> None:
    assert ruling(name, role, action, towards, **facts).verdict.value == verdict


def test_the_policys_own_names_are_in_its_answers() -> None:
    assert "the manager" in ruling("early-years", "parent", "photograph-event", special_event=True).way_out
    assert with_own_names(words("early-years"), ()) is words("early-years")


def test_who_gives_a_permission_is_not_sent_to_ask_themselves() -> None:
    said = ruling("early-years", "headteacher", "use-special-equipment", "pupil", own_device=True).way_out
    assert "ask the manager" not in said
    assert "yours to give" in said


def test_a_stricter_part_is_told_beside_the_answer_on_the_whole() -> None:
    said = ruling("tuition", "tutor", "use-ai")
    assert said.verdict.value == "allowed"
    assert any(
        "A part of this is stricter" in ground.why for ground in said.grounds if ground.clause == "ai-names"
    )


def test_what_is_said_of_others_is_told_where_nothing_is_said_of_whoever_asks() -> None:
    said = ruling("tuition", "parent", "befriend", "pupil")
    assert said.verdict.value == "silent"
    assert any(ground.why.startswith("The policy says this of others") for ground in said.grounds)


def test_times_relays_and_retention_are_in_the_duties() -> None:
    found = {due.clause: due for due in ruling("early-years", "teacher", "find-unsuitable-material").duties}
    assert found["speak-up"].by == "at once"
    assert any("who tells LADO" in due.do or "who tells the LADO" in due.do for due in found.values())
    tutor = ruling("tuition", "tutor", "record-lesson", permission_of_unstated=True).duties
    assert [due.do for due in tutor] == [
        "keep in the register of images for 30 days"
    ] or "for 30 days" in tutor[0].do
    both = ruling("tuition", "tutor", "see-harmful-post").duties
    assert any("and the centre manager" in due.do and due.by == "by the end of the day" for due in both)


def test_what_is_unclear_is_gathered_by_lint() -> None:
    found = lint(document("tuition"), date(2026, 11, 29), vocabulary=words("tuition"))
    sentences = [each.sentence for each in found if each.check == "unclear"]
    assert len(sentences) == 4, sentences
    assert any("who gives leave" in each for each in sentences)


@pytest.mark.parametrize("name", NAMES)
def test_many_at_once_are_judged_as_one_by_one(name: str) -> None:
    compiled = compile_policy(document(name), words(name), on=None)
    facts = [{}, {"emergency": True}, {"age": 8, "exceptional": True}, {"group-size": 3, "one-to-one": False}]
    asked = [
        Situation(role, action, towards, known)
        for role in (
            "teacher",
            "supply-teacher",
            "tutor",
            "centre-manager",
            "parent",
            "school",
            "line-manager",
        )
        if role in words(name).roles
        for action in compiled.book.by_action
        for towards in (None, "pupil", "parent")
        for known in facts
    ]
    many = judge_many(compiled, asked)
    for row, situation in enumerate(asked):
        one = compiled.judge(situation)
        assert (many.verdict(row), many.deciding(row)) == (one.verdict, one.deciding_ids), situation


def test_a_clause_in_its_own_words_is_found_by_them() -> None:
    question = "Who can explain the policy to me at the door?"
    found = ask(document("early-years"), question, role="parent", vocabulary=words("early-years"))
    assert any(ground.clause == "welcome" for ground in found.ruling.grounds)
    other = ask(document("early-years"), "Can I use a phone?", role="parent", vocabulary=words("early-years"))
    assert not any(ground.clause == "welcome" for ground in other.ruling.grounds)


def test_a_question_names_people_as_the_policy_does() -> None:
    question = "Must the manager name one phone that stands in for the landline?"
    found = ask(document("early-years"), question, role="teacher", vocabulary=words("early-years"))
    assert found.situation is not None
    assert (found.situation.role, found.situation.action) == ("headteacher", "name-stand-in-phone")


def test_a_number_is_of_what_stands_beside_it() -> None:
    found = find_entities("Can I film with two adults and a 4 year old?", words("early-years")).facts
    assert (found["adults-present"], found["age"]) == (2, 4)
    assert "adults-present" not in find_entities("My son is 4 years old", words("early-years")).facts
