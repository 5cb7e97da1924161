"""The connectors against the real thing on loopback: WordPress from Debian, a Bluesky PDS from npm."""

from __future__ import annotations

import io
import json
import threading
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from belisha.channels.connectors import (
    AccountAccess,
    ConnectorError,
    OutgoingPost,
    bluesky,
    connectors,
    wordpress,
)
from belisha.channels.connectors.bluesky import facets, new_key, refusal, signs
from belisha.channels.jpeg import LARGEST
from belisha.channels.pictures import clean_picture
from belisha.channels.remote_calls import call
from tests.real_servers import ServedSite, serving_bluesky, serving_wordpress

AT = datetime(2026, 12, 1, 10, tzinfo=UTC)
WORDS = (
    "Sports day ☀️ is on Friday.\n\nSee https://www.hazel.example/sport?a=1&b=2. <b>Bring</b> water! #Hazel"
)


def access(address: str, user: str, secret: str) -> AccountAccess:
    return AccountAccess(1, "hazel", "Hazel School", address, user, secret)


def picture() -> bytes:
    """A photo of a phone, with a place in it, cleaned as the site does."""
    image, out = Image.effect_noise((900, 700), 60).convert("RGB"), io.BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    exif[0x010E] = "Class 2, by a parent"
    image.save(out, "JPEG", exif=exif, quality=98)
    jpeg, _ = clean_picture(out.getvalue())
    return jpeg


@pytest.fixture(autouse=True)
def _loopback(settings: Any) -> None:
    settings.BELISHA_FETCH_PRIVATE = True


# --- WordPress ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    with serving_wordpress(tmp_path_factory.mktemp("wordpress") / "site") as found:
        yield found


@pytest.fixture(scope="module")
def office(site: ServedSite) -> AccountAccess:
    return access(site.address, "office", site.run("password.php", "office"))


def post_of(token: str, **more: Any) -> OutgoingPost:
    return OutgoingPost(7, token, WORDS, AT, **more)


@pytest.mark.slow
def test_wordpress_publishes_a_post_with_its_picture_and_removes_both(
    site: ServedSite, office: AccountAccess
) -> None:
    wordpress.check(office)
    post = post_of("post-one", picture=picture(), alt_text='A "long" jump & sand')
    sent = wordpress.publish(office, post)
    (there,), (media,) = site.posts(), site.posts("attachment")
    assert (there["status"], there["slug"], there["title"]) == (
        "publish",
        "post-one",
        "Sports day ☀️ is on Friday.",
    )
    assert "&lt;b&gt;Bring&lt;/b&gt;" in there["content"]
    assert media["alt"] == 'A "long" jump & sand'
    assert (media["caption"], f"wp-image-{media['id']}" in there["content"]) == ("", True)
    with Image.open(media["file"]) as kept:
        assert not kept.getexif()
    with urllib.request.urlopen(sent.link) as page:
        assert "Sports day" in page.read().decode()
    wordpress.remove(office, sent.remote, post.token)
    assert (site.posts(), site.posts("attachment")) == ([], [])
    wordpress.remove(office, sent.remote, post.token)


@pytest.mark.slow
def test_wordpress_has_a_post_once_wherever_an_attempt_broke_off(
    site: ServedSite, office: AccountAccess
) -> None:
    post = post_of("post-two", picture=picture(), alt_text="Sand")
    kind = {"Content-Type": "image/jpeg", "Content-Disposition": 'attachment; filename="photo-post-two.jpg"'}
    wordpress._ask(office, "POST", "media", content=post.picture, headers=kind)  # then it was killed
    first = wordpress.publish(office, post)
    again = wordpress.publish(office, post)  # killed before the site knew
    assert (first, len(site.posts()), len(site.posts("attachment"))) == (again, 1, 1)
    wordpress.remove(office, "", post.token)
    assert (site.posts(), site.posts("attachment")) == ([], [])


@pytest.mark.slow
def test_wordpress_that_keeps_a_post_back_is_told_and_keeps_nothing(site: ServedSite) -> None:
    weak = access(site.address, "helper", site.run("password.php", "helper", "contributor"))
    with pytest.raises(ConnectorError, match="may not publish"):
        wordpress.check(weak)
    with pytest.raises(ConnectorError):
        wordpress.publish(weak, post_of("post-three"))
    assert [each for each in site.posts() if each["status"] != "trash"] == []


@pytest.mark.slow
def test_a_wrong_password_is_no_health(site: ServedSite, office: AccountAccess) -> None:
    with pytest.raises(ConnectorError, match="user name and application password"):
        wordpress.check(replace(office, secret="x"))
    with pytest.raises(ConnectorError, match="user name and application password"):
        wordpress.publish(replace(office, user_name="nobody"), post_of("post-four"))


# --- Bluesky --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with serving_bluesky(tmp_path_factory.mktemp("bluesky")) as found:
        yield found


@pytest.fixture(scope="module")
def account(pds: dict[str, str]) -> AccountAccess:
    return access(pds["address"], pds["handle"], pds["app_password"])


def spanned(text: str, facet: Any) -> str:
    """Return the words that a facet makes live. Raise UnicodeDecodeError if it cuts a character."""
    return text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()


def record_of(pds: dict[str, str], key: str) -> Any:
    query = f"repo={pds['did']}&collection=app.bsky.feed.post&rkey={key}"
    return call("GET", f"{pds['address']}/xrpc/com.atproto.repo.getRecord?{query}", headers={}).values


