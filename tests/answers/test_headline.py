"""A condition, or whoever is to be asked, stands beside the verdict."""

import re
from datetime import date
from urllib.parse import urlencode

import pytest
from django.test import Client

from belisha.answers.headline import headline
from belisha.rules.judge import compile_policy
from belisha.rules.language.reading import library_slugs, load_policy
from belisha.rules.ruling import Situation, Verdict
from belisha.rules.vocabulary.loading import load_vocabulary
from tests.answers.test_ask import text_of

DAY = date(2026, 11, 21)


def words_of(school: str, situation: Situation) -> str:
    compiled = compile_policy(load_policy(school), load_vocabulary(), on=DAY)
    return headline(compiled.vocabulary, situation, compiled.judge(situation)).words


@pytest.mark.parametrize(
    ("school", "situation", "words"),
    [
        ("grange", Situation("teacher", "befriend", "pupil"), "No"),
        ("grange", Situation("teacher", "use-school-name"), "Ask first: the headteacher, in writing"),
        (
            "calcot",
            Situation("teacher", "befriend", "pupil"),
            "No, unless there was a family link before: then ask the headteacher",
        ),
        (
            "hr-cooperative",
            Situation("teacher", "report-contact-attempt"),
            "You must, if the other person is",
        ),
        ("calcot", Situation("pupil", "use-social-media"), "Yes, if the child is not younger than the site"),
        ("barley-lane", Situation("senior-staff", "meet-victim"), "You should, if an adult did it"),
    ],
)
def test_the_headline(school: str, situation: Situation, words: str) -> None:
    assert words_of(school, situation).startswith(words)


@pytest.mark.parametrize("school", library_slugs())
def test_a_conditional_answer_always_says_its_condition(school: str) -> None:
    vocabulary = load_vocabulary()
    compiled = compile_policy(load_policy(school), vocabulary, on=DAY)
    for role in vocabulary.roles:
        for action in compiled.actions_of(role):
            situation = Situation(role, action)
            ruling = compiled.judge(situation)
            found = headline(compiled.vocabulary, situation, ruling)
            assert found.is_conditional is compiled.decide(situation).is_conditional
            assert not found.is_conditional or (found.more and "what it says applies" not in found.more)
            assert not found.is_conditional or found.turns_on
            assert ruling.verdict is not Verdict.NEEDS_PERMISSION or found.more


def test_the_condition_is_asked_beneath_its_verdict(demo: None, client: Client) -> None:
    given = {"as": "teacher", "action": "report-contact-attempt"}
    page = client.get(f"/s/hr-cooperative/ask/?{urlencode(given)}").content.decode()
    heading = re.search(r'<h2[^>]*id="verdict"[^>]*>(.*?)</h2>', page, re.DOTALL)
    assert heading
    assert text_of(heading[1]).strip() == "You must, if the other person is a pupil"
    assert 'name="about" value="towards"' in page
    assert "stroke-dasharray" in page[: page.index("</svg>", page.index("belisha-verdict__shape"))]
    known = client.get(f"/s/hr-cooperative/ask/?{urlencode({**given, 'towards': 'pupil'})}").content.decode()
    assert "data-focus>You must <span" in known


def test_the_verdict_comes_first_and_the_form_last(demo: None, client: Client) -> None:
    given = {"as": "teacher", "q": "Can I accept a friend request from a pupil?"}
    page = client.get(f"/s/calcot/ask/?{urlencode(given)}").content.decode()
    parts = ["<h1", 'href="#change"', 'id="verdict"', "The clause", 'name="about"', 'id="understood"']
    places = [page.index(part) for part in [*parts, "Link to this answer", 'id="change"', 'id="q"']]
    assert places == sorted(places)
