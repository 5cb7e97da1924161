"""Whom the policy names for help stands on the school's page of help."""

from __future__ import annotations

import pytest
from django.test import Client

from belisha.rules.language.writing import write_policy
from tests.clauses.asked import without
from tests.clauses.asked_of_schools import put_in_force

clause = pytest.mark.clause
NAMED = [
    pytest.param("calcot", "NSPCC", "K100", marks=clause("K100")),
    pytest.param("calcot", "Staff should speak to the headteacher first", "K102", marks=clause("K102")),
    pytest.param("calcot", "LGfL", "K102b", marks=clause("K102b")),
]


@pytest.mark.parametrize(("slug", "name", "cite"), NAMED)
def test_help_names_whom_the_policy_names(
    demo: None, client: Client, slug: str, name: str, cite: str
) -> None:
    """The page of help says it, by this clause: “{name}”."""
    before = client.get(f"/s/{slug}/help/").content.decode().count(name)
    assert before
    put_in_force(slug, write_policy(without(slug, cite)))
    assert client.get(f"/s/{slug}/help/").content.decode().count(name) < before


@clause("K46b")
def test_the_helpline_of_professionals_can_be_reached(demo: None, client: Client) -> None:
    """The page of help holds the e-mail address and number of the Professionals Online Safety Helpline."""
    page = client.get("/s/calcot/help/").content.decode()
    part = page[page.index('id="posh"') :].split("</section>")[0]
    assert "mailto:" in part
    assert "tel:" in part
