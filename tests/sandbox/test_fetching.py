"""Fetching from a school's website: public addresses only, so much, so long, and never past a redirect."""

import gzip
import http.server
import socket
import threading
import time
from collections.abc import Callable, Iterator
from ipaddress import ip_address

import pytest

from belisha.sandbox import addresses
from belisha.sandbox.addresses import FetchError, is_public, resolve_target
from belisha.sandbox.fetching import fetch

Answer = Callable[[http.server.BaseHTTPRequestHandler], None]
Serve = Callable[[Answer], str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """A real server on loopback: `serve(answer)` gives its address."""
    servers = []

    def started(answer: Answer) -> str:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer(self)

            def log_message(self, *args: object) -> None:
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}/"

    yield started
    for server in servers:
        server.shutdown()
        server.server_close()


def page(body: bytes, **headers: str) -> Answer:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def to(place: str) -> Answer:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", place)
        handler.end_headers()

    return answer


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *(
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fec0::1",
            "feff::1",
            "ff02::1",
        ),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "2001:0:1::"),
    ],
)
def test_inner_addresses_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00:1450:4009::200e", "::ffff:8.8.8.8"])
def test_outer_addresses_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://school.example/", "Enter a web address"),
        ("file:///etc/passwd", "Enter a web address"),
        ("javascript:alert(1)", "Enter a web address"),
        ("http://", "Enter a web address"),
        ("http://[::1", "That is not a web address"),
        ("http://a:b@school.example/", "name or a password"),
        ("http://school.example:22/", "Only the usual port"),
        ("http://127.0.0.1/", "not on the public internet"),
        ("http://localhost/", "not on the public internet"),
        ("http://2130706433/", "not on the public internet"),
        ("http://0x7f.1/", "not on the public internet"),
        ("http://[::ffff:127.0.0.1]/", "not on the public internet"),
        ("http://school.example/a\r\nX-Evil: 1", "not a web address"),
        ("http://nowhere.invalid/", "There is no website of that name."),
    ],
)
def test_what_is_not_fetched_is_refused_with_a_reason(url: str, said: str) -> None:
    with pytest.raises(FetchError, match=said):
        resolve_target(url, private=False)


def test_one_inner_address_among_outer_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
    with pytest.raises(FetchError, match="not on the public internet"):
        resolve_target("http://school.example/", private=False)


def test_the_name_is_looked_up_once_and_never_again(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = addresses.resolve_host

    def counted(host: str, port: int) -> object:
        asked.append(host)
        return real("127.0.0.1", port)

    monkeypatch.setattr(addresses, "resolve_host", counted)
    url = serve(page(b"<p>here</p>")).replace("127.0.0.1", "school.example")
    assert fetch(url, private=True).body == b"<p>here</p>"
    assert asked == ["school.example"]


def test_a_page_comes_with_its_kind(serve: Serve) -> None:
    found = fetch(serve(page("<p>Straße</p>".encode())), private=True)
    assert (found.kind, found.charset, found.body.decode()) == ("text/html", "utf-8", "<p>Straße</p>")


def test_a_redirect_is_followed_and_held_to_the_same_rules(serve: Serve) -> None:
    there = serve(page(b"there"))
    assert fetch(serve(to(there)), private=True).body == b"there"
    for place in ("file:///etc/passwd", "ftp://school.example/", "http://a:b@127.0.0.1/"):
        with pytest.raises(FetchError):
            fetch(serve(to(place)), private=True)


def test_a_redirect_from_outside_to_inside_is_refused(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def move(handler: http.server.BaseHTTPRequestHandler) -> None:
        to(f"{url}secret")(handler)

    url = serve(move)
    real = addresses.resolve_host
    monkeypatch.setattr(addresses, "PORTS", {"http": int(url.split(":")[2][:-1]), "https": 443})
    monkeypatch.setattr(
        addresses, "resolve_host", lambda host, port: asked.append(host) or real("127.0.0.1", port)
    )
    monkeypatch.setattr(addresses, "is_public", lambda _: asked == ["school.example"])
    with pytest.raises(FetchError, match="not on the public internet"):
        fetch(url.replace("127.0.0.1", "school.example"))
    assert asked == ["school.example", "127.0.0.1"]


def test_moving_in_a_circle_ends(serve: Serve) -> None:
    def circle(handler: http.server.BaseHTTPRequestHandler) -> None:
        to(handler.path)(handler)

    with pytest.raises(FetchError, match="more than five times"):
        fetch(serve(circle), private=True)


def test_too_much_is_refused(serve: Serve) -> None:
    with pytest.raises(FetchError, match="larger than"):
        fetch(serve(page(b"x" * 2000)), private=True, most=1000)


def test_a_small_packet_that_unpacks_to_much_is_refused(serve: Serve) -> None:
    bomb = gzip.compress(b"0" * 3_000_000)
    with pytest.raises(FetchError, match="larger than"):
        fetch(serve(page(bomb, Content_Encoding="gzip")), private=True, most=1_000_000)
    small = gzip.compress(b"<p>packed</p>")
    assert fetch(serve(page(small, Content_Encoding="gzip")), private=True).body == b"<p>packed</p>"


def test_a_letter_at_a_time_does_not_hold_us(serve: Serve) -> None:
    def drip(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(100):
            try:
                handler.wfile.write(b"x")
                handler.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)

    began = time.monotonic()
    with pytest.raises(FetchError, match="in time"):
        fetch(serve(drip), private=True, seconds=0.9)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("status", [404, 500])
def test_an_error_of_the_website_is_said(serve: Serve, status: int) -> None:
    with pytest.raises(FetchError, match=str(status)):
        fetch(serve(lambda handler: handler.send_error(status)), private=True)


def test_what_is_no_http_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def rude() -> None:
            connected, _ = server.accept()
            with connected:
                connected.recv(1000)
                connected.sendall(b"\x00\x01\x02 nonsense\r\n\r\n")

        threading.Thread(target=rude, daemon=True).start()
        with pytest.raises(FetchError, match="closed the connection"):
            fetch(f"http://127.0.0.1:{port}/", private=True)


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(FetchError, match="refuses connections"):
        fetch(f"http://127.0.0.1:{port}/", private=True)
