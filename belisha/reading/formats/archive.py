"""Word and OpenDocument files are archives of XML: open them within limits."""

import io
import re
import xml.etree.ElementTree as ET  # nosec B405 - a document type is refused before parsing
import zipfile
import zlib

from belisha.reading.values import DocumentError

MOST_PARTS = 4_000
LARGEST_PART = 80_000_000
LARGEST_RATIO = 300
_DECLARED = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_BROKEN = (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, zlib.error, KeyError)
_DAMAGED = "The file is cut short or damaged. Open it in Word, save it again, and choose the new file."
_TOO_LARGE = "The file unpacks to far more than a policy holds. It was not opened. Save it again in Word."


class Archive:
    """The parts of a document's archive."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._names = frozenset(self._zip.namelist())
        except _BROKEN as error:
            raise DocumentError(_DAMAGED) from error
        if len(self._names) > MOST_PARTS:
            message = (
                f"The file has {len(self._names)} parts, more than a document has. Save it again in Word."
            )
            raise DocumentError(message)

    def has(self, name: str) -> bool:
        """Return whether the archive has this part."""
        return name in self._names

    def names(self, start: str) -> list[str]:
        """Return the names of the parts that begin like this, in order."""
        return sorted(name for name in self._names if name.startswith(start))

    def data(self, name: str) -> bytes:
        """Return a part. Raise DocumentError if it is too large, encrypted or damaged."""
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            message = (
                "The file is protected with a password. Open it, remove the password, and choose it again."
            )
            raise DocumentError(message)
        ratio = info.file_size / max(1, info.compress_size)
        if info.file_size > LARGEST_PART or (info.file_size > 5_000_000 and ratio > LARGEST_RATIO):
            raise DocumentError(_TOO_LARGE)
        try:
            with self._zip.open(info) as part:
                data = part.read(LARGEST_PART + 1)
        except _BROKEN as error:
            raise DocumentError(_DAMAGED) from error
        if len(data) > LARGEST_PART:
            raise DocumentError(_TOO_LARGE)
        return data

    def xml(self, name: str) -> ET.Element | None:
        """Return a part as XML, or None if there is none. Raise DocumentError if it is no plain XML."""
        if not self.has(name):
            return None
        return parsed(self.data(name))


def parsed(data: bytes) -> ET.Element:
    """Return the root of XML without a document type. Raise DocumentError for any other."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", errors="replace").encode("utf-8")
        data = re.sub(rb"^\s*<\?xml[^>]*\?>", b"", data)
    if _DECLARED.search(data) or b"\x00" in data[:200]:
        message = "The file holds instructions that no document needs (XML entities). It was not opened."
        raise DocumentError(message)
    try:
        return ET.fromstring(data)  # nosec B314
    except (ET.ParseError, ValueError) as error:
        raise DocumentError(_DAMAGED) from error
