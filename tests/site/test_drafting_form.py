"""The form of one clause: what is typed, what is wrong, its rows and its reading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from belisha.audit.models import Event
from belisha.drafting.clause_form.shown import shown_clause
from belisha.drafting.clause_form.typed import LISTS, ROWS, TEXTS
from belisha.drafting.clause_form.written import read_values
from belisha.policies.reading import read_source
from belisha.rules.clauses import Rule
from belisha.rules.edit import clause_checksum, read_clause_text
from belisha.rules.reading import library_slugs, load_policy

from .conftest import ClientFor
from .drafting import HEAD, RULE, adopted, ids, posted, stated


@pytest.mark.parametrize("slug", library_slugs())
def test_every_clause_that_ships_is_the_same_after_its_form(slug: str) -> None:
    empty: Mapping[str, Any] = {**dict.fromkeys(TEXTS, ""), **{name: [] for name in (*LISTS, *ROWS)}}
    for clause in load_policy(slug).clauses:
        found, errors, _ = read_values({**empty, **shown_clause(clause)})
        assert (found, errors) == (clause, {})


def test_a_rule_is_added_by_form(client_for: ClientFor) -> None:
    client = client_for(HEAD)
    version = adopted(client)
    section = read_source(version.source).sections[0]
    address = f"/s/grange/drafts/{version.pk}/add/"
    assert 'value="1.' in client.get(address, {"section": section}).content.decode()
    response = client.post(address, {**RULE, "section": section, "save": "yes"})
    assert response.status_code == 302, response.content.decode()
    assert response["Location"].endswith("#no-friends")
    rule = stated(version, "no-friends")
    assert isinstance(rule, Rule)
    assert rule == read_clause_text(
        "### No friends {#no-friends}\n\nStaff do not befriend pupils.\n\n"
        "- who: staff\n- must not: befriend\n"
        "- towards: pupil\n- when: age below 13\n"
        "- unless: permission of headteacher, written and immediate-family\n"
        "- then: report to headteacher or police, at once\n- cites: 9.1\n",
        section,
    )
    assert Event.objects.filter(verb="changed a draft", subject=f"version {version.pk}").count() == 1


def test_a_clause_saved_as_it_is_shown_stays_as_it_is(client_for: ClientFor) -> None:
    client = client_for(HEAD)
    version = adopted(client)
    for clause in list(read_source(version.source).clauses)[::9]:
        data = {**posted(clause), "was": clause_checksum(clause), "save": "yes"}
        response = client.post(f"/s/grange/drafts/{version.pk}/clauses/{clause.id}/", data)
        assert response.status_code == 302, response.content.decode()
        assert stated(version, clause.id) == clause


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"title": ""}, "Give the clause a title"),
        ({"text": " "}, "Say in plain words what the clause asks"),
        ({"who": []}, "Choose whom the rule binds"),
        ({"force": ""}, "Choose how strongly"),
        ({"cites": ""}, "Say where in the document this stands"),
        ({"action": "be freinds on social media"}, "Nearest: “be friends on social media”"),
        ({"unless-0-of": "hedteacher"}, "Nearest: “headteacher”"),
        ({"when-0-value": "young"}, "is not a whole number"),
        ({"when-0-how": ""}, "it is a number"),
        ({"since": "2027-01-01", "until": "2026-01-01"}, "is before"),
    ],
)
def test_what_is_wrong_is_told_at_its_box_and_what_was_typed_stays(
    client_for: ClientFor, change: dict[str, Any], says: str
) -> None:
    client = client_for(HEAD)
    version = adopted(client)
    data = {**RULE, "section": read_source(version.source).sections[0], "save": "yes", **change}
    response = client.post(f"/s/grange/drafts/{version.pk}/add/", data)
    page = response.content.decode()
    assert response.status_code == 400
    assert "<title>Error: " in page
    assert says in page.replace("&#39;", "’")
    assert 'value="at once"' in page
    assert "no-friends" not in ids(version)


def test_rows_are_added_and_taken_away_without_a_script(client_for: ClientFor) -> None:
    client = client_for(HEAD)
    version = adopted(client)
    address = f"/s/grange/drafts/{version.pk}/add/"
    page = client.post(address, {**RULE, "add": "then"}).content.decode()
    assert 'name="then-1-deed"' in page
    page = client.post(
        address, {**RULE, "then-1-deed": "", "then-2-deed": "", "add": "then"}
    ).content.decode()
    assert 'name="then-3-deed"' in page, "what was added and is still empty stays"
    page = client.post(address, {**RULE, "less": "unless-0"}).content.decode()
    assert 'name="unless-1-what"' not in page
    assert 'name="unless-0-what"' in page
    assert "no-friends" not in ids(version)


def test_the_reading_stands_beside_the_form(client_for: ClientFor) -> None:
    client = client_for(HEAD)
    version = adopted(client)
    data = {**RULE, "section": read_source(version.source).sections[0]}
    page = client.post(f"/s/grange/drafts/{version.pk}/reading/", data).content.decode()
    assert "A member of staff must not be friends on social media (a pupil)" in page
    assert "What people would be answered" in page
    missing = client.post(f"/s/grange/drafts/{version.pk}/reading/", {**data, "force": ""}).content.decode()
    assert "Choose how strongly" in missing
