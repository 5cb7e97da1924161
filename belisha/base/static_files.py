"""Static files with their version in the address, without a `collectstatic` step."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class HashedNames(StaticFilesStorage):
    """Add `?v=` and the file's hash to its address, so that a browser may cache it for a year."""

    def url(self, name: str | None) -> str:
        """Return the address of the static file `name`."""
        address = super().url(name)
        version = file_version(name or "")
        return f"{address}?v={version}" if version else address


@lru_cache(maxsize=256)
def file_version(name: str) -> str:
    """Return ten hex digits of the file's SHA-256, or "" if there is no such file."""
    found = finders.find(name)
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:10] if found else ""
