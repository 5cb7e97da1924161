"""Whoever is shown sealed words, wherever it is, is on the record with it."""

from __future__ import annotations

import html
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import pytest
from django.core.cache import cache
from django.test import override_settings
from django.urls import reverse

from belisha.audit.models import Event
from belisha.base import data_keys
from belisha.people.accounts import encryption
from tests.access.building import SCHOOL, build_one_of_everything, filled
from tests.access.table import OPEN, Address, addresses
from tests.access.walking import people_of, undone

Ask = Callable[[], Any]
SHORTEST = 8
# What an entry of a register that is not sensitive holds, and what somebody is shown of their own.
NOT_SENSITIVE = {"registers:entry"}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What was decrypted of rows, whoever asked: for which purpose, and the words."""
    found: list[tuple[str, str]] = []
    plain, fernet = data_keys._decrypt, encryption._fernet

    def by_owner(encrypted: str, key: bytes, context: str) -> bytes:
        words = plain(encrypted, key, context)
        found.append((context, words.decode(errors="ignore")))
        return words

    class Told:
        def __init__(self, purpose: str) -> None:
            self.purpose, self.inner = purpose, fernet(purpose)

        def decrypt(self, token: bytes) -> bytes:
            words: bytes = self.inner.decrypt(token)
            found.append((self.purpose, words.decode(errors="ignore")))
            return words

        def encrypt(self, words: bytes) -> bytes:
            return bytes(self.inner.encrypt(words))

    monkeypatch.setattr(data_keys, "_decrypt", by_owner)
    monkeypatch.setattr(encryption, "_fernet", Told)
    return found


def texts(words: str) -> Iterator[str]:
    """The sentences in what was decrypted, which may be a JSON object of them."""
    try:
        held = json.loads(words)
    except ValueError:
        held = words
    leaves = [held]
    while leaves:
        each = leaves.pop()
        if isinstance(each, dict):
            leaves += each.values()
        elif isinstance(each, list):
            leaves += each
        elif isinstance(each, str) and len(each) >= SHORTEST and not each[:4].isdecimal():
            yield each


def shown_in(ask: Ask, opened: list[tuple[str, str]]) -> tuple[set[str], bool, str]:
    """The purposes of the words that an answer shows, whether an event tells of it, and the answer."""
    opened.clear()
    with undone():
        before = Event.objects.count()
        response = ask()
        body = b"".join(response) if response.streaming else response.content
        is_told = Event.objects.count() > before
    page = html.unescape(unpacked(body).decode(errors="ignore"))
    return {purpose for purpose, words in opened for each in texts(words) if each in page}, is_told, page


def unpacked(body: bytes) -> bytes:
    """A body, or all that is in it if it is a ZIP."""
    if not body.startswith(b"PK\x03\x04"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


class Forms(HTMLParser):
    """The forms of a page that are posted: where to, and all that each would send as it stands.

    A form with several buttons is one for each of them.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self._where: str | None = None
        self._given: dict[str, str] = {}
        self._buttons: list[tuple[str, str]] = []
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "form" and given.get("method", "").lower() == "post":
            self._where, self._given, self._buttons = given.get("action", ""), {}, []
        elif tag == "button" and name:
            self._buttons.append((name, value))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            self._given[self._select] = value
        elif tag == "textarea" and name:
            self._given[name] = "Some words."
        elif tag == "input" and name:
            self._given[name] = value or "Some words."

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "form" and self._where is not None:
            for name, value in self._buttons or [("", "")]:
                self.found.append((self._where, {**self._given, name: value}))
            self._where = None


def _address(row: Address, known: dict[str, Any]) -> str:
    path, _, query = row.at.partition("?")
    given = {"school": SCHOOL} if row.is_of_a_school else {}
    return reverse(row.name, kwargs={**given, **filled(path, known)}) + (f"?{query}" if query else "")


@pytest.mark.slow
@pytest.mark.django_db
def test_no_look_goes_without_a_record(demo: None, opened: list[tuple[str, str]]) -> None:
    """Both places where words are decrypted are watched, on every page that is not open to everybody.

    Where somebody is shown such words, each form there is sent too, as it stands: answers, exports, copies.
    """
    with override_settings(BELISHA_SECOND_FACTOR="optional"), undone():
        cache.clear()
        known = build_one_of_everything()
        looks, sent, wrong, answers = set(), set(), [], 0
        viewers = people_of(SCHOOL)
        for row in addresses():
            if "GET" not in row.methods or row.nobody == OPEN or row.address.startswith("/account/"):
                continue
            for viewer in viewers:
                address = _address(row, known)
                shown, is_told, page = shown_in(partial(viewer.client.get, address), opened)
                looks |= {row.name} if shown else set()
                if not shown or row.name in NOT_SENSITIVE:
                    continue
                if not is_told:
                    wrong.append(f"{viewer} {row}: {sorted(shown)}")
                for where, given in Forms(page).found if row not in sent else ():
                    to = urljoin(f"http://testserver{address}", where)
                    shown, is_told, _ = shown_in(partial(viewer.client.post, to, given), opened)
                    answers += bool(shown)
                    if shown and not is_told:
                        wrong.append(f"{viewer} {row} POST {where} {given}: {sorted(shown)}")
                sent.add(row)
    assert wrong == []
    assert answers >= 6, f"the answers to forms showed little: {answers}"
    assert len(looks) >= 6, f"the walk was shown little: {sorted(looks)}"
