"""From bytes to text, whatever wrote them."""

import codecs
from dataclasses import dataclass

from belisha.imports.files.file_types import AS_CSV
from belisha.imports.files.row import UnreadableFileError

UNREADABLE = "\ufffd"
CONTROLS = {code: UNREADABLE for code in range(32) if code not in (9, 10, 13)}


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The text, how it was written, and the lines that were written otherwise than the rest."""

    text: str
    encoding: str
    odd_lines: tuple[int, ...] = ()


def decode(data: bytes) -> DecodedText:
    """The text of a file in UTF-8, UTF-16, Windows' own, or a mixture. Control characters become U+FFFD.

    Raises UnreadableFileError where most of it is not text at all.
    """
    found = _decode(data)
    text = found.text.translate(CONTROLS)
    if text.count(UNREADABLE) > max(20, len(text) // 20):
        message = f"This file is not text. {AS_CSV}"
        raise UnreadableFileError(message)
    return DecodedText(text.removeprefix("\ufeff"), found.encoding, found.odd_lines)


def _decode(data: bytes) -> DecodedText:
    wide = _wide_encoding(data)
    if wide:
        return DecodedText(data.decode(wide, errors="replace"), "UTF-16")
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        return DecodedText(body.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        return _by_lines(body)


def _wide_encoding(data: bytes) -> str:
    """The kind of UTF-16, by its mark or by where the empty bytes stand; nothing where it is not that."""
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    start = data[:400]
    even, odd = start[0::2].count(0), start[1::2].count(0)
    half = len(start) // 2
    if half and odd > half * 0.7 and even < half * 0.1:
        return "utf-16-le"
    if half and even > half * 0.7 and odd < half * 0.1:
        return "utf-16-be"
    return ""


def _by_lines(data: bytes) -> DecodedText:
    """Each line by itself: two exports that were pasted together are written in two ways."""
    lines, odd = [], []
    is_ever_utf8 = False
    for number, line in enumerate(data.split(b"\n"), start=1):
        try:
            lines.append(line.decode("utf-8"))
            is_ever_utf8 = is_ever_utf8 or not line.isascii()
        except UnicodeDecodeError:
            lines.append(line.decode("cp1252", errors="replace"))
            odd.append(number)
    text = "\n".join(lines)
    return DecodedText(text, "mixed", tuple(odd)) if is_ever_utf8 else DecodedText(text, "Windows-1252")
