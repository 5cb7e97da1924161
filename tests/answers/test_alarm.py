"""Somebody in danger is told where to turn: no verdict, nothing kept. A duty says whose it is."""

import pytest
from django.test import Client

from belisha.answers.models import AnswerLog
from belisha.base.clock import today
from belisha.directory.queries import reach_of
from belisha.people.models import School
from tests.answers.test_ask import text_of

DANGER = {"as": "pupil", "q": "I want to kill myself"}


@pytest.mark.parametrize("school", ["calcot", "grange"])
def test_danger_is_met_with_help(demo: None, client: Client, school: str) -> None:
    page = text_of(client.get(f"/s/{school}/ask/", DANGER).content.decode())
    assert "You can get help" in page
    assert "What you typed" not in page
    assert "kill" not in page
    assert "999" in page
    assert "0800 1111" in page
    assert "The policy does not allow this" not in page
    assert "Or did you mean" not in page


def test_danger_is_never_logged(demo: None, client: Client) -> None:
    client.post("/s/calcot/ask/", DANGER)
    assert not AnswerLog.objects.exists()


def test_what_was_not_understood_is_not_called_not_covered(demo: None, client: Client) -> None:
    page = text_of(
        client.get(
            "/s/grange/ask/", {"as": "teacher", "q": "What is the capital of France?"}
        ).content.decode()
    )
    assert "Not found" in page
    assert "Not covered" not in page


def test_a_duty_of_another_says_whose_it_is(demo: None, client: Client) -> None:
    given = {"as": "parent", "action": "investigate-breach", "by": "school"}
    assert "The school must investigate a breach" in text_of(
        client.get("/s/grange/ask/", given).content.decode()
    )


def test_a_duty_of_ones_own_says_what_it_is(demo: None, client: Client) -> None:
    given = {"as": "teacher", "action": "declare-contact", "towards": "parent"}
    assert "You must declare a social or family link" in text_of(
        client.get("/s/grange/ask/", given).content.decode()
    )


@pytest.mark.parametrize("at_the_end", [False, True])
def test_words_of_harm_that_are_too_long_for_a_question_get_help(
    demo: None, client: Client, *, at_the_end: bool
) -> None:
    told = "my stepdad hits me and i am scared to go home. "
    rest = "we went to the park and it rained. " * 580
    words = rest + told if at_the_end else told + rest
    assert len(words) > 20_000
    response = client.post("/s/calcot/ask/", {"as": "pupil", "q": words})
    assert response.status_code == 200
    assert "You can get help" in response.content.decode()


def test_a_child_is_sent_to_people_and_to_no_service_for_adults(demo: None, client: Client) -> None:
    words = "a man on roblox keeps asking me for pics and says not to tell mum"
    page = client.post("/s/calcot/ask/", {"as": "pupil", "q": words}).content.decode()
    people = page.split("People at school who help")[1].split("Good to know")[0]
    assert "Designated safeguarding lead" in people
    assert "NSPCC" not in people


def test_whoever_is_to_be_told_is_named(demo: None, client: Client) -> None:
    words = "a child told me a man is messaging her and wants photos"
    page = client.post("/s/grange/ask/", {"as": "teacher", "q": words}).content.decode()
    told = page.split("Tell somebody today")[1].split("What not to do")[0]
    holder = reach_of(School.objects.get(slug="grange"), ["dsl"], today())["dsl"].holders[0]
    assert told.index(holder) < told.index("tel:")


def test_a_number_is_not_kept_and_the_page_says_so(demo: None, client: Client) -> None:
    words = "can I give a parent my number 07700 900123?"
    posted = client.post("/s/grange/ask/", {"as": "teacher", "q": words}, follow=True)
    page = posted.content.decode()
    assert "900123" not in page
    assert "We left out a number, an address or a name" in page
