"""Everybody asks for every address: every role of two schools, and nobody. The table says what each finds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache as site_cache
from django.test import override_settings
from django.urls import reverse

from belisha.access.rights import load_rights
from belisha.demo.build import build_demo
from belisha.demo.people import demo_roles
from belisha.people.models import Membership, School
from tests.access.building import ELSEWHERE, SCHOOL, build_elsewhere, build_one_of_everything, filled
from tests.access.table import HIDDEN, ON, OPEN, REFUSED, SIGN_IN, Address, addresses
from tests.access.walking import Viewer, nobody, people_of, result_of, undone, watched

pytestmark = pytest.mark.django_db
TYPED_NOTHING = {"csrfmiddlewaretoken": "x"}  # what a browser sends of a form that was left empty
WITH_THINGS = [row for row in addresses() if row.is_of_a_school and re.search(r"=@(?!clause\.)", row.at)]
EVERY_RIGHT = "staff"
DONE = (OPEN, ON, "400", "409", "410", "429")


@dataclass(frozen=True)
class Place:
    """Two schools, one of everything at the first, and everybody signed in."""

    known: dict[str, Any]
    theirs: dict[str, Any]
    nobody: Viewer
    here: list[Viewer]
    elsewhere: list[Viewer]

    def address(self, row: Address, *, school: str = SCHOOL, **instead: Any) -> str:
        """The address of a line of the table, with what was built in it."""
        path, _, query = row.at.partition("?")
        given = {"school": school} if row.is_of_a_school else {}
        given |= {**filled(path, self.known), **instead}
        return reverse(row.name, kwargs=given) + (f"?{query}" if query else "")

    def everybody(self, row: Address, method: str) -> Iterator[tuple[Viewer, str]]:
        """Each viewer, with what the table says that they find."""
        yield self.nobody, row.nobody
        for viewer in self.elsewhere:
            yield viewer, row.elsewhere
        for viewer in self.here:
            yield viewer, row.found_here(method, viewer.role, viewer.rights)


@pytest.fixture(scope="module")
def place(django_db_setup: None, django_db_blocker: Any) -> Iterator[Place]:
    """Built once for all addresses; whatever a visit changes is taken back after it."""
    with django_db_blocker.unblock(), override_settings(BELISHA_SECOND_FACTOR="optional"), undone():
        site_cache.clear()
        if not School.objects.exists():
            build_demo()
        known, theirs = build_one_of_everything(), build_elsewhere()
        # Somebody with every right there is, at the other school: none of them counts here.
        Membership.objects.filter(user__email=f"{EVERY_RIGHT}@{ELSEWHERE}.example").update(
            extra_rights=list(load_rights())
        )
        yield Place(known, theirs, nobody(), people_of(SCHOOL), people_of(ELSEWHERE))


def one_of_each(row: Address, found: Iterable[tuple[Viewer, str]]) -> list[tuple[Viewer, str]]:
    """One viewer of those whom nothing tells apart: of one school, with the same rights of those in its line.

    The line names the rights and the roles that count for its address. Where anybody may come and none is
    named, each set of rights has its viewer all the same: the page may say more to some.
    """
    named = frozenset(re.findall(r"[\w-]+", f"{row.here} {row.post}"))
    counts = named if row.nobody != OPEN else frozenset(load_rights())
    kept = {
        (each.school, each.rights & counts, each.role if each.role in named else ""): (each, wanted)
        for each, wanted in found
    }
    return list(kept.values())


def visit(viewer: Viewer, method: str, address: str, data: dict[str, str]) -> tuple[str, list[str]]:
    """What they found, and which tables were written to. It leaves everything as it was."""
    cookies = viewer.client.cookies.copy()
    try:
        with undone(), watched() as written:
            response = getattr(viewer.client, method.lower())(address, data)
            if response.streaming:
                b"".join(response)
    finally:
        viewer.client.cookies = cookies
    return result_of(response), written


@pytest.mark.parametrize("row", [row for row in addresses() if "GET" in row.methods], ids=str)
def test_who_may_see_it(place: Place, row: Address) -> None:
    address = place.address(row)
    viewers = list(place.everybody(row, "GET"))
    wrong = []
    for viewer, wanted in one_of_each(row, viewers) if row.nobody == row.elsewhere else viewers:
        found, written = visit(viewer, "GET", address, {})
        if found != wanted or written:
            wrong.append(f"{viewer}: {found}, not {wanted} {written}".rstrip("[] "))
    assert not wrong, address


@pytest.mark.parametrize("row", [row for row in addresses() if "POST" in row.methods], ids=str)
def test_who_may_do_it(place: Place, row: Address) -> None:
    address = place.address(row)
    wrong = []
    for viewer, wanted in one_of_each(row, place.everybody(row, "POST")):
        may = wanted in (OPEN, ON)
        for data in (TYPED_NOTHING, {}) if may else (TYPED_NOTHING,):
            found, written = visit(viewer, "POST", address, data)
            if (found not in DONE) if may else (found != wanted or written):
                wrong.append(f"{viewer}: {found}, not {wanted} {written}".rstrip("[] "))
    assert not wrong, address


@pytest.mark.parametrize("row", WITH_THINGS, ids=str)
def test_another_schools_thing_is_not_there(place: Place, row: Address) -> None:
    """Under one's own school, where one has every right, and beside a thing that is one's own."""
    things = [each.partition("=")[0] for each in row.at.split() if "=@" in each and "=@clause." not in each]
    asked = [place.address(row, school=ELSEWHERE)]
    if things[0] in place.theirs and len(things) > 1:
        asked.append(place.address(row, school=ELSEWHERE, **{things[0]: place.theirs[things[0]]}))
    strangers = [each for each in place.elsewhere if each.role in (EVERY_RIGHT, "headteacher")]
    for viewer in [place.nobody, *strangers]:
        for method in row.methods.split():
            wanted = {HIDDEN} if viewer.school or row.nobody == OPEN else {SIGN_IN}
            if viewer.school and row.found_here(method, viewer.role, viewer.rights) == REFUSED:
                wanted.add(REFUSED)  # before anything is looked for
            for address in asked:
                found, written = visit(viewer, method, address, TYPED_NOTHING if method == "POST" else {})
                assert found in wanted, (str(viewer), method, address)
                assert not written


def test_the_walk_is_of_everybody(place: Place) -> None:
    roles = list(demo_roles())
    assert [each.role for each in place.here] == [each.role for each in place.elsewhere] == roles
    assert len(roles) >= 24


@pytest.mark.parametrize("row", [row for row in addresses() if row.nobody != OPEN], ids=str)
def test_a_head_without_a_second_factor_is_led_to_set_it_up(
    place: Place, row: Address, settings: Any
) -> None:
    settings.BELISHA_SECOND_FACTOR = "required"
    head = next(each for each in place.here if each.role == "headteacher")
    method = row.methods.split()[0]
    address = place.address(row)
    if address.startswith("/account/") or row.nobody != SIGN_IN:
        return
    cookies = head.client.cookies.copy()
    with undone(), watched() as written:
        response = getattr(head.client, method.lower())(address)
    head.client.cookies = cookies
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/account/second-factor/needed/")
    assert not written


def test_results_are_words_of_the_table() -> None:
    known = {OPEN, ON, SIGN_IN, REFUSED, HIDDEN}
    for row in addresses():
        said = {row.nobody, row.elsewhere, *(part.split(":")[-1].strip() for part in row.here.split(";"))}
        assert said <= known, row.name
        groups = [part.split(":")[0].split() for part in f"{row.here};{row.post}".split(";") if ":" in part]
        for words in groups:
            assert words[0] == "role" or set(words) <= set(load_rights()), row.name
            assert words[0] != "role" or set(words[1:]) <= set(demo_roles()), row.name
