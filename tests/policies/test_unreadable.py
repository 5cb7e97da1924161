"""A stored policy that no longer reads: a kind page for readers, the mistakes for those who write."""

import hashlib
from collections.abc import Callable

import pytest
from django.test import Client

from belisha.policies.models import PolicyVersion
from tests.answers.test_ask import text_of
from tests.every_page.pages import ASKED, PAGES, Page

Spoil = Callable[[str], None]
OF_A_SCHOOL = [page for page in PAGES if page.name.startswith(("answers:", "policies:")) and page.kwargs]


@pytest.fixture
def spoil(demo: None) -> Spoil:
    """`spoil(text)`: what Grange's published policy now says."""

    def spoilt(text: str) -> None:
        checksum = hashlib.sha256(text.encode()).hexdigest()
        grange = PolicyVersion.objects.in_force().filter(school__slug="grange")
        grange.update(source=text, checksum=checksum)

    return spoilt


def source_of(school: str) -> str:
    text: str = PolicyVersion.objects.in_force().get(school__slug=school).source
    return text


@pytest.mark.parametrize("page", OF_A_SCHOOL, ids=str)
def test_every_page_of_the_school_is_kind(
    client_for: Callable[[str], Client], spoil: Spoil, page: Page
) -> None:
    spoil(source_of("grange").replace("must not: befriend", "must not: befreind"))
    response = client_for("headteacher@grange").get(page.address)
    said = text_of(response.content.decode())
    if page.name == "policies:lint":
        assert response.status_code == 200
        assert "“befreind”" in said
        assert "Line " in said
    # How to reach the school, and what its own words mean, stand without its policy.
    elif page.name in {"policies:contact", "policies:own_words"}:
        assert response.status_code == 200
        assert "befreind" not in said
    else:
        assert response.status_code == 503
        assert "It is not your doing. The text of the policy of Grange Infant School" in said
        assert "befreind" not in said


def test_other_schools_and_the_front_door_go_on(client: Client, spoil: Spoil) -> None:
    spoil("nonsense")
    assert "Calcot Schools" in client.get("/").content.decode()
    assert client.get("/s/calcot/").status_code == 200
    assert client.get("/compare/?a=grange&b=calcot").status_code == 200
    assert client.post("/s/grange/ask/", dict(ASKED)).status_code == 503


def test_clauses_that_contradict_each_other_are_met_as_kindly(
    client: Client, spoil: Spoil, monkeypatch: pytest.MonkeyPatch
) -> None:
    from belisha.rules.contradictions import ContradictionError

    def contradicted(*args: object, **kwargs: object) -> None:
        raise ContradictionError([])

    monkeypatch.setattr("belisha.answers.views.answer", contradicted)
    response = client.get("/s/grange/ask/", dict(ASKED))
    assert response.status_code == 503
    assert "This policy cannot be read just now" in response.content.decode()
