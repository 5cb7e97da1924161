"""A public web page as it was shown at one moment: every response it is made of, and a picture.

Read only: no form is sent, nobody is signed in, no cookie goes out. Each address, each redirect and each part
is fetched under the rules of `sandbox.fetching`: public addresses only, within limits.
"""

import base64
import fcntl
import re
import shutil
import tempfile
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings

from belisha.evidence.browser import HEIGHT, Browser, BrowserError, Event
from belisha.sandbox.addresses import FetchError, resolve_target
from belisha.sandbox.fetching import FetchedResponse, fetch_response

PREFIX = "belisha-browser-"
SECONDS, QUIET, LOADS_IN = 22.0, 0.8, 12.0
MOST_PARTS, MOST_BYTES, TALLEST, AT_ONCE = 400, 60 << 20, 12_000, 6
# What belongs to the way a body came, not to the body: it is kept decoded.
OF_TRANSPORT = {
    "alt-svc",
    "connection",
    "content-encoding",
    "content-length",
    "keep-alive",
    "set-cookie",
    "strict-transport-security",
    "transfer-encoding",
}
OFF = (
    "Capturing pages is switched off here. Whoever runs the site can allow it (BELISHA_BROWSER). Take a "
    "screenshot that shows the date, the account and the address, and add that."
)
BUSY = "Another page is being captured. Try again in a minute."
_SCROLL = """(async () => {
  for (let y = 0; y < Math.min(document.documentElement.scrollHeight, %d); y += innerHeight) {
    scrollTo(0, y); await new Promise(done => setTimeout(done, 80));
  }
  scrollTo(0, 0);
})()"""


class CaptureError(Exception):
    """The page was not captured. The sentence says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One response of a page, as it came except for how it was carried. `at` is when it had come."""

    url: str
    at: datetime
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(slots=True)
class CapturedPage:
    """A page at one moment. `missing` are the parts that are not in it, each with the reason."""

    asked: str
    url: str = ""
    title: str = ""
    text: str = ""
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    picture: bytes = b""
    exchanges: list[Exchange] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)


def can_capture() -> bool:
    """Return whether the host allows it."""
    return bool(settings.BELISHA_BROWSER)


def told_of(page: CapturedPage) -> str:
    """Return in a sentence or two what a capture is of, and what is not in it."""
    said = f"Captured by Belisha as {page.url} (“{page.title}”), {page.at:%d/%m/%Y %H:%M:%S} UTC: "
    said += f"{len(page.exchanges)} files."
    if count := len(page.missing):
        first = "; ".join(f"{url[:120]}: {why}" for url, why in page.missing[:5])
        said += f" Not in it: {count}. {first}"
    return said


def file_name(url: str) -> str:
    """Return a file's name for a page, such as `www.example.org-news`."""
    parts = urlsplit(url)
    return re.sub(r"[^\w.]+", "-", f"{parts.hostname or 'page'}{parts.path}").strip("-.")[:80]


def capture_page(url: str) -> CapturedPage:
    """Open a public page, wait until it is quiet, and return what it was made of.

    Raise CaptureError if the host does not allow it, the address is not public, or the page does not come.
    """
    if not can_capture():
        raise CaptureError(OFF)
    try:
        resolve_target(url.strip(), private=settings.BELISHA_FETCH_PRIVATE)
    except FetchError as error:
        raise CaptureError(str(error)) from error
    with _folder() as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            with Browser(settings.BELISHA_BROWSER, folder, seconds=SECONDS) as browser:
                return _Capture(browser, pool, url.strip()).page()
        except BrowserError as error:
            raise CaptureError(f"{error} Take a screenshot and add that.") from error


def remove_unfinished_capture() -> bool:
    """Remove what a capture that was killed has left of a page on the disk. Return whether there was any."""
    try:
        with _only_place() as lock:
            return _emptied(lock)
    except CaptureError:
        return False


@contextmanager
def _folder() -> Iterator[Path]:
    """Yield the folder of the only capture at a time, which is gone afterwards. Raise CaptureError if busy.

    Its name is on the disk before it is: if this process is killed, the next sweep or capture finds it.
    """
    with _only_place() as lock:
        _emptied(lock)
        name = f"{PREFIX}{uuid.uuid4().hex}"
        lock.truncate(0)
        lock.write(name)
        lock.flush()
        folder = Path(tempfile.gettempdir(), name)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            lock.truncate(0)


@contextmanager
def _only_place() -> Iterator[IO[str]]:
    """Hold the machine's only place for a capture. Raise CaptureError if somebody else has it."""
    with (Path(settings.DATA_DIR) / "capture.lock").open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CaptureError(BUSY) from None
        yield lock


