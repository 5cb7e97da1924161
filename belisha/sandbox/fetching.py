"""Fetch a page, or send something: public addresses only, within limits of size and time."""

import http.client
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin

from belisha.sandbox.addresses import FetchError, FetchTarget, resolve_target

MOST_BYTES = 8 * 1024 * 1024
SECONDS = 15.0
REDIRECTS = 5
AGENT = "Belisha website check"
MOVED = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """A response: its final address, content type, charset and body."""

    url: str
    kind: str
    charset: str
    body: bytes


@dataclass(frozen=True, slots=True)
class FetchedResponse:
    """A response that nobody followed or refused: its status and reason, its headers in order, its body."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


def fetch(
    url: str, *, private: bool = False, seconds: float = SECONDS, most: int = MOST_BYTES
) -> FetchedFile:
    """Return the page at `url`, following redirects under the same rules.

    `private` also fetches from private networks, for trials. Raises FetchError with the reason.
    """
    for _ in range(REDIRECTS + 1):
        with _answered(url, private=private, seconds=seconds) as answer:
            if answer.status in MOVED and answer.getheader("Location"):
                url = urljoin(url, answer.getheader("Location") or "")
                continue
            if answer.status != 200:
                raise FetchError(f"The website answered “{answer.status} {answer.reason[:60]}”.")
            body = _body(answer, most)
            kind, charset = answer.headers.get_content_type(), answer.headers.get_content_charset()
        return FetchedFile(url, kind, charset or "", body)
    raise FetchError("The website redirected us more than five times.")


def fetch_response(
    url: str, *, private: bool = False, seconds: float = SECONDS, most: int = MOST_BYTES
) -> FetchedResponse:
    """Return the response for `url` as it is: its status, its headers, its body, and no redirect followed.

    Whoever follows a redirect calls this again, and the new address is looked at as strictly as the first.
    Raises FetchError with the reason.
    """
    with _answered(url, private=private, seconds=seconds) as answer:
        is_moved = answer.status in MOVED and answer.getheader("Location")
        body = b"" if is_moved else _body(answer, most)
    return FetchedResponse(answer.status, answer.reason, tuple(answer.getheaders()), body)


def send(
    url: str,
    *,
    body: bytes,
    headers: Mapping[str, str],
    method: str = "POST",
    private: bool = False,
    seconds: float = SECONDS,
    most: int = MOST_BYTES,
) -> FetchedResponse:
    """Send `body` to an address and return what it answered, whatever the status. No redirect is followed.

    `private` also sends to private networks, for trials. Raises FetchError with the reason.
    """
    sent = _Sent(method, {**headers, "Content-Length": str(len(body))}, body)
    with _answered(url, private=private, seconds=seconds, sent=sent) as answer:
        received = _body(answer, most)
    return FetchedResponse(answer.status, answer.reason, tuple(answer.getheaders()), received)


@dataclass(frozen=True, slots=True)
class _Sent:
    """What is sent: the method, headers beside the usual ones, a body."""

    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@contextmanager
def _answered(
    url: str, *, private: bool, seconds: float, sent: _Sent | None = None
) -> Iterator[http.client.HTTPResponse]:
    """Yield the response for `url` with its body unread; hang up at the end. Raises FetchError."""
    target = resolve_target(_ascii(url), private=private)
    connection = _connect(target, seconds)
    # A server that sends a byte a second never hits the socket timeout, so limit the total time too.
    late = threading.Event()
    watch = threading.Timer(seconds, _hang_up, [connection.sock, late])
    watch.daemon = True
    watch.start()
    try:
        yield _ask(connection, target, sent or _Sent())
        if late.is_set():
            raise TimeoutError
    except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
        raise FetchError(_why(TimeoutError() if late.is_set() else error)) from error
    finally:
        watch.cancel()
        connection.close()


def _connect(target: FetchTarget, seconds: float) -> http.client.HTTPConnection:
    """Return a connection to one of the resolved addresses; the name is not resolved again."""
    trouble: OSError | None = None
    for address in target.addresses:
        try:
            plain = socket.create_connection((address, target.port), timeout=seconds / 3)
        except OSError as error:
            trouble = error
            continue
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.sock = plain
        if target.scheme == "https":
            try:
                connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)
            except OSError as error:
                plain.close()
                raise FetchError(_why(error)) from error
        return connection
    raise FetchError(_why(trouble or OSError()))


def _ask(
    connection: http.client.HTTPConnection, target: FetchTarget, sent: _Sent
) -> http.client.HTTPResponse:
    connection.putrequest(sent.method, target.path, skip_host=True, skip_accept_encoding=True)
    for name, value in (
        ("Host", target.host_header),
        ("User-Agent", AGENT),
        ("Accept", "text/html, application/pdf, */*;q=0.5"),
        ("Accept-Encoding", "identity"),
        ("Cache-Control", "no-cache"),
        ("Connection", "close"),
        *sent.headers.items(),
    ):
        connection.putheader(name, value)
    connection.endheaders(sent.body or None)
    return connection.getresponse()


def _body(answer: http.client.HTTPResponse, most: int) -> bytes:
    """Return the body, decompressed if the website compresses it unasked."""
    raw = answer.read(most + 1)
    if answer.getheader("Content-Encoding", "").strip().lower() in ("gzip", "deflate"):
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
        raw = unpacker.decompress(raw, most + 1)
    if len(raw) > most:
        raise FetchError(f"The page is larger than {most // (1024 * 1024)} MB.")
    return raw


def _hang_up(connected: socket.socket, late: threading.Event) -> None:
    late.set()
    with suppress(OSError):  # it may be closed already
        connected.shutdown(socket.SHUT_RDWR)


def _ascii(url: str) -> str:
    """Return the address with non-ASCII characters percent-encoded, except in the host name."""
    start, sign, rest = url.strip().partition("://")
    host, slash, path = rest.partition("/")
    return f"{start}{sign}{host}{slash}{quote(path, safe='/?&=#%:;,+@!$~()*-._')}"


def _why(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "The website’s certificate is not valid."
    if isinstance(error, TimeoutError):
        return "The website did not answer in time."
    if isinstance(error, ConnectionRefusedError):
        return "The website refuses connections."
    return "The website closed the connection, or sent something that is not a web page."
