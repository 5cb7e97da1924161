"""Prints pages as tagged PDF, from the same HTML as is read on the screen. Nothing is fetched from
anywhere."""

import hashlib
import os
import tempfile
from base64 import b64decode
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

if TYPE_CHECKING:
    from weasyprint import Document  # type: ignore[import-untyped]

# A name that nobody can have: what is not one of our own files leads nowhere.
BASE = "https://belisha.invalid/"
# A picture that is drawn here stands in the page itself.
OWN_PICTURE = "data:image/svg+xml;base64,"
KEPT = 400
STYLE = "belisha/print.css"


class CannotPrintError(Exception):
    """The libraries that lay out text are missing on this machine."""


@cache
def can_print() -> bool:
    """Whether PDF can be made here: the libraries of text layout are installed."""
    try:
        import weasyprint  # noqa: F401, PLC0415  # it opens those libraries as it is imported
    except (ImportError, OSError):
        return False
    return True


def printed(html: str, *, identity: str) -> bytes:
    """The page as PDF. The same HTML is laid out once and kept; `identity` goes into the file as its own id.

    Raises CannotPrintError.
    """
    if not can_print():
        raise CannotPrintError
    return kept(html + identity, lambda: write(lay_out(html), identity))


def lay_out(html: str) -> "Document":
    """The page laid out, to be looked at (how many sheets?) or written. Raises CannotPrintError."""
    if not can_print():
        raise CannotPrintError
    from weasyprint import HTML  # noqa: PLC0415
    from weasyprint.urls import FatalURLFetchingError  # type: ignore[import-untyped]  # noqa: PLC0415

    source = HTML(string=html, base_url=BASE, url_fetcher=_fetcher(), media_type="print")
    try:
        return source.render(pdf_variant="pdf/ua-1", pdf_tags=True)
    except FatalURLFetchingError as error:  # no Exception of Python's: it would end the process
        raise RuntimeError(str(error)) from error


def kept(key: str, make: Callable[[], bytes]) -> bytes:
    """What `make` gives, kept as a file of the data folder under the hash of `key`, the style and the
    version.

    Where the folder cannot be written it is made each time.
    """
    folder = Path(settings.DATA_DIR) / "printed"
    file = folder / f"{hashlib.sha256((_printer() + key).encode()).hexdigest()}.pdf"
    with suppress(OSError):
        return file.read_bytes()
    body = make()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        _keep(folder, file, body)
    return body


def _keep(folder: Path, file: Path, body: bytes) -> None:
    """Under another name first, so that nobody reads half a file; the oldest go when there are too many."""
    handle, name = tempfile.mkstemp(dir=folder)
    with os.fdopen(handle, "wb") as out:
        out.write(body)
    Path(name).replace(file)
    files = sorted(folder.glob("*.pdf"), key=lambda each: each.stat().st_mtime, reverse=True)
    for old in files[KEPT:]:
        old.unlink(missing_ok=True)


def write(document: "Document", identity: str) -> bytes:
    """What was laid out, as tagged PDF with title, language, bookmarks, and an id of its own made from
    `identity`."""
    written = document.write_pdf(
        pdf_variant="pdf/ua-1", pdf_tags=True, pdf_identifier=hashlib.sha256(identity.encode()).digest()[:16]
    )
    return bytes(written or b"")


@cache
def _printer() -> str:
    from weasyprint import VERSION  # noqa: PLC0415

    found = finders.find(STYLE)
    style = Path(found).read_bytes() if found else b""
    return f"{VERSION}:{hashlib.sha256(style).hexdigest()}:"


@cache
def _fetcher() -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        """Gives our own static files. Any other address is a mistake of ours, and no document is made."""

        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002
            if url.startswith(OWN_PICTURE):
                return URLFetcherResponse(
                    url, b64decode(url.removeprefix(OWN_PICTURE)), {"Content-Type": "image/svg+xml"}
                )
            start = urlsplit(static(STYLE)).path.removesuffix(STYLE)
            path = unquote(urlsplit(url).path)
            if not url.startswith(BASE) or not path.startswith(start):
                raise FatalURLFetchingError(f"not one of our own files: {url}")
            found = finders.find(path.removeprefix(start))
            if not found:
                raise FatalURLFetchingError(f"no such file: {url}")
            kind = "text/css" if found.endswith(".css") else "image/svg+xml"
            return URLFetcherResponse(url, Path(found).read_bytes(), {"Content-Type": kind})

    return OwnFiles()
