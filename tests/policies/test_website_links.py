"""Which links of a school's page are opened: by their words and place, whatever their address ends in."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import docx
import pytest
from django.test import Client

from belisha.policies.models import PolicyVersion
from belisha.policies.queries import version_in_force
from belisha.policies.website.actions import MOST_OPENED, inspect_page
from belisha.policies.website.classification import Unopened, unopened_sentences
from belisha.policies.website.documents import document_text
from belisha.policies.website.link_ranking import cloud_drive, rank_links
from belisha.policies.website.models import WebsiteFinding
from belisha.policies.website.pages import read_page
from belisha.sandbox.fetching import FetchedFile

TITLE = "Social Media Policy"
OTHERS = (
    "Accessibility plan",
    "Anti-bullying policy",
    "Attendance policy",
    "Behaviour policy",
    "Charging policy",
    "Complaints policy",
    "Online safety policy",
)
Site = Callable[[dict[str, tuple[str, bytes]]], str]


def ranked(body: str, title: str = TITLE) -> list[str]:
    page = read_page(FetchedFile("https://school.example/policies/", "text/html", "", body.encode()))
    return [each.link.url.removeprefix("https://school.example/") for each in rank_links(page.links, title)]


def slug(words: str) -> str:
    return words.lower().replace(" ", "-")


@pytest.mark.parametrize(
    ("body", "first"),
    [
        ('<a href="a-plan.pdf">Policy on plans</a><a href="z.pdf">Social media policy</a>', "policies/z.pdf"),
        (
            '<a href="a.pdf">Behaviour</a><a href="/documentlink/404?t=1">Social Media Policy</a>',
            "documentlink/404?t=1",
        ),
        (
            '<a href="a.pdf">Phones</a><a href="social_media-policy-2026.pdf">Policy</a>',
            "policies/social_media-policy-2026.pdf",
        ),
        (
            '<a href="a.pdf">Behaviour</a><h2>Social media policy</h2><a href="/x/7">Download (200KB)</a>',
            "x/7",
        ),
        (
            '<li>Behaviour <a href="/x/1">View</a></li><li>Social media <a href="/x/2">View</a></li>',
            "x/2",
        ),
        ('<tr><td>Social networking policy</td><td><a href="/get?id=3">Open</a></td></tr>', "get?id=3"),
        (
            '<nav><a href="/social">Social media</a></nav><p><a href="/p/9">Social media policy</a></p>',
            "p/9",
        ),
    ],
)
def test_the_link_that_names_the_policy_comes_first(body: str, first: str) -> None:
    assert ranked(body)[0] == first


def test_a_heading_names_no_document_that_names_itself() -> None:
    found = ranked(
        '<h2>Social media policy</h2><a href="/x/1">Uniform order form</a><a href="/x/2">Download</a>'
    )
    assert found == ["x/2"]


def test_a_policy_of_another_title_is_found_by_its_own() -> None:
    body = '<a href="/x/1">Behaviour policy</a><a href="/x/2">Acceptable use of technology</a>'
    assert ranked(body, "Acceptable Use of Technology Policy") == ["x/2"]


def test_links_that_lead_nowhere_else_are_left_out() -> None:
    body = '<a href="#top">Social media</a><a href="mailto:x@y.example">Social media</a><a href="tel:1">x</a>'
    assert ranked(body) == []


@pytest.mark.parametrize(
    "place", ['<base href="/files/">', '<a href="x.pdf">Menu</a><base href="https://school.example/files/">']
)
def test_addresses_follow_the_base_of_the_page(place: str) -> None:
    assert ranked(f'{place}<a href="7">Social media policy</a>')[0] == "files/7"


@pytest.mark.parametrize(
    ("url", "drive"),
    [
        ("https://drive.google.com/file/d/1/view", "Google Drive"),
        ("https://school.sharepoint.com/:b:/g/x", "SharePoint"),
        ("https://1drv.ms/b/x", "OneDrive"),
        ("https://www.dropbox.com/s/x", "Dropbox"),
        ("https://notdropbox.com/s/x", ""),
        ("https://school.example/drive.google.com", ""),
    ],
)
def test_cloud_drives_are_known_by_their_host(url: str, drive: str) -> None:
    assert cloud_drive(url) == drive


def test_what_was_not_opened_is_counted_and_named() -> None:
    drive = Unopened("Social media policy", "is on Google Drive, which this check cannot open")
    assert unopened_sentences([drive]) == (
        "“Social media policy” is on Google Drive, which this check cannot open.",
    )
    _, two = unopened_sentences([drive, Unopened("A"), Unopened("B")])
    assert two.startswith("2 more linked documents were not opened:")
    assert unopened_sentences([Unopened("A")])[0].startswith("1 linked document was not opened:")
    assert unopened_sentences([]) == ()


def test_word_documents_are_read_in_tables_too() -> None:
    document = docx.Document()
    document.add_paragraph("Before the table.")
    document.add_table(rows=1, cols=2).rows[0].cells[1].text = "Staff keep phones in lockers."
    out = BytesIO()
    document.save(out)
    text = document_text(FetchedFile("https://school.example/x", "", "", out.getvalue()))
    assert "Before the table." in text
    assert text.count("Staff keep phones in lockers.") == 1


# --- a real website on loopback ---


@pytest.fixture
def site(settings: Any) -> Iterator[Site]:
    """`site({"/": (kind, body)})`: a website with these files; gives its address."""
    settings.BELISHA_FETCH_PRIVATE = True
    servers = []

    def started(files: dict[str, tuple[str, bytes]]) -> str:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                kind, body = files.get(self.path, ("text/html", b""))
                self.send_response(200 if self.path in files else 404)
                self.send_header("Content-Type", kind)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield started
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def version(demo: None) -> PolicyVersion:
    found = version_in_force("grange")
    assert found is not None
    return found


@pytest.fixture
def pdf(demo: None, client: Client) -> bytes:
    """The policy in force as a PDF, as the school has put it on its website."""
    return client.get("/s/grange/policy.pdf").content


def found_on(version: PolicyVersion, address: str) -> tuple[WebsiteFinding, str]:
    found = inspect_page(version, address, "https://own.example")
    return found.finding, " ".join(found.sentences)


def list_page(last: str) -> bytes:
    items = "".join(f'<li><a href="files/{slug(each)}.pdf">{each}</a></li>' for each in OTHERS)
    return f"<!doctype html><title>Policies</title><h1>Policies</h1><ul>{items}<li>{last}</li></ul>".encode()


def test_a_list_of_many_policies(site: Site, version: PolicyVersion, pdf: bytes) -> None:
    body = list_page('<a href="files/social-media-policy.pdf">Social media policy</a>')
    address = site(
        {
            "/policies/": ("text/html", body),
            "/policies/files/social-media-policy.pdf": ("application/pdf", pdf),
        }
    )
    finding, said = found_on(version, f"{address}/policies/")
    assert finding == WebsiteFinding.SAME
    assert "could not be read" in said or "not opened" in said


def test_a_document_manager_without_endings(site: Site, version: PolicyVersion, pdf: bytes) -> None:
    body = b'<h1>Policies</h1><p><a href="documentlink/404?translate=true">Social Media Policy</a></p>'
    address = site(
        {"/": ("text/html", body), "/documentlink/404?translate=true": ("application/octet-stream", pdf)}
    )
    assert found_on(version, f"{address}/")[0] == WebsiteFinding.SAME


def test_a_page_of_its_own(site: Site, version: PolicyVersion) -> None:
    from belisha.policies.queries import policy_of

    policy = policy_of(version)
    text = "".join(
        f"<p>{words}</p>" for words in (policy.introduction, *(clause.text for clause in policy.clauses))
    )
    body = b'<ul><li><a href="/social-media">Social media policy</a></li></ul>'
    address = site({"/": ("text/html", body), "/social-media": ("text/html; charset=utf-8", text.encode())})
    assert found_on(version, f"{address}/")[0] == WebsiteFinding.SAME


def test_a_policy_on_a_cloud_drive_is_not_called_missing(site: Site, version: PolicyVersion) -> None:
    address = site(
        {"/": ("text/html", b'<a href="https://drive.google.com/file/d/1">Social media policy</a>')}
    )
    finding, said = found_on(version, f"{address}/")
    assert finding == WebsiteFinding.ABSENT
    assert "“Social media policy” is on Google Drive, which this check cannot open." in said
    assert "links to no document" not in said


def test_it_says_how_much_it_did_not_open(site: Site, version: PolicyVersion) -> None:
    files = {f"/files/{slug(each)}.pdf": ("text/html", b"<p>Another policy</p>") for each in OTHERS}
    address = site({"/": ("text/html", list_page("Ask us for the social media policy.")), **files})
    finding, said = found_on(version, f"{address}/")
    assert finding == WebsiteFinding.ABSENT
    assert f"any of the {MOST_OPENED} documents that the page links to and that could be read" in said
    assert f"{len(OTHERS) - MOST_OPENED} linked documents were not opened" in said


def test_a_page_without_links_says_so(site: Site, version: PolicyVersion) -> None:
    address = site({"/": ("text/html", b"<h1>Welcome</h1>")})
    assert "it links to no document that may have it" in found_on(version, f"{address}/")[1]
