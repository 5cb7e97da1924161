"""Role cards: the right clauses, one sheet each whatever the policy asks, a QR code that leads to asking."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.test import Client

from belisha.base.qr import qr_svg
from belisha.people.roles import role_groups
from belisha.policies.cards.card_sheets import cards_html, cards_pdf
from belisha.policies.cards.easy_read import easy_sentences
from belisha.policies.cards.role_cards import LINES, CardBox, CardItem, card_for, fit_to_page
from belisha.policies.cards.role_page import groups_for
from belisha.policies.documents.version_view import VersionView, view_version
from belisha.policies.printing import pdf
from belisha.policies.queries import policy_of, version_in_force
from belisha.policies.website.text_similarity import normalised_letters
from belisha.rules.language.reading import library_slugs

DAY = date(2026, 11, 21)
SITE = "https://policy.example.org"
ROLES = tuple(role for group in role_groups() for role in group.roles)


@pytest.fixture(autouse=True)
def printed(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def shown(school: str) -> VersionView:
    version = version_in_force(school)
    assert version is not None
    return view_version(version, DAY)


@pytest.mark.parametrize("school", library_slugs())
def test_every_role_has_its_card_on_one_sheet_of_a4(demo: None, school: str) -> None:
    """A sheet has a first side, from which one comes to asking, and a second where the first has no room."""
    found = shown(school)
    document = pypdfium2.PdfDocument(cards_pdf(found, ROLES, DAY, SITE))
    page = 0
    for role in ROLES:
        sides = 2 if card_for(found.version, role, DAY).over else 1
        for number in range(page, page + sides):
            width, height = document[number].get_size()
            assert (round(width), round(height)) == (595, 842)
        text = normalised_letters(document[page].get_textpage().get_text_range())
        assert normalised_letters(f"{SITE}/s/{school}/ask/?as={role}") in text
        page += sides
    assert len(document) == page


@pytest.mark.parametrize("school", library_slugs())
def test_no_ban_is_dropped_from_a_card(demo: None, school: str) -> None:
    """What the first side has no room for stands on the second, most serious first."""
    found = shown(school)
    for role in ROLES:
        groups = {group.anchor: group for group in groups_for(found.policy, role, DAY)}
        banned = [
            each.id for name in ("must-not", "should-not") if name in groups for each in groups[name].clauses
        ]
        for lines in (LINES, 25):
            card = card_for(found.version, role, DAY, lines)
            said = [
                i.clause for box in (*card.boxes, *card.over) if box.anchor == "must-not" for i in box.items
            ]
            assert sorted(said) == sorted(banned), (role, lines)


def test_a_card_that_runs_over_says_less_until_it_fits(demo: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters may run wider on another machine: here they are made to."""
    plain = pdf.lay_out

    def wider(html: str) -> Any:
        return plain(html.replace("</head>", "<style>.card {font-size: 12.5pt !important}</style></head>"))

    monkeypatch.setattr(pdf, "lay_out", wider)
    body = cards_pdf(shown("grange"), ("teacher", "headteacher"), DAY, SITE)
    document = pypdfium2.PdfDocument(body)
    words = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    fronts = [number for number, each in enumerate(words) if "Ask a question" in each]
    assert len(fronts) == 2
    assert all("second side" in words[number + 1] for number in fronts)


@pytest.mark.parametrize("school", library_slugs())
@pytest.mark.parametrize("role", ["teacher", "parent", "governor", "headteacher", "pupil"])
def test_a_card_holds_what_the_page_for_the_role_holds(demo: None, school: str, role: str) -> None:
    found = shown(school)
    groups = {group.anchor: group for group in groups_for(found.policy, role, DAY)}
    card = card_for(found.version, role, DAY)
    both = {"must-not": ("must-not", "should-not"), "ask-first": ("ask-first",), "must": ("must", "should")}
    for anchor, names in both.items():
        wanted = {clause.id for name in names if name in groups for clause in groups[name].clauses}
        box = next((box for box in card.boxes if box.anchor == anchor), None)
        kept = {item.clause for item in box.items} if box else set()
        assert kept <= wanted
        assert len(wanted) == len(kept) + (box.more if box else 0)
        assert bool(wanted) == (box is not None)


