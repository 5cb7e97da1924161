import pytest

from belisha.answers.fact_words import choices_of, fact_question, fact_words
from belisha.answers.question import Question, QuestionError, read_facts
from belisha.base.text import capital


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
