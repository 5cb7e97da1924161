"""Static files whose address holds their version, without a step that collects them first."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class HashedNames(StaticFilesStorage):
    """Adds `?v=` and the hash of the file to its address, so that a browser may keep it for a year."""

    def url(self, name: str | None) -> str:
        """The address of the static file `name`."""
        address = super().url(name)
        version = file_version(name or "")
        return f"{address}?v={version}" if version else address


@lru_cache(maxsize=256)
def file_version(name: str) -> str:
    """Ten hex digits of the file's SHA-256, or nothing where there is no such file."""
    found = finders.find(name)
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:10] if found else ""
