"""The page for a role shows the guidance that concerns it, and shows it no more when the clause is gone."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from belisha.policies.models import PolicyVersion
from belisha.policies.queries import version_in_force
from belisha.rules.language.writing import write_policy
from tests.clauses.asked import policy_of, without

clause = pytest.mark.clause
PAGES = {"school": "/s/{}/school/?open=all"}
GUIDED = [
    pytest.param("grange", "school", "G11a", "The school must", marks=clause("G11a")),
    pytest.param("grange", "school", "G16", "The school should", marks=clause("G16")),
    pytest.param("grange", "volunteer", "G17a", "You must", marks=clause("G17a")),
    pytest.param("grange", "teacher", "G17c", "You must", marks=clause("G17c")),
    pytest.param("grange", "teacher", "G29a", "You must", marks=clause("G29a")),
    pytest.param("grange", "teacher", "G29b", "You should", marks=clause("G29b")),
    pytest.param("grange", "volunteer", "G47", "You must", marks=clause("G47")),
    pytest.param("grange", "volunteer", "G48", "You must", marks=clause("G48")),
    pytest.param("grange", "volunteer", "G55", "What may follow", marks=clause("G55")),
    pytest.param("grange", "teacher", "G62e", "What may follow", marks=clause("G62e")),
    pytest.param("grange", "teacher", "G78c", "You should", marks=clause("G78c")),
    pytest.param("grange", "teacher", "G78h", "You should", marks=clause("G78h")),
    pytest.param("grange", "teacher", "G82b", "What may follow", marks=clause("G82b")),
    pytest.param("grange", "teacher", "G84h", "Good to know", marks=clause("G84h")),
    pytest.param("grange", "teacher", "G84i", "What may follow", marks=clause("G84i")),
    pytest.param("grange", "teacher", "G88i", "You should", marks=clause("G88i")),
    pytest.param("grange", "school", "G88j", "The school should", marks=clause("G88j")),
    pytest.param("barley-lane", "volunteer", "B29", "You must", marks=clause("B29")),
    pytest.param("barley-lane", "school", "B29b", "The school must", marks=clause("B29b")),
    pytest.param("barley-lane", "school", "B33a", "The school must", marks=clause("B33a")),
    pytest.param("barley-lane", "parent", "B59", "You must", marks=clause("B59")),
    pytest.param("barley-lane", "parent", "B60", "You must", marks=clause("B60")),
    pytest.param("barley-lane", "parent", "B69b", "You should not", marks=clause("B69b")),
    pytest.param("barley-lane", "teacher", "B73", "Good to know", marks=clause("B73")),
    pytest.param("barley-lane", "parent", "B76", "You should not", marks=clause("B76")),
    pytest.param("barley-lane", "parent", "B76b", "You should", marks=clause("B76b")),
    pytest.param("barley-lane", "parent", "B77", "You must", marks=clause("B77")),
    pytest.param("barley-lane", "parent", "B77b", "You should", marks=clause("B77b")),
    pytest.param("hr-cooperative", "teacher", "H20c", "You should", marks=clause("H20c")),
    pytest.param("hr-cooperative", "teacher", "H20d", "Good to know", marks=clause("H20d")),
    pytest.param("hr-cooperative", "teacher", "H22b", "You should", marks=clause("H22b")),
    pytest.param("hr-cooperative", "teacher", "H28", "You should", marks=clause("H28")),
    pytest.param("hr-cooperative", "teacher", "H29", "You should", marks=clause("H29")),
    pytest.param("hr-cooperative", "teacher", "H32b", "Good to know", marks=clause("H32b")),
    pytest.param("hr-cooperative", "teacher", "H48c", "You must", marks=clause("H48c")),
    pytest.param("hr-cooperative", "teacher", "H50", "You must", marks=clause("H50")),
    pytest.param("coads-green", "school", "C14c", "The school must", marks=clause("C14c")),
    pytest.param("coads-green", "school", "C19", "The school should", marks=clause("C19")),
    pytest.param("coads-green", "volunteer", "C20a", "You must", marks=clause("C20a")),
    pytest.param("coads-green", "teacher", "C20d", "You must", marks=clause("C20d")),
    pytest.param("coads-green", "teacher", "C22b", "You must", marks=clause("C22b")),
    pytest.param("coads-green", "volunteer", "C35", "You must", marks=clause("C35")),
    pytest.param("coads-green", "volunteer", "C38", "You should", marks=clause("C38")),
    pytest.param("coads-green", "volunteer", "C46c", "What may follow", marks=clause("C46c")),
    pytest.param("calcot", "teacher", "K44b", "Good to know", marks=clause("K44b")),
    pytest.param("calcot", "teacher", "K46a", "Good to know", marks=clause("K46a")),
    pytest.param("calcot", "teacher", "K46b", "Good to know", marks=clause("K46b")),
    pytest.param("calcot", "teacher", "K60c", "Good to know", marks=clause("K60c")),
    pytest.param("calcot", "teacher", "K60d", "Good to know", marks=clause("K60d")),
    pytest.param("calcot", "school", "K62b", "The school must", marks=clause("K62b")),
    pytest.param("calcot", "parent", "K64a", "You should", marks=clause("K64a")),
    pytest.param("calcot", "parent", "K64b", "You may", marks=clause("K64b")),
    pytest.param("calcot", "teacher", "K72c", "You must", marks=clause("K72c")),
    pytest.param("calcot", "teacher", "K78b", "You should not", marks=clause("K78b")),
    pytest.param("calcot", "teacher", "K80", "Good to know", marks=clause("K80")),
    pytest.param("calcot", "parent", "K96c", "You should", marks=clause("K96c")),
    pytest.param("calcot", "parent", "K100", "You may", marks=clause("K100")),
    pytest.param("calcot", "teacher", "K102", "You should", marks=clause("K102")),
    pytest.param("calcot", "headteacher", "K102b", "You may", marks=clause("K102b")),
]


def shown_under(client: Client, slug: str, role: str) -> dict[str, list[str]]:
    """The ids of the clauses on the page for a role, by the heading they stand under."""
    page = client.get(PAGES.get(role, "/s/{}/for/{}/?open=all").format(slug, role)).content.decode()
    found: dict[str, list[str]] = {}
    for part in page.split('<details class="belisha-topic"')[1:]:
        heading = re.sub(r"<[^>]+>", " ", part.split("<summary>")[1].split("</h2>")[0])
        found[" ".join(unescape(heading).split())] = re.findall(r'class="belisha-clause" id="([^"]+)"', part)
    return found


@pytest.mark.parametrize(("slug", "role", "cite", "heading"), GUIDED)
def test_the_page_for_a_role_shows_the_guidance(
    demo: None, client: Client, slug: str, role: str, cite: str, heading: str
) -> None:
    """The page for a {role} shows this clause under “{heading}”."""
    ids = {each.id for each in policy_of(slug).clauses if cite in each.cites}
    assert ids & set(shown_under(client, slug, role)[heading])
    version = version_in_force(slug)
    assert version is not None
    PolicyVersion.objects.filter(pk=version.pk).update(
        source=write_policy(without(slug, cite)), checksum=f"{cite:0>64}"
    )
    after = shown_under(client, slug, role)
    assert after
    assert not ids & {each for clauses in after.values() for each in clauses}
