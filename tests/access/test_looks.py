"""Whoever is shown sealed words, wherever it is, is on the record with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import override_settings

from tests.access.building import SCHOOL, build_one_of_everything
from tests.access.looking import (
    Opened,
    PostedForm,
    address_of,
    fill_case,
    forms_of,
    is_sensitive,
    looks_told,
    shown_of,
    watch_opening,
    words_of,
)
from tests.access.table import OPEN, Address, addresses
from tests.access.walking import Viewer, people_of, undone

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
MOST = 2
TYPED = ("", "Typed into the form")
# Rooms whose records are sensitive: every address of theirs that takes a form must have been sent one.
ROOMS = ("cases:", "complaints:", "retention:", "channels:enquiry", "reputation:mention", "registers:")
# Forms that nobody is sent of here, and why they show no words of another.
WITHOUT = {
    "cases:attach": "opened by the reporter's own receipt",
    "registers:new_consents": "of one's own children",
    "retention:disposals": "has a form only where something is to be disposed of, and names no record",
}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    return watch_opening(monkeypatch)


@pytest.fixture
def known(demo: None, settings: Any, tmp_path: Any) -> Iterator[dict[str, Any]]:
    """One of everything, with a case that holds something of each kind."""
    settings.DATA_DIR = tmp_path
    with override_settings(BELISHA_SECOND_FACTOR="optional"), undone():
        cache.clear()
        found = build_one_of_everything()
        fill_case(found["case"])
        yield found


def guarded() -> list[Address]:
    return [row for row in addresses() if row.nobody != OPEN and not row.address.startswith("/account/")]


def test_no_look_goes_without_a_record(known: dict[str, Any], opened: Opened) -> None:
    """Every place where words are decrypted is watched, on every page that is not open to everybody."""
    looks, wrong = set(), []
    viewers = people_of(SCHOOL)
    for row in guarded():
        for viewer in _let_in(row, viewers) if "GET" in row.methods else ():
            opened.clear()
            with undone():
                before = looks_told()
                shown = shown_of(opened, words_of(viewer.client.get(address_of(row, known))))
                is_told = looks_told() > before
            looks |= {row.name} if shown else set()
            if shown and not is_told and is_sensitive(row, viewer, known):
                wrong.append(f"{viewer} {row}: {sorted(shown)}")
    assert wrong == []
    assert len(looks) >= 12, f"the walk was shown little: {sorted(looks)}"


def test_no_answer_to_a_form_shows_words_without_a_record(known: dict[str, Any], opened: Opened) -> None:
    """Each form of each page, with nothing typed in and with something: errors, downloads, what comes after.

    Each is sent by two whom the table lets in.
    """
    sent: set[str] = set()
    looks, wrong = set(), []
    viewers = people_of(SCHOOL)
    for row in guarded():
        if "GET" not in row.methods:
            continue
        for viewer in _let_in(row, viewers)[:MOST]:
            address = address_of(row, known)
            opened.clear()
            with undone():
                page = viewer.client.get(address)
            if page.streaming or "html" not in page.headers.get("Content-Type", ""):
                continue
            if not opened and not row.name.startswith(ROOMS):
                continue  # a page of which nothing is sealed
            forms = forms_of(page.content.decode(), address)
            for form in forms:
                if not form.address.startswith(f"/s/{SCHOOL}/"):
                    continue
                sent.add(form.name)
                for words in TYPED:
                    shown, is_told = _sent(viewer, form, words, opened)
                    looks |= {form.name} if shown else set()
                    if shown and not is_told and is_sensitive(row, viewer, known):
                        wrong.append(f"{viewer} {form.name} {dict(form.data)} {words!r}: {sorted(shown)}")
    assert wrong == []
    take_forms = {row.name for row in guarded() if "POST" in row.methods and row.name.startswith(ROOMS)}
    assert take_forms - sent == WITHOUT.keys()
    assert len(looks) >= 10, f"the walk was shown little: {sorted(looks)}"


def _let_in(row: Address, viewers: list[Viewer]) -> list[Viewer]:
    """One for each set of rights among those whom the table lets in."""
    found: dict[frozenset[str], Viewer] = {}
    for viewer in viewers:
        if row.found_here("GET", viewer.role, viewer.rights) == OPEN:
            found.setdefault(viewer.rights, viewer)
    return list(found.values())


def _sent(viewer: Viewer, form: PostedForm, words: str, opened: Opened) -> tuple[set[str], bool]:
    cookies = viewer.client.cookies.copy()
    opened.clear()
    with undone():
        before = looks_told()
        response = viewer.client.post(form.address, form.body(words))
        shown = shown_of(opened, words_of(response))
        is_told = looks_told() > before
    viewer.client.cookies = cookies
    return shown, is_told