def _emptied(lock: IO[str]) -> bool:
    """Remove the folder that the lock names. Return whether it was there.

    The name goes only once its folder was gone before: a browser that is ending may write anew.
    """
    lock.seek(0)
    name = lock.read()
    folder = Path(tempfile.gettempdir(), name)
    if re.fullmatch(PREFIX + "[0-9a-f]{32}", name) and folder.exists():
        shutil.rmtree(folder, ignore_errors=True)
        return True
    lock.truncate(0)
    return False


class _Capture:
    """One capture under way: what the page asks for is fetched here, handed back and kept."""

    def __init__(self, browser: Browser, pool: ThreadPoolExecutor, url: str) -> None:
        self.browser, self.pool, self.found = browser, pool, CapturedPage(url)
        self.fetching: dict[str, tuple[str, Future[FetchedResponse]]] = {}
        self.is_loaded, self.size, self.last = False, 0, time.monotonic()
        browser.on_event, browser.waits = self._on, self._hand_back

    def page(self) -> CapturedPage:
        browser, found = self.browser, self.found
        browser.call("Page.enable")
        browser.call("Network.enable")
        browser.call("Network.setBypassServiceWorker", bypass=True)
        browser.call("Fetch.enable", patterns=[{"urlPattern": "*"}])
        told = browser.call("Page.navigate", url=found.asked)
        if told.get("errorText"):
            why = next((why for _, why in found.missing), "The page did not come.")
            raise CaptureError(why)
        browser.wait_until(lambda: self.is_loaded, at_most=LOADS_IN)
        browser.wait_until(self._is_quiet, at_most=2)
        browser.evaluate(_SCROLL % TALLEST)
        browser.wait_until(self._is_quiet, at_most=4)
        found.at = datetime.now(UTC)
        found.url = str(browser.evaluate("location.href.split('#')[0]"))
        found.title = str(browser.evaluate("document.title") or "")[:300]
        found.text = str(browser.evaluate("document.body ? document.body.innerText : ''") or "")[:200_000]
        tall = browser.evaluate("document.documentElement.scrollHeight")
        found.picture = browser.picture(min(max(int(tall or 0), HEIGHT), TALLEST))
        for url, _ in self.fetching.values():
            found.missing.append((url, "It did not come in time."))
        if not any(each.url.split("#")[0] == found.url for each in found.exchanges):
            raise CaptureError("The page did not come. Take a screenshot and add that.")
        return found

    def _is_quiet(self) -> bool:
        return not self.fetching and time.monotonic() - self.last > QUIET

    def _on(self, event: Event) -> None:
        if event["method"] == "Page.loadEventFired":
            self.is_loaded = True
        elif event["method"] == "Page.javascriptDialogOpening":
            self.browser.send("Page.handleJavaScriptDialog", accept=False)
        elif event["method"] == "Fetch.requestPaused":
            self._asked(event["params"]["requestId"], event["params"]["request"])

    def _asked(self, key: str, request: dict[str, str]) -> None:
        """Fetch what the page asks for, unless it would send something."""
        url, method = request["url"], request["method"]
        self.last = time.monotonic()
        if method != "GET":
            return self._refuse(key, url, f"The page wanted to send something ({method}).")
        if len(self.found.exchanges) + len(self.fetching) >= MOST_PARTS or self.size > MOST_BYTES:
            return self._refuse(key, url, "The page has too many parts, or is too large.")
        future = self.pool.submit(fetch_response, url, private=settings.BELISHA_FETCH_PRIVATE, seconds=8.0)
        self.fetching[key] = (url, future)
        return None

    def _hand_back(self) -> None:
        for key, (url, future) in list(self.fetching.items()):
            if not future.done():
                continue
            del self.fetching[key]
            self.last = time.monotonic()
            try:
                response = future.result()
            except FetchError as error:
                self._refuse(key, url, str(error))
                continue
            self.size += len(response.body)
            headers = tuple(each for each in response.headers if each[0].lower() not in OF_TRANSPORT)
            now = datetime.now(UTC)
            self.found.exchanges.append(
                Exchange(url, now, response.status, response.reason, headers, response.body)
            )
            self.browser.send(
                "Fetch.fulfillRequest",
                requestId=key,
                responseCode=response.status,
                responseHeaders=[{"name": name, "value": value} for name, value in headers],
                body=base64.b64encode(response.body).decode(),
            )

    def _refuse(self, key: str, url: str, why: str) -> None:
        self.found.missing.append((url, why))
        self.browser.send("Fetch.failRequest", requestId=key, errorReason="BlockedByClient")
