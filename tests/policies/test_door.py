"""What visitors read at the door (G18, G49)."""

import re

import pypdfium2
import pytest
from django.test import Client

from belisha.base.qr import qr_svg
from belisha.directory.models import SchoolContact
from belisha.policies.printing import pdf
from belisha.rules.language.reading import library_slugs


@pytest.mark.clause("G18", "G49")
def test_visitors_read_what_binds_them_and_whom_to_tell(demo: None, client: Client) -> None:
    """Visitors and parents read at the door what binds them there, and whom to tell."""
    page = client.get("/s/grange/door/").content.decode()
    assert "mobile phone" in page[page.index("You must not") : page.index("If something worries you")]
    assert 'href="tel:01632960100"' in page
    assert 'href="tel:01632960101"' in page


def test_two_schools_say_what_their_own_policies_say(demo: None, client: Client) -> None:
    pages = {slug: client.get(f"/s/{slug}/door/").content.decode() for slug in ("grange", "hr-cooperative")}
    named = {slug: set(re.findall(rf"/s/{slug}/policy/([a-z0-9-]+)/", page)) for slug, page in pages.items()}
    assert named["grange"] != named["hr-cooperative"]


def test_without_contacts_the_poster_still_says_something(demo: None, client: Client) -> None:
    SchoolContact.objects.filter(school__slug="hr-cooperative").delete()
    page = client.get("/s/hr-cooperative/door/").content.decode()
    assert "If something worries you" in page


def test_the_poster_is_one_sheet_that_leads_to_the_page(demo: None, client: Client) -> None:
    answer = client.get("/s/grange/door.pdf")
    if not pdf.can_print():
        assert answer.headers["Location"] == "/s/grange/door/print/"
        return
    document = pypdfium2.PdfDocument(answer.content)
    assert len(document) == 1
    words = " ".join(document[0].get_textpage().get_text_range().split())
    assert "Before you come in" in words
    assert "01632 960 101" in words
    assert "/s/grange/door/" in words


@pytest.mark.parametrize("school", library_slugs())
def test_every_school_s_poster_is_one_sheet(demo: None, client: Client, school: str) -> None:
    """In large letters where the policy asks little of visitors, in smaller ones where it asks much."""
    if pdf.can_print():
        assert len(pypdfium2.PdfDocument(client.get(f"/s/{school}/door.pdf").content)) == 1


def test_the_page_to_print_shows_its_code_from_an_address_of_the_site(demo: None, client: Client) -> None:
    page = client.get("/s/grange/door/print/").content.decode()
    sources = re.findall(r'<img src="([^"]*)"', page)
    assert sources == ["/s/grange/door/qr.svg"], "the content security policy blocks any other picture"
    picture = client.get(sources[0])
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.content.decode() == qr_svg("http://testserver/s/grange/door/")
