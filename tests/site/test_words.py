import re

import pytest
from django.template.loader import get_template

from belisha.answers.fact_words import choices_of, fact_question, fact_words
from belisha.answers.question import Question, QuestionError, read_facts
from belisha.base.words import capital, join_words
from belisha.lifecycle.moves import states
from belisha.policies.clause_words import clause_rows, kind_words
from belisha.policies.states import VERSION_LIFE, VersionState
from belisha.policies.verdict_words import VERDICT_WORDS, words_for
from belisha.rules.reading import library_slugs, load_policy
from belisha.rules.ruling import Verdict


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_words_and_a_shape_of_its_own(verdict: Verdict) -> None:
    assert words_for(verdict).word
    parts = get_template("policies/parts.html").template.module
    shapes = {each: re.sub(r"\s+", "", str(parts.shape(each.value))) for each in Verdict}
    assert "<path" in shapes[verdict] or "<circle" in shapes[verdict]
    assert len(set(shapes.values())) == len(Verdict) == len(VERDICT_WORDS)


@pytest.mark.parametrize("school", library_slugs())
def test_every_clause_can_be_put_in_words(school: str) -> None:
    for clause in load_policy(school).clauses:
        assert kind_words(clause)
        assert all(row.words for row in clause_rows(clause))


@pytest.mark.parametrize(
    ("label", "value"), [("below 13", "12"), ("13 to 15", "13"), ("14", "14"), ("16 or over", "16")]
)
def test_a_stretch_of_ages_has_a_number_within_it(label: str, value: str) -> None:
    assert list(choices_of("age", [label])) == [(label, value, capital(label))]


def test_answers_are_named_as_people_name_them() -> None:
    assert [words for _, _, words in choices_of("towards", ["pupil", "police"])] == ["Pupil", "Police"]
    assert [words for _, _, words in choices_of("platform", ["whatsapp", "other"])] == ["WhatsApp", "Another"]
    assert [words for _, _, words in choices_of("in-lesson", ["yes", "no"])] == ["Yes", "No"]


def test_facts_are_put_in_words() -> None:
    assert fact_words("in-lesson", value=True) == "it is lesson time"
    assert fact_words("in-lesson", value=False) == "it is not lesson time"
    assert fact_words("platform", "whatsapp").endswith("is WhatsApp")
    assert fact_question("permission-of-headteacher").startswith("Has the headteacher given")


def test_a_question_becomes_an_address_and_back() -> None:
    facts = read_facts(["age:9", "in-lesson:no", "platform:whatsapp"])
    question = Question("parent", "may she?", "join-platform", towards="pupil", facts=facts, skipped=("x",))
    assert question.query() == (
        "as=parent&q=may+she%3F&action=join-platform&towards=pupil"
        "&fact=age%3A9&fact=in-lesson%3Ano&fact=platform%3Awhatsapp&skip=x"
    )
    assert "age" not in question.without("age").facts
    assert question.with_fact("towards", "teacher").towards == "teacher"
    with pytest.raises(QuestionError):
        question.with_fact("towards", "nobody")


def test_words_are_joined() -> None:
    assert join_words(["a"]) == "a"
    assert join_words(["a", "b", "c"]) == "a, b or c"
    assert join_words([]) == ""


def test_every_move_starts_and_ends_in_a_state() -> None:
    assert set(states(VERSION_LIFE)) == set(VersionState)
    assert not VERSION_LIFE.refusal("be published", "ratified")
    assert VERSION_LIFE.refusal("be published", "draft") == (
        "A policy that stands at “draft” cannot be published: that is done from “ratified”."
    )
