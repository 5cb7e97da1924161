"""Where it is not sure what was meant the page asks first, and keeps what was typed."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from belisha.answers.kept_words import COOKIE
from belisha.asking.confidence import sureness
from tests.asking.asked import asked
from tests.asking.test_confidence import PLAIN, VAGUE

ASK = "/s/grange/ask/"


@pytest.fixture
def vague() -> str:
    """A question of which the page cannot be sure."""
    return next(words for words in VAGUE if asked(words, role="teacher").readings)


def test_the_page_asks_first_and_shows_no_verdict(demo: None, client: Client, vague: str) -> None:
    posted = client.post(ASK, {"as": "teacher", "q": vague})
    assert posted.status_code == 303
    assert "unsure=yes" in posted.headers["Location"]
    page = client.get(posted.headers["Location"]).content.decode()
    assert "What do you mean?" in page
    assert "belisha-verdict__word" not in page
    assert 'class="belisha-meaning"' in page
    assert "None of these" in page


def test_each_meaning_leads_to_the_verdict_that_it_names(demo: None, client: Client, vague: str) -> None:
    wanted = {each.words: each.verdict for each in asked(vague).readings}
    posted = client.post(ASK, {"as": "teacher", "q": vague})
    page = client.get(posted.headers["Location"]).content.decode()
    found = re.findall(
        r'<a class="belisha-meaning" href="([^"]+)"><span class="belisha-meaning__words">([^<]+)<'
        r"/span>\s*<span class=\"belisha-meaning__verdict belisha-word--([a-z-]+)",
        page,
    )
    assert {words.replace("&#39;", "'"): verdict for _, words, verdict in found} == wanted
    for link, _, verdict in found:
        answer = client.get(link.replace("&amp;", "&")).content.decode()
        assert f"belisha-verdict--{verdict}" in answer or "belisha-verdict--silent" in answer
        assert "What do you mean?" not in answer


def test_none_of_these_keeps_the_words_and_says_whom_to_ask(demo: None, client: Client, vague: str) -> None:
    client.post(ASK, {"as": "teacher", "q": vague})
    page = client.get(f"{ASK}?as=teacher&none=yes").content.decode()
    assert "Ask in other words" in page
    assert "Ask the headteacher" in page
    assert vague in page


def test_the_question_stands_in_its_box_again_and_in_no_address(demo: None, client: Client) -> None:
    posted = client.post(ASK, {"as": "teacher", "q": PLAIN})
    address = urlsplit(posted.headers["Location"])
    page = client.get(f"{address.path}?{address.query}").content.decode()
    box = re.search(r"<textarea[^>]*>([^<]*)</textarea>", page)
    assert box
    assert box[1] == PLAIN
    assert "friend+request" not in address.query
    assert sureness().straight > 0


def test_another_browser_does_not_see_the_words(demo: None, client: Client) -> None:
    posted = client.post(ASK, {"as": "teacher", "q": PLAIN})
    page = Client().get(posted.headers["Location"]).content.decode()
    assert PLAIN not in page


def test_words_that_were_tampered_with_are_not_shown(demo: None, client: Client) -> None:
    client.cookies[COOKIE.name] = "another:words"
    page = client.get(f"{ASK}?as=teacher&none=yes").content.decode()
    assert "another" not in page


def test_words_of_harm_are_kept_nowhere(demo: None, client: Client) -> None:
    posted = client.post(ASK, {"as": "teacher", "q": "a pupil told me her uncle hurts her"})
    assert posted.status_code == 200
    assert not posted.cookies[COOKIE.name].value


def test_a_choice_from_the_lists_lets_the_last_words_go(demo: None, client: Client) -> None:
    client.post(ASK, {"as": "teacher", "q": PLAIN})
    posted = client.post(ASK, {"as": "teacher", "action": "befriend", "towards": "pupil"})
    assert not posted.cookies[COOKIE.name].value
