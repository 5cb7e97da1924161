"""A public page is captured with all that it is made of, and another program reads and shows it again."""

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Route
from warcio.archiveiterator import ArchiveIterator

from belisha.cases.actions.chronology import CaseRefusedError
from belisha.cases.actions.evidence import add_page
from belisha.cases.models import IncidentCase
from belisha.evidence.actions import facts_of, verified_bytes
from belisha.evidence.models import EvidenceItem
from belisha.evidence.page_capture import (
    PREFIX,
    CapturedPage,
    CaptureError,
    Exchange,
    capture_page,
    remove_unfinished_capture,
)
from belisha.evidence.web_archives import WARC, web_archive
from tests.cases.filing import FACTS, worker
from tests.cases.reporting import begun
from tests.evidence.pages import SERVED, Website, website

Records = dict[str, tuple[int, str, bytes]]


@pytest.fixture
def site(settings: Any, tmp_path: Path, chromium: str) -> Iterator[Website]:
    settings.BELISHA_BROWSER, settings.BELISHA_FETCH_PRIVATE = chromium, True
    settings.DATA_DIR = tmp_path
    with website() as served:
        yield served


def read_by_warcio(archive: bytes) -> Records:
    """The responses of an archive as another program reads them, each digest checked."""
    found: Records = {}
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        described = json.loads(opened.read("datapackage.json"))
        digest = json.loads(opened.read("datapackage-digest.json"))["hash"]
        assert digest == "sha256:" + hashlib.sha256(opened.read("datapackage.json")).hexdigest()
        assert {each["path"] for each in described["resources"]} | {
            "datapackage.json",
            "datapackage-digest.json",
        } == set(opened.namelist())
        for each in described["resources"]:
            held = opened.read(each["path"])
            assert (each["bytes"], each["hash"]) == (len(held), f"sha256:{hashlib.sha256(held).hexdigest()}")
        records = opened.read(WARC)
        for line in opened.read("indexes/index.cdxj").decode().splitlines():
            place = json.loads(line.split(" ", 2)[2])
            start = int(place["offset"])
            part = io.BytesIO(records[start : start + int(place["length"])])
            (alone,) = list(ArchiveIterator(part))
            assert alone.rec_headers.get_header("WARC-Target-URI") == place["url"]
    for record in ArchiveIterator(io.BytesIO(records), check_digests="raise"):
        body = record.content_stream().read()
        if record.rec_type == "response":
            status = int(record.http_headers.get_statuscode())
            kind = record.http_headers.get_header("Content-Type") or ""
            found[record.rec_headers.get_header("WARC-Target-URI")] = (status, kind, body)
    return found


def test_an_archive_is_read_by_another_program_and_its_digests_hold() -> None:
    page = CapturedPage("https://example.org/a%20b?c=d", url="https://example.org/a%20b?c=d", title="É")
    body = "<h1>Naïve</h1>".encode()
    headers = (("Content-Type", "text/html"), ("X-Said", "é, two\n words"))
    page.exchanges = [
        Exchange("https://example.org/a%20b?c=d", page.at, 200, "OK", headers, body),
        Exchange("https://example.org/old", page.at, 302, "", (("Location", "/a"),), b""),
    ]
    page.picture, page.missing = b"picture", [("https://example.org/x", "It did not come in time.")]
    found = read_by_warcio(web_archive(page))
    assert found["https://example.org/a%20b?c=d"] == (200, "text/html", body)
    assert found["https://example.org/old"][0] == 302


@pytest.mark.browser
def test_a_page_is_captured_and_shown_again_without_its_site(site: Website, browser: Browser) -> None:
    captured = capture_page(f"{site.address}/old")
    assert (captured.url, captured.title) == (f"{site.address}/post", "A post about us")
    assert "came later" in captured.text
    assert captured.picture.startswith(b"\x89PNG")
    # What would send something is refused, and nothing goes out past us: no socket, no form, no cookie.
    assert [url for url, _ in captured.missing] == [f"{site.address}/sent"]
    assert not [each for each in site.asked if "socket" in each or each.startswith("POST")]
    records = read_by_warcio(web_archive(captured))
    parts = {url.removeprefix(site.address): held for url, held in records.items()}
    assert {path: (kind, body) for path, (status, kind, body) in parts.items() if path in SERVED} == SERVED
    assert parts["/old"][0] == 302
    site.shutdown()

    def replayed(route: Route) -> None:
        status, kind, body = records.get(route.request.url, (404, "", b""))
        route.fulfill(status=status, headers={"Content-Type": kind}, body=body)

    page = browser.new_page()
    try:
        page.route("**/*", replayed)
        page.goto(captured.url)
        page.get_by_text("came later").wait_for()
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(1, 2, 3)"
    finally:
        page.close()


@pytest.mark.browser
def test_a_capture_is_kept_as_evidence_with_its_picture_and_verifies(site: Website, demo: None) -> None:
    case = begun()
    facts = {**FACTS, "address": f"{site.address}/post", "note": "What they wrote."}
    kept = add_page(by=worker(case), case=case, facts=facts)
    assert [each.media_type for each in kept] == ["application/zip", "image/png"]
    archive = b"".join(verified_bytes(case, kept[0]))
    assert f"{site.address}/post" in read_by_warcio(archive)
    note = facts_of(case, kept[0])["note"]
    assert note.startswith(f"What they wrote. Captured by Belisha as {site.address}/post")
    assert f"{site.address}/sent" in note


@pytest.mark.browser
@pytest.mark.parametrize("after", [0.3, 1.5])
def test_a_capture_that_is_killed_leaves_nothing_once_it_is_swept(
    site: Website, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: float
) -> None:
    """Killed in the middle: the browser ends, and the next sweep takes its folder."""
    folder = tmp_path / "own"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            capture_page(f"{site.address}/never")
        os._exit(0)
    until = time.monotonic() + 30
    while not list(folder.glob(f"{PREFIX}*/profile/*")) and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert list(folder.glob(f"{PREFIX}*"))
    until = time.monotonic() + 30
    while remove_unfinished_capture() and time.monotonic() < until:
        time.sleep(0.5)
    assert list(folder.glob(f"{PREFIX}*")) == []
    assert remove_unfinished_capture() is False
    assert (tmp_path / "capture.lock").read_text() == ""


@pytest.mark.browser
def test_only_public_pages_that_come_are_captured(site: Website, settings: Any) -> None:
    for address, why in (
        ("http://127.0.0.1:1/", "refuses connections"),
        ("file:///etc/passwd", "begins with https"),
        ("nothing", "begins with https"),
    ):
        with pytest.raises(CaptureError, match=why):
            capture_page(address)
    settings.BELISHA_FETCH_PRIVATE = False
    with pytest.raises(CaptureError, match="not on the public internet"):
        capture_page(f"{site.address}/post".replace(f":{site.server_address[1]}", ""))
    assert site.asked == []


def test_capturing_is_off_unless_the_host_allows_it(demo: None, client_for: Any) -> None:
    case: IncidentCase = begun()
    facts = {**FACTS, "address": "https://example.org/"}
    with pytest.raises(CaptureError, match="switched off here"):
        add_page(by=worker(case), case=case, facts=facts)
    assert not EvidenceItem.objects.filter(owner=str(case)).exists()
    case.is_image = True
    case.save(update_fields=["is_image"])
    with pytest.raises(CaseRefusedError):
        add_page(by=worker(case), case=case, facts=facts)
