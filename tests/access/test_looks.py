"""Whoever is shown sealed words, wherever it is, is on the record with it."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import override_settings
from django.urls import reverse

from belisha.audit.models import Event
from belisha.base import data_keys
from belisha.people.accounts import encryption
from tests.access.building import SCHOOL, build_one_of_everything, filled
from tests.access.table import OPEN, Address, addresses
from tests.access.walking import Viewer, people_of, undone

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


def shown_and_told(viewer: Viewer, address: str, opened: list[tuple[str, str]]) -> tuple[set[str], bool]:
    """The purposes of the words that the viewer was shown there, and whether an event tells of it."""
    opened.clear()
    with undone():
        before = Event.objects.count()
        response = viewer.client.get(address)
        body = b"".join(response) if response.streaming else response.content
        is_told = Event.objects.count() > before
    page = html.unescape(body.decode(errors="ignore"))
    return {purpose for purpose, words in opened for each in texts(words) if each in page}, is_told


def _address(row: Address, known: dict[str, Any]) -> str:
    path, _, query = row.at.partition("?")
    given = {"school": SCHOOL} if row.is_of_a_school else {}
    return reverse(row.name, kwargs={**given, **filled(path, known)}) + (f"?{query}" if query else "")


@pytest.mark.slow
@pytest.mark.django_db
def test_no_look_goes_without_a_record(demo: None, opened: list[tuple[str, str]]) -> None:
    """Both places where words are decrypted are watched, on every page that is not open to everybody."""
    with override_settings(BELISHA_SECOND_FACTOR="optional"), undone():
        cache.clear()
        known = build_one_of_everything()
        looks, wrong = set(), []
        viewers = people_of(SCHOOL)
        for row in addresses():
            if "GET" not in row.methods or row.nobody == OPEN or row.address.startswith("/account/"):
                continue
            for viewer in viewers:
                shown, is_told = shown_and_told(viewer, _address(row, known), opened)
                looks |= {row.name} if shown else set()
                if shown and not is_told and row.name not in NOT_SENSITIVE:
                    wrong.append(f"{viewer} {row}: {sorted(shown)}")
    assert wrong == []
    assert len(looks) >= 6, f"the walk was shown little: {sorted(looks)}"