def test_the_gravest_stands_first_and_is_never_dropped(demo: None) -> None:
    for lines in (LINES, 30, 20):
        card = card_for(shown("grange").version, "teacher", DAY, lines)
        assert card.boxes[0].items[0].clause in ("no-contact", "friend-pupil"), lines


def test_the_card_says_whom_to_ask_and_whom_to_tell(demo: None, client: Client) -> None:
    page = " ".join(client.get("/s/grange/card/teacher/").content.decode().split())
    assert "<strong>Ask</strong> the headteacher, in writing, beforehand." in page
    assert "<strong>The senior leadership team:</strong> Declare social contacts" in page
    assert re.search(r"and \d+ more <a", page)
    assert "Not sure? Ask the headteacher." in page


def test_fitted_drops_the_least_grave_of_each_box() -> None:
    long, short = "x" * 400, "x"
    boxes = [
        CardBox("a", "A", "prohibited", tuple(CardItem(str(n), "", short) for n in range(30))),
        CardBox("b", "B", "required", tuple(CardItem(str(n), "", long) for n in range(5))),
        CardBox("c", "C", "required", ()),
    ]
    first, second = fit_to_page(boxes, 20)
    assert [item.clause for item in first.items] == [str(n) for n in range(len(first.items))]
    assert len(first.items) + first.more == 30
    assert len(second.items) + second.more == 5
    assert second.items
    assert sum(item.lines for box in (first, second) for item in box.items) <= 20 - 6
    nothing = fit_to_page(boxes, 0)
    assert [box.more for box in nothing] == [30, 5]


def test_a_role_that_nothing_is_asked_of_has_a_card_all_the_same(demo: None, client: Client) -> None:
    response = client.get("/s/coads-green/card/candidate/")
    assert response.status_code == 200


@pytest.mark.parametrize("path", ["", "easy/", "print/", "qr.svg"])
@pytest.mark.parametrize("role", ["nobody", "school"])
def test_who_nobody_can_be_has_no_card(demo: None, client: Client, role: str, path: str) -> None:
    assert client.get(f"/s/grange/card/{role}/{path}").status_code == 404
    assert client.get(f"/s/grange/card/{role}.pdf").status_code == 404


def test_the_qr_code_leads_to_asking(demo: None, client: Client) -> None:
    response = client.get("/s/grange/card/teacher/qr.svg")
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.content.decode() == qr_svg("http://testserver/s/grange/ask/?as=teacher")
    assert client.get("/s/grange/ask/?as=teacher").status_code == 200


def test_the_card_and_all_cards_as_pdf(demo: None, client: Client) -> None:
    one = client.get("/s/grange/card/teacher.pdf")
    assert one.headers["Content-Type"] == "application/pdf"
    inside = one.content
    assert b"/MarkInfo" in inside or b"/ObjStm" in inside
    found = shown("grange")
    sides = [2 if card_for(found.version, role, DAY).over else 1 for role in found.policy.control.audience]
    assert len(pypdfium2.PdfDocument(client.get("/s/grange/cards.pdf").content)) == sum(sides)


def test_the_picture_has_words(demo: None) -> None:
    from belisha.policies.cards.card_sheets import sheet_for

    html = cards_html(shown("grange"), (sheet_for(shown("grange"), "teacher", DAY, qr="x"),), SITE)
    assert 'alt="QR code of the page where you can ask"' in html


@pytest.mark.parametrize("school", library_slugs())
def test_easy_read_is_short_sentences(demo: None, school: str) -> None:
    found = shown(school)
    lengths = []
    for role in ROLES:
        for items in easy_sentences(card_for(found.version, role, DAY), found.policy).values():
            for sentence in (sentence for item in items for sentence in item.sentences):
                assert sentence.endswith(".")
                assert "  " not in sentence
                assert "{" not in sentence
                lengths.append(len(sentence.split()))
    assert max(lengths) <= 22
    assert sum(lengths) / len(lengths) <= 9


def test_easy_read_says_what_the_rules_say(demo: None, client: Client) -> None:
    page = client.get("/s/grange/card/teacher/easy/").content.decode()
    assert "Do not be friends on social media. This is about pupils." in page
    assert "Ask the headteacher first, in writing." in page
    rules = policy_of(shown("grange").version).by_id
    assert re.search(r'href="/s/grange/policy/friend-pupil/"', page)
    assert "friend-pupil" in rules
