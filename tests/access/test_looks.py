"""Whoever is shown sealed words, of a matter, a report, a case or evidence, is on the record with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import override_settings
from django.urls import reverse

from belisha.audit.models import Event
from belisha.complaints import encryption
from belisha.evidence import models as evidence
from tests.access.building import SCHOOL, build_one_of_everything, filled
from tests.access.table import Address, addresses
from tests.access.walking import Viewer, people_of, undone

SEALED = [row for row in addresses() if row.name.startswith(("complaints:", "cases:", "retention:"))]


def _address(row: Address, known: dict[str, Any]) -> str:
    path, _, query = row.at.partition("?")
    given = {"school": SCHOOL} if row.is_of_a_school else {}
    return reverse(row.name, kwargs={**given, **filled(path, known)}) + (f"?{query}" if query else "")


def _unrecorded(viewer: Viewer, address: str, opened: list[str]) -> bool:
    """Whether the viewer was shown something sealed there without an event of theirs."""
    opened.clear()
    with undone():
        before = Event.objects.count()
        response = viewer.client.get(address)
        body = b"".join(response) if response.streaming else response.content
        shown = [each for each in opened if each and each.encode() in body]
        return bool(shown) and Event.objects.count() == before


@pytest.mark.django_db
def test_no_look_goes_without_a_record(demo: None, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def telling(open_words: Callable[..., str]) -> Callable[..., str]:
        def told(*arguments: Any) -> str:
            words = open_words(*arguments)
            opened.append(words)
            return words

        return told

    monkeypatch.setattr(encryption, "decrypt", telling(encryption.decrypt))
    owner = next(
        each for each in vars(evidence).values() if isinstance(each, type) and "opened" in vars(each)
    )
    monkeypatch.setattr(owner, "opened", telling(owner.opened))
    with override_settings(BELISHA_SECOND_FACTOR="optional"), undone():
        cache.clear()
        known = build_one_of_everything()
        looks, wrong = 0, []
        for row in SEALED:
            if "GET" not in row.methods:
                continue
            for viewer in people_of(SCHOOL):
                if _unrecorded(viewer, _address(row, known), opened):
                    wrong.append(f"{viewer} {row}")
                looks += bool(opened)
    assert looks >= 3, "the walk was shown nothing"
    assert wrong == []
