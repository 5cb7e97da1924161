"""Print pages as tagged PDF from the same HTML as on screen. Nothing is fetched from the network."""

import hashlib
import os
import tempfile
from base64 import b64decode
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

from belisha.base.qr import PICTURE

if TYPE_CHECKING:
    from weasyprint import Document  # type: ignore[import-untyped]

# A reserved domain: addresses other than our own files lead nowhere.
BASE = "https://belisha.invalid/"
# Pictures drawn here are embedded in the page.
OWN_PICTURE = PICTURE
KEPT = 400
STYLE = "belisha/print.css"


class CannotPrintError(Exception):
    """The text layout libraries are missing on this machine."""


@cache
def can_print() -> bool:
    """Return whether the text layout libraries are installed."""
    try:
        import weasyprint  # noqa: F401, PLC0415  # it opens those libraries as it is imported
    except (ImportError, OSError):
        return False
    return True


def print_sealed_pdf(html: str, *, identity: str, enclose: Callable[[bytes], Mapping[str, bytes]]) -> bytes:
    """Return the page as PDF with the files that `enclose` makes of the PDF without them.

    Raises CannotPrintError.
    """
    document = lay_out(html)
    return write(document, identity, enclosed=enclose(write(document, identity)))


def print_pdf(html: str, *, identity: str) -> bytes:
    """Return the page as PDF. The same HTML is laid out once and cached; `identity` becomes the file
    identifier.

    Raises CannotPrintError.
    """
    if not can_print():
        raise CannotPrintError
    return cached_pdf(html + identity, lambda: write(lay_out(html), identity))


def lay_out(html: str) -> "Document":
    """Return the page laid out, to count its sheets or to write it. Raises CannotPrintError."""
    if not can_print():
        raise CannotPrintError
    from weasyprint import HTML  # noqa: PLC0415
    from weasyprint.urls import FatalURLFetchingError  # type: ignore[import-untyped]  # noqa: PLC0415

    source = HTML(string=html, base_url=BASE, url_fetcher=_fetcher(), media_type="print")
    try:
        return source.render(pdf_variant="pdf/ua-1", pdf_tags=True)
    except FatalURLFetchingError as error:  # no Exception of Python's: it would end the process
        raise RuntimeError(str(error)) from error


def cached_pdf(key: str, make: Callable[[], bytes]) -> bytes:
    """Return the result of `make`, cached under `key`, the style sheet and the printer version."""
    return cached_file(_printer() + key, "pdf", make)


def cached_file(key: str, ending: str, make: Callable[[], bytes]) -> bytes:
    """Return the result of `make`, cached as a file under the hash of `key`.

    Without a writable folder it is made each time.
    """
    folder = Path(settings.DATA_DIR) / "printed"
    file = folder / f"{hashlib.sha256(key.encode()).hexdigest()}.{ending}"
    with suppress(OSError):
        return file.read_bytes()
    body = make()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        _keep(folder, file, body)
    return body


def _keep(folder: Path, file: Path, body: bytes) -> None:
    """Write under a temporary name first, so that no reader sees half a file; then delete the oldest
    surplus files.
    """
    handle, name = tempfile.mkstemp(dir=folder)
    with os.fdopen(handle, "wb") as out:
        out.write(body)
    Path(name).replace(file)
    files = sorted(folder.glob(f"*{file.suffix}"), key=lambda each: each.stat().st_mtime, reverse=True)
    for old in files[KEPT:]:
        old.unlink(missing_ok=True)


def write(document: "Document", identity: str, *, enclosed: Mapping[str, bytes] | None = None) -> bytes:
    """Return the laid-out document as tagged PDF with title, language, bookmarks and an identifier from
    `identity`, and with the files that are `enclosed`, by name.
    """
    from weasyprint import Attachment  # noqa: PLC0415

    files = [Attachment(string=data, name=name) for name, data in (enclosed or {}).items()]
    written = document.write_pdf(
        pdf_variant="pdf/ua-1",
        pdf_tags=True,
        pdf_identifier=hashlib.sha256(identity.encode()).digest()[:16],
        attachments=files or None,
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
        """Serve our own static files only. Any other address is a bug, and no document is made."""

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
