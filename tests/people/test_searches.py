"""A search for people leaves no name in an address."""

import pytest
from django.test import Client

from tests.demo_fixtures import ClientFor

LIST, FILL = "/s/grange/people/manage/", "/s/grange/people/fill/designated-person/"


@pytest.fixture
def head(client_for: ClientFor) -> Client:
    return client_for("headteacher@grange")


@pytest.mark.parametrize("page", [LIST, FILL])
def test_the_address_of_what_was_found_has_a_code_for_the_words(head: Client, page: str) -> None:
    where = head.post(page, {"q": "  teacher@grange  ", "role": "teacher"}).headers["Location"]
    assert where.startswith(f"{page}?")
    assert "teacher%40" not in where
    assert 'value="teacher@grange"' in head.get(where).content.decode()


def test_the_code_says_nothing_to_another_session(head: Client, client_for: ClientFor) -> None:
    where = head.post(LIST, {"q": "Larkspur"}).headers["Location"]
    assert "Larkspur" not in client_for("headteacher@grange").get(where).content.decode()


def test_words_in_an_address_are_not_searched_for(head: Client) -> None:
    assert "No people found" not in head.get(f"{LIST}?q=zzzz").content.decode()


def test_an_empty_search_shows_everybody_again(head: Client) -> None:
    assert head.post(LIST, {"q": " ", "who": "now"}).headers["Location"] == f"{LIST}?who=now"


def test_two_searches_in_two_tabs_stay_apart_and_only_the_last_are_kept(head: Client) -> None:
    first, *_, last = [head.post(LIST, {"q": f"name{n}"}).headers["Location"] for n in range(21)]
    assert 'value="name20"' in head.get(last).content.decode()
    assert 'value="name0"' not in head.get(first).content.decode()
