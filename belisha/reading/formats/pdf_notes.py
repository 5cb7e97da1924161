"""What was typed on a page of a PDF: notes of kind FreeText, and the fields of a form.

PDFium draws both on the page, and has neither in the page's text (ISO 32000-2, 12.5.6.6 and 12.7.5).
"""

from collections.abc import Iterator
from ctypes import byref, c_ushort, sizeof
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw

from belisha.reading.formats.text import cleaned

_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_WORDS = ("Tx", "Ch")


@dataclass(frozen=True, slots=True)
class Typed:
    """Words that were typed on a page, and where they stand, in points from its lower left corner."""

    text: str
    left: float
    right: float
    bottom: float
    top: float


def typed_on(page: Any) -> Iterator[Typed]:
    """Yield what was typed on a page and is seen on it, in the order of the file."""
    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        note = raw.FPDFPage_GetAnnot(page.raw, index)
        if not note:
            continue
        try:
            text = "" if raw.FPDFAnnot_GetFlags(note) & _UNSEEN else cleaned(_words(note))
            box = raw.FS_RECTF()
            if text and raw.FPDFAnnot_GetRect(note, byref(box)):
                yield Typed(text, box.left, box.right, box.bottom, box.top)
        finally:
            raw.FPDFPage_CloseAnnot(note)


def _words(note: Any) -> str:
    kind = raw.FPDFAnnot_GetSubtype(note)
    if kind == raw.FPDF_ANNOT_FREETEXT:
        return _value(note, b"Contents")
    is_field = kind == raw.FPDF_ANNOT_WIDGET and _value(note, b"FT") in _WORDS
    return _value(note, b"V") if is_field else ""


def _value(note: Any, key: bytes) -> str:
    """Return a note's value as text; empty if there is none."""
    size = raw.FPDFAnnot_GetStringValue(note, key, None, 0)
    if size <= sizeof(c_ushort):
        return ""
    buffer = (c_ushort * (size // sizeof(c_ushort)))()
    raw.FPDFAnnot_GetStringValue(note, key, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