@pytest.mark.slow
def test_bluesky_publishes_once_with_picture_and_links_and_removes(
    pds: dict[str, str], account: AccountAccess
) -> None:
    bluesky.check(account)
    post = post_of(new_key(), picture=picture(), alt_text="A long jump")
    first = bluesky.publish(account, post)
    again = bluesky.publish(account, post)
    assert first == again
    assert first.link == f"https://bsky.app/profile/hazel.test/post/{post.token}"
    kept = record_of(pds, post.token)["value"]
    assert (kept["text"], kept["createdAt"]) == (WORDS, "2026-12-01T10:00:00.000Z")
    assert kept["embed"]["images"][0]["alt"] == "A long jump"
    spans = [
        WORDS.encode()[each["index"]["byteStart"] : each["index"]["byteEnd"]].decode()
        for each in kept["facets"]
    ]
    assert spans == ["https://www.hazel.example/sport?a=1&b=2", "#Hazel"]
    bluesky.remove(account, first.remote, post.token)
    assert record_of(pds, post.token)["error"] == "RecordNotFound"
    bluesky.remove(account, first.remote, post.token)


@pytest.mark.slow
def test_bluesky_tells_what_is_wrong(pds: dict[str, str], account: AccountAccess) -> None:
    with pytest.raises(ConnectorError, match="handle and app password"):
        bluesky.check(replace(account, secret="wrong"))
    with pytest.raises(ConnectorError, match=r"answered with \d+"):
        bluesky.check(replace(account, address=f"{account.address}/elsewhere"))
    too_long = replace(post_of(new_key()), text="a" * 301)
    with pytest.raises(ConnectorError):
        bluesky.publish(account, too_long)
    assert "300 characters, and this has 301" in refusal(too_long.text)


# --- without a server -----------------------------------------------------------------------------


def test_every_module_is_a_connector() -> None:
    assert set(connectors()) == {"bluesky", "mailing", "news_feed", "wordpress"}
    assert all(each.label and each.about for each in connectors().values())


@given(st.text(max_size=80))
def test_a_facet_spans_whole_characters(text: str) -> None:
    whole = f"{text} https://a.example/é. {text} #tag"
    for each in facets(whole):
        spanned(whole, each)
    assert any(each["features"][0].get("uri") == "https://a.example/é" for each in facets(whole))


@pytest.mark.parametrize(
    ("text", "count"), [("abc", 3), ("e\u0301", 1), ("👩‍👩‍👧‍👦", 1), ("🇬🇧🇫🇷", 2), ("👍🏽", 1), ("☀️", 1)]
)
def test_signs_are_counted_as_readers_see_them(text: str, count: int) -> None:
    assert signs(text) == count


def test_both_bounds_of_bluesky_are_told() -> None:
    assert refusal("a" * 300) == ""
    assert "301" in refusal("a" * 301)
    assert "bytes" in refusal("👩‍👩‍👧‍👦" * 200)


def test_keys_sort_by_time_and_are_of_the_protocol() -> None:
    keys = [new_key() for _ in range(50)]
    assert len(set(keys)) == 50
    assert all(len(each) == 13 and set(each) <= set(bluesky._SORTED) for each in keys)


def test_a_picture_is_small_enough_and_tells_nothing() -> None:
    jpeg = picture()
    assert len(jpeg) <= LARGEST
    with Image.open(io.BytesIO(jpeg)) as kept:
        assert (kept.format, dict(kept.getexif())) == ("JPEG", {})
    assert b"by a parent" not in jpeg


class Odd(BaseHTTPRequestHandler):
    """A server that answers everything with what it was given."""

    said: tuple[int, bytes] = (200, b"")

    def answer(self) -> None:
        self.send_response(self.said[0])
        self.send_header("Content-Length", str(len(self.said[1])))
        self.end_headers()
        self.wfile.write(self.said[1])

    do_GET = do_POST = do_DELETE = answer  # noqa: N815 - as the standard library asks

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def odd() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Odd)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("status", [200, 301, 403, 404, 429, 500])
@pytest.mark.parametrize(
    "said", [b"", b"<html>", b"[]", b"{}", b'[{"id": 1}]', b'{"id": "x"}', b"null", b"7"]
)
@pytest.mark.parametrize("kind", ["wordpress", "bluesky"])
def test_whatever_a_server_answers_is_a_sentence(odd: str, status: int, said: bytes, kind: str) -> None:
    Odd.said = (status, said)
    connector, account = connectors()[kind], access(odd, "office", "x")
    for attempt in (
        lambda: connector.check(account),
        lambda: connector.publish(account, post_of("t")),
        lambda: connector.remove(account, json.dumps({"post": 3}) if kind == "wordpress" else "did:x", "t"),
    ):
        sentence = said_by(attempt)
        assert sentence.endswith(".") if sentence else status == 200


def said_by(attempt: Callable[[], object]) -> str:
    """Return the sentence with which something failed, empty if it did not."""
    try:
        attempt()
    except ConnectorError as error:
        return str(error)
    return ""


def test_a_secret_goes_over_https_only(settings: Any) -> None:
    settings.BELISHA_FETCH_PRIVATE = False
    for address in ("http://93.184.215.14", "https://127.0.0.1"):
        with pytest.raises(ConnectorError):
            wordpress.check(access(address, "office", "x"))
