import pytest
from django.test import Client

from belisha.answers.fact_words import choice_words, choices_of, fact_question, fact_words
from belisha.answers.question import Question, QuestionError, read_facts
from belisha.base.text import capital
from tests.answers.test_ask import text_of


@pytest.mark.parametrize(
    ("label", "value"), [("below 13", "12"), ("13 to 15", "13"), ("14", "14"), ("16 or over", "16")]
)
def test_a_stretch_of_ages_has_a_number_within_it(label: str, value: str) -> None:
    assert list(choices_of("age", [label])) == [(label, value, capital(label))]


def test_answers_are_named_as_people_name_them() -> None:
    assert [words for _, _, words in choices_of("towards", ["pupil", "police"])] == ["Pupil", "Police"]
    assert [words for _, _, words in choices_of("platform", ["whatsapp", "other"])] == ["WhatsApp", "Another"]
    assert [words for _, _, words in choices_of("in-lesson", ["yes", "no"])] == ["Yes", "No"]
    devices = list(choices_of("device", ["own-device", "other"]))
    assert devices == [
        ("own-device", "own-device", "It is your own device"),
        ("other", "other", "None of these"),
    ]
    assert [value for value, _ in choice_words("device")] == [
        "own-device",
        "school-equipment",
        "pupils-device",
        "other",
    ]


def test_facts_are_put_in_words() -> None:
    assert fact_words("in-lesson", value=True) == "it is lesson time"
    assert fact_words("in-lesson", value=False) == "it is not lesson time"
    assert fact_words("platform", "whatsapp").endswith("is WhatsApp")
    assert fact_words("device", "own-device") == "it is your own device"
    assert fact_words("channel", "other") == (
        "it is not on your own account and it is not on the school's official page or site"
    )
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


def test_only_values_of_a_choice_are_answers_to_it() -> None:
    assert read_facts(["device:own-device", "place:other"]) == {"device": "own-device", "place": "other"}
    with pytest.raises(QuestionError, match="is not an answer to"):
        read_facts(["device:in-lesson"])


@pytest.mark.django_db
def test_a_choice_is_asked_on_one_page_and_its_answer_told(client: Client) -> None:
    asked = {"as": "teacher", "q": "May I use Facebook?", "action": "use-social-media"}
    page = text_of(client.get("/s/barley-lane/ask/", asked).content.decode())
    assert "When is it?" in page
    assert "It is lesson time" in page
    assert "None of these" in page
    page = text_of(
        client.get("/s/barley-lane/ask/", {**asked, "fact": "time-of-day:in-break"}).content.decode()
    )
    assert "It is a break." in page
    assert "Yes, if" in page
