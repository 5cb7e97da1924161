"""A question in a person's own words is answered and forgotten: not stored, not logged, not handed on."""

import logging
import re
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.apps import apps
from django.core import serializers
from django.http import QueryDict
from django.test import Client

from belisha.answers.answering import answer
from belisha.answers.forms import QuestionForm
from belisha.answers.page import answer_page
from belisha.policies.queries import policy_in_force
from belisha.rules.language.reading import library_slugs
from tests.demo_fixtures import ClientFor

ASK = "/s/grange/ask/"
WORDS = "Can I, Ms Zzyzx, accept a friend request from a pupil?"
GIVEN = {"as": "teacher", "q": WORDS}
DAY = date(2026, 11, 21)
QUESTIONS = (
    WORDS,
    "Can I use Facebook at lunch on my own phone?",
    "Who do I tell about a friend request from a pupil?",
    "My daughter is nine. Can she use WhatsApp?",
    "Can I put photos of my class on my own Instagram?",
    "Do I have to ask before I set up a page for the school?",
    "How often are phones checked?",
)


def test_nothing_in_the_database_holds_the_words(client_for: ClientFor) -> None:
    client = client_for("teacher@grange")
    address = client.post(ASK, GIVEN).headers["Location"]
    client.get(address)
    client.post(ASK, {**GIVEN, "as": "nobody"})
    for model in apps.get_models():
        assert "Zzyzx" not in serializers.serialize("json", model.objects.all()), model


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_log_and_no_error_page_holds_the_words(
    demo: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: Any, method: str
) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("belisha.answers.views.answer", broken)
    monkeypatch.setattr(logging.getLogger("django.request"), "propagate", True)
    caplog.set_level(logging.DEBUG)
    response = getattr(Client(raise_request_exception=False), method)(ASK, GIVEN)
    assert response.status_code == 500
    assert "Zzyzx" not in response.content.decode()
    logged = [record for record in caplog.records if record.name == "django.request"]
    assert logged
    said = "\n".join(logging.Formatter("%(message)s").format(record) for record in caplog.records)
    assert "Zzyzx" not in said + "".join(capfd.readouterr())


@pytest.mark.parametrize("address", [f"/s/nowhere/ask/?as=teacher&q={WORDS}", f"/nowhere/?q={WORDS}"])
def test_an_address_that_leads_nowhere_does_not_repeat_the_words(
    demo: None, client: Client, address: str
) -> None:
    assert "Zzyzx" not in client.get(address).content.decode()


def test_the_server_writes_no_access_log(monkeypatch: pytest.MonkeyPatch) -> None:
    from gunicorn.app.base import BaseApplication

    from belisha.cli.server import serve

    started: list[Any] = []

    def run(server: Any) -> None:
        started.append(server)

    monkeypatch.setenv("GUNICORN_CMD_ARGS", "--access-logfile -")
    monkeypatch.setattr(BaseApplication, "run", run)
    serve("127.0.0.1:8000")
    (server,) = started
    assert server.cfg.accesslog is None
    assert not server.cfg.logconfig
    assert not server.cfg.statsd_host


def test_the_link_to_hand_on_is_without_the_words(demo: None, client: Client) -> None:
    page = client.get(ASK, GIVEN).content.decode()
    assert "The address of this page holds your own words." in page
    links = re.findall(r'(?:href|data-copy)="([^"]*)"[^>]*>(?:Link to this answer|Copy the link)', page)
    assert len(links) == 2
    for link in links:
        given = parse_qs(urlsplit(unescape(link)).query)
        understood = {"as": ["teacher"], "action": ["befriend"], "towards": ["pupil"]}
        assert {name: given[name] for name in understood} == understood
        assert "q" not in given
        again = client.get(unescape(link)).content.decode()
        assert "holds your own words" not in again
        assert "Zzyzx" not in again
    assert "Zzyzx" not in page[page.index("<title>") : page.index("</title>")]


@pytest.mark.parametrize("school", library_slugs())
@pytest.mark.parametrize("words", QUESTIONS)
def test_the_link_gives_the_same_answer(demo: None, school: str, words: str) -> None:
    found = policy_in_force(school)
    assert found
    given = QuestionForm(QueryDict(urlencode({"as": "teacher", "q": words})))
    assert given.is_valid()
    assert given.question
    answered = answer(found.policy, given.question, DAY)
    link = answer_page(found, answered).link
    assert bool(link) is bool(answered.situation.action)
    if link:
        form = QuestionForm(QueryDict(link))
        assert form.is_valid()
        assert form.question
        assert not form.question.words
        again = answer(found.policy, form.question, DAY)
        assert again.ruling.verdict == answered.ruling.verdict
        assert again.ruling.deciding == answered.ruling.deciding
        assert again.ruling.duties == answered.ruling.duties
        assert again.ruling.way_out == answered.ruling.way_out


def test_words_that_were_not_understood_have_no_link(demo: None, client: Client) -> None:
    page = client.get(ASK, {"as": "teacher", "q": "xyzzy plugh"}).content.decode()
    assert "there is no link without them" in page
    assert "Link to this answer" not in page
