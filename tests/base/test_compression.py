"""Pages and files travel compressed where the browser takes it, and come out as they went in."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from belisha.base.compression import accepts_gzip, compress_pages, compressed_copy

LONG = "Who may post what? " * 200


def answered(response: HttpResponse, accepts: str = "gzip, br") -> HttpResponse:
    return compress_pages(lambda _: response)(RequestFactory().get("/", headers={"Accept-Encoding": accepts}))


def test_a_page_is_a_quarter_of_its_size_and_the_same(demo: None, client: Client) -> None:
    plain = client.get("/s/grange/policy/")
    packed = client.get("/s/grange/policy/", headers={"Accept-Encoding": "gzip, deflate"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) <= len(plain.content) / 4
    assert int(packed.headers["Content-Length"]) == len(packed.content)


def test_its_length_tells_nothing_exact() -> None:
    """So that text which an attacker sends cannot be measured against a secret of the page."""
    lengths = {len(answered(HttpResponse(LONG)).content) for _ in range(20)}
    assert len(lengths) > 1


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse("short"),
        HttpResponse(LONG, content_type="application/pdf"),
        HttpResponse(LONG, headers={"Content-Encoding": "br"}),
        StreamingHttpResponse([LONG.encode()]),
    ],
    ids=["short", "not text", "compressed", "stream"],
)
def test_what_is_not_worth_it_passes(response: HttpResponse) -> None:
    assert answered(response).headers.get("Content-Encoding") != "gzip"


@pytest.mark.parametrize(
    ("header", "accepts"),
    [
        ("gzip", True),
        ("deflate, GZIP;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0", False),
        ("br", False),
        ("", False),
    ],
)
def test_a_browser_says_what_it_takes(header: str, accepts: bool) -> None:
    assert accepts_gzip(header) is accepts
    assert ("Content-Encoding" in answered(HttpResponse(LONG), header).headers) is accepts


def test_style_travels_compressed(client: Client) -> None:
    plain = client.get("/static/belisha/dist/belisha.css")
    packed = client.get("/static/belisha/dist/belisha.css", headers={"Accept-Encoding": "gzip"})
    before, after = b"".join(plain), b"".join(packed)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(after) == before
    assert len(after) <= len(before) / 4


def test_a_file_is_compressed_once_and_for_each_content(tmp_path: Path, settings: object) -> None:
    settings.DATA_DIR = tmp_path / "data"  # type: ignore[attr-defined]
    file = tmp_path / "x.css"
    file.write_text("a{}" * 900, encoding="utf-8")
    first = compressed_copy(file)
    assert first == compressed_copy(file)
    file.write_text("b{}" * 900, encoding="utf-8")
    second = compressed_copy(file)
    assert first is not None
    assert second is not None
    assert first != second
    assert gzip.decompress(second.read_bytes()) == file.read_bytes()
    settings.DATA_DIR = file / "no folder"  # type: ignore[attr-defined]
    assert compressed_copy(file) is None
