import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client

from belisha.answers.models import AnswerLog
from belisha.rules.language.reading import library_slugs
from tests.demo_fixtures import ClientFor

QUESTION = "Can I accept a friend request from a pupil?"
ASK = "/s/grange/ask/"


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize(
    ("school", "word"),
    [
        ("grange", "No"),
        ("barley-lane", "No"),
        ("coads-green", "No"),
        ("hr-cooperative", "No"),
        ("calcot", "No, unless"),
    ],
)
def test_the_same_question_in_every_school(demo: None, client: Client, school: str, word: str) -> None:
    given = {"as": "teacher", "action": "befriend", "towards": "pupil"}
    page = client.get(f"/s/{school}/ask/?{urlencode(given)}").content.decode()
    assert re.search(f"data-focus>{word}(:? <span|</h2>)", page)
    assert {"grange", "barley-lane", "coads-green", "hr-cooperative", "calcot"} == set(library_slugs())


def test_a_posted_question_leads_to_an_address_without_the_words(demo: None, client: Client) -> None:
    posted = client.post(ASK, {"as": "teacher", "q": QUESTION})
    assert posted.status_code == 303
    address = urlsplit(posted.headers["Location"])
    assert address.fragment == "answer"
    found = parse_qs(address.query)
    assert {name: found[name] for name in ("as", "action", "towards", "kind")} == {
        "as": ["teacher"],
        "action": ["befriend"],
        "towards": ["pupil"],
        "kind": ["permission"],
    }
    assert "q" not in found
    assert "friend+request" not in posted.headers["Location"]
    first, second = (client.get(f"{address.path}?{address.query}").content for _ in range(2))
    without_token = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
    assert without_token.sub(b"", first) == without_token.sub(b"", second)


def test_a_follow_up_is_one_question_and_builds_on_what_was_understood(demo: None, client: Client) -> None:
    given = {"as": "teacher", "action": "befriend", "towards": "pupil"}
    page = client.get(f"/s/calcot/ask/?{urlencode(given)}").content.decode()
    assert page.count('name="about"') == 1
    about = re.search(r'name="about" value="([^"]+)"', page)
    assert about
    posted = client.post("/s/calcot/ask/", {**given, "about": about[1], "reply": "no"})
    assert f"fact={about[1]}%3Ano" in posted.headers["Location"]
    skipped = client.post("/s/calcot/ask/", {**given, "about": about[1], "reply": ""})
    assert f"skip={about[1]}" in skipped.headers["Location"]
    after = client.get(skipped.headers["Location"]).content.decode()
    assert f'name="about" value="{about[1]}"' not in after


def test_what_is_not_covered_is_not_a_yes(demo: None, client: Client) -> None:
    page = text_of(client.get(f"{ASK}?as=pupil&q=what+time+is+lunch").content.decode())
    assert "Not found" in page
    assert "That is not a yes. Ask the headteacher." in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"as": "teacher", "q": ""}, "Write your question, or choose from the list"),
        ({"as": "teacher", "q": "   "}, "Write your question, or choose from the list"),
        ({"as": "", "q": QUESTION}, "Choose who you are"),
        ({"as": "techer", "q": QUESTION}, "“techer” is not a role that this site knows"),
        ({"as": "school", "q": QUESTION}, "“school” is not a role that this site knows"),
        ({"as": "teacher", "q": "x" * 501}, "Ask in at most 500 characters"),
        ({"as": "teacher", "q": "x" * 20_000}, "Ask in at most 500 characters"),
        ({"as": "teacher", "action": "dance"}, "“dance” is nothing that this site knows of"),
        (
            {"as": "teacher", "q": QUESTION, "towards": "martian"},
            "“martian” is nobody that this site knows of",
        ),
        ({"as": "teacher", "q": QUESTION, "by": "martian"}, "“martian” is not a role"),
        (
            {"as": "teacher", "q": QUESTION, "fact": "moonlight:yes"},
            "“moonlight” is not something that this site",
        ),
        ({"as": "teacher", "q": QUESTION, "fact": "age:old"}, "“old” is not an answer to “age”"),
        ({"as": "teacher", "q": QUESTION, "fact": "in-lesson:9"}, "“9” is not an answer to “in-lesson”"),
        ({"as": "teacher", "q": QUESTION, "about": "in-lesson"}, "Choose an answer, or “I do not know”"),
    ],
)
def test_a_bad_question_gets_a_clear_sentence(
    demo: None, client: Client, given: dict[str, str], sentence: str
) -> None:
    for response in (client.get(ASK, given), client.post(ASK, given)):
        assert response.status_code == 400
        page = response.content.decode()
        assert sentence in page
        assert "<title>Error: " in page
    assert not AnswerLog.objects.exists()


@pytest.mark.parametrize(
    "words", ["¿Puedo hacerme amigo de un alumno?", "可以吗", "\x07\x1b[31m?", "?", "🎉" * 200]
)
def test_odd_words_are_answered_without_harm(demo: None, client: Client, words: str) -> None:
    assert client.get(ASK, {"as": "teacher", "q": words}).status_code == 200


def test_words_are_never_markup(demo: None, client: Client) -> None:
    page = client.get(ASK, {"as": "teacher", "q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_signed_in_the_role_is_known(client_for: ClientFor) -> None:
    page = text_of(client_for("teacher@grange").get("/s/grange/").content.decode())
    assert "You ask as: teacher" in page
    assert "I am a" not in page
    answer = client_for("teacher@grange").get(ASK, {"q": QUESTION}).content.decode()
    assert "(your role here)" in answer


def test_at_another_school_the_role_is_not_known(client_for: ClientFor) -> None:
    page = text_of(client_for("teacher@grange").get("/s/calcot/").content.decode())
    assert "You ask as" not in page


def test_going_on_without_a_choice_keeps_the_answer_and_asks_again(demo: None, client: Client) -> None:
    given = {"as": "teacher", "q": "Can I use Facebook?", "about": "in-lesson"}
    response = client.post("/s/barley-lane/ask/", given)
    page = response.content.decode()
    assert response.status_code == 400
    assert "<title>Error: " in page
    assert '<a href="#reply">Choose an answer, or “I do not know”</a>' in page
    assert 'id="reply-error"' in page
    assert 'id="verdict"' in page
    assert not AnswerLog.objects.exists()
