"""Compress pages and static files by gzip.

A response that mixes a secret with text from outside would let the secret be guessed from its compressed
length (BREACH). Django masks CSRF tokens anew on each page, no page shows another secret beside words of a
visitor, and each response is lengthened by a random number of bytes.
"""

import gzip
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from wsgiref.headers import Headers

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_string
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

from belisha.base.atomic_create import create_once

SMALLEST = 1000
RANDOM_BYTES = 100
PAGES = ("text/", "application/json", "application/javascript", "image/svg+xml")
FILES = (".css", ".js", ".svg")


def compress_pages(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Compress a page if the browser takes gzip. Streams and what is compressed already pass unchanged."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not _is_worth_it(response):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if accepts_gzip(request.headers.get("Accept-Encoding", "")):
            response.content = compress_string(response.content, max_random_bytes=RANDOM_BYTES)
            response.headers["Content-Length"] = str(len(response.content))
            response.headers["Content-Encoding"] = "gzip"
        return response

    return middleware


def accepts_gzip(header: str) -> bool:
    """Return whether an Accept-Encoding header names gzip and does not rule it out (`gzip;q=0`)."""
    for part in header.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() in ("gzip", "*"):
            return weight.replace(" ", "").rstrip("0").rstrip(".") not in ("q=", "q=0")
    return False


def _is_worth_it(response: HttpResponse) -> bool:
    if response.streaming or response.has_header("Content-Encoding") or len(response.content) < SMALLEST:
        return False
    return response.headers.get("Content-Type", "").startswith(PAGES)


class CompressedStaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Serve style and scripts from compressed copies, which are kept in the data folder."""

    def get_static_file(
        self, path: str, url: str, stat_cache: dict[str, os.stat_result] | None = None
    ) -> StaticFile:
        """Return the file with its compressed copy, where one is worth it."""
        copy = compressed_copy(Path(path)) if path.endswith(FILES) and not self.autorefresh else None
        if copy is None:
            return super().get_static_file(path, url, stat_cache)
        headers = Headers([])
        self.add_mime_headers(headers, path, url)
        self.add_cache_headers(headers, path, url)
        known = {name: os.stat(name) for name in (path, str(copy))}  # noqa: PTH116 - as WhiteNoise keeps them
        return StaticFile(path, headers.items(), stat_cache=known, encodings={"gzip": str(copy)})


def compressed_copy(file: Path) -> Path | None:
    """Return the compressed copy of a file, made once for each content; None if it cannot be kept."""
    content = file.read_bytes()
    copy = Path(settings.DATA_DIR) / "static" / f"{hashlib.sha256(content).hexdigest()[:20]}.gz"
    if not copy.exists():
        try:
            create_once(copy, gzip.compress(content, 9, mtime=0))
        except OSError:
            return None
    return copy
