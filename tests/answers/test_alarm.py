"""Somebody in danger is told where to turn: no verdict, nothing kept. A duty says whose it is."""

import pytest
from django.test import Client

from belisha.answers.models import AnswerLog
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
