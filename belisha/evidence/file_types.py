"""What kind of file came, by its first bytes and never by its name. Pure. Nothing is decoded.

A file is kept as it came and only ever handed out as a download, so a bomb or a polyglot has nothing to act
on. What a browser would run is refused all the same.
"""

from dataclasses import dataclass

LOOKED_AT = 4096


class FileRefusedError(Exception):
    """A file that is not taken as evidence. The sentence says why, and what to do."""


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file that is taken. `is_shown` pictures can be looked at in the browser, once asked for."""

    media_type: str
    label: str
    is_shown: bool = False


PNG = FileType("image/png", "Picture", is_shown=True)
JPEG = FileType("image/jpeg", "Picture", is_shown=True)
GIF = FileType("image/gif", "Picture", is_shown=True)
WEBP = FileType("image/webp", "Picture", is_shown=True)
HEIC = FileType("image/heic", "Picture")
MP4 = FileType("video/mp4", "Film")
SOUND = FileType("audio/mpeg", "Sound")
OGG = FileType("audio/ogg", "Sound")
PDF = FileType("application/pdf", "PDF")
ZIP = FileType("application/zip", "ZIP archive or Office document")
TEXT = FileType("text/plain", "Text")
EMAIL = FileType("message/rfc822", "Email")
_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"%PDF-", PDF),
    (b"PK\x03\x04", ZIP),
    (b"OggS", OGG),
    (b"ID3", SOUND),
    (b"\xff\xfb", SOUND),
    (b"\xff\xf3", SOUND),
)
_HEADERS = (
    b"from:",
    b"received:",
    b"return-path:",
    b"delivered-to:",
    b"mime-version:",
    b"message-id:",
    b"date:",
)
_MARKUP = (b"<svg", b"<html", b"<!doctype", b"<script", b"<?xml", b"<body", b"<iframe")
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe")


def file_type(head: bytes) -> FileType:
    """Return the type of a file that begins with `head` (up to 4,096 bytes). Raise FileRefusedError."""
    if not head:
        raise FileRefusedError("The file is empty. Choose the file again.")
    found = next((kind for begin, kind in _BEGINNINGS if head.startswith(begin)), None)
    if found:
        return found
    if head[8:12] == b"WEBP" and head.startswith(b"RIFF"):
        return WEBP
    if head[4:8] == b"ftyp":
        return HEIC if head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc") else MP4
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_HEADERS) and b"\0" not in head:
        return EMAIL  # most have HTML in them, and are only ever handed out as a download
    if any(mark in start[:1024] for mark in _MARKUP):
        raise FileRefusedError("Web pages and SVG pictures are not taken. Take a screenshot and add that.")
    if head.startswith(_PROGRAMS):
        raise FileRefusedError("Programs are not taken. Take a screenshot and add that.")
    if b"\0" in head:
        raise FileRefusedError(
            "This kind of file is not taken. Add a picture, a film, a sound, a PDF, an email or text."
        )
    return TEXT


def safe_name(name: str) -> str:
    """Return the file's name without a path, control characters, or anything that hides its ending."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        each for each in last if each.isprintable() and each not in '<>:"|?*' and ord(each) not in _BIDI
    )
    return kept.strip(". ")[-120:] or "file"


_BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F}
