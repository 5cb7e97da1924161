"""Read a document of any format that policies come in."""

import re
from dataclasses import replace

from belisha.reading.clauses import propose
from belisha.reading.formats.docx import read_docx
from belisha.reading.formats.html import read_html
from belisha.reading.formats.odt import read_odt
from belisha.reading.formats.pdf import read_pdf
from belisha.reading.formats.plain import read_plain
from belisha.reading.formats.scanned import Recognised, read_picture
from belisha.reading.values import Document, DocumentError, ProposedClause, Reading, Tell, tell_nobody

LARGEST = 20_000_000
FEWEST_HEADS = 3
MOST_FOREIGN = 0.15
_EMAIL = "This is an e-mail, not a policy. Save the document that is attached to it, and choose that."
_EMAIL_HEADS = frozenset(
    [b"from", b"to", b"cc", b"subject", b"date", b"sent", b"message-id", b"mime-version", b"content-type"]
)
_FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_ENGLISH_ONLY = (
    "Part of this document is in a script that runs from right to left. Rules are read from English alone: "
    "choose the English version, or check by hand that each of these passages is in the policy."
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def document_format(data: bytes, name: str = "") -> str:
    """Return docx, odt, pdf, html, text, picture or doc, by what is in the file. Raise DocumentError."""
    start = data[:1024].lstrip()
    if not data:
        message = "The file is empty. Choose the file again."
        raise DocumentError(message)
    if len(data) > LARGEST:
        size = len(data) // 1_000_000
        message = f"The file has {size} MB; at most 20 can be read. Make its pictures smaller."
        raise DocumentError(message)
    if start.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        return _archive_format(data)
    if data.startswith(_OLE):
        return _ole_format(data)
    if data.startswith((b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")):
        return _refused(data)
    low = start.lower()
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        called = f"“{name}”" if name else "The file"
        message = f"{called} cannot be read here. Save it as DOCX, ODT, PDF, HTML or plain text."
        raise DocumentError(message)
    if _is_email(low):
        raise DocumentError(_EMAIL)
    if low.startswith((b"<!doctype html", b"<html")) or (
        b"<html" in low or b"<body" in low or b"</p>" in low
    ):
        return "html"
    return "html" if name.lower().endswith((".html", ".htm")) else "text"


def _is_email(low: bytes) -> bool:
    """Return whether a file, in small letters, begins as an e-mail does, whatever it is called."""
    if low.startswith((b"mime-version:", b"received:", b"return-path:", b"x-mozilla", b"delivered-to:")):
        return True
    lines = low.replace(b"\r\n", b"\n").split(b"\n\n", 1)[0].split(b"\n")
    heads = {line.split(b":", 1)[0] for line in lines if b":" in line}
    return lines[0].split(b":", 1)[0] in _EMAIL_HEADS and len(heads & _EMAIL_HEADS) >= FEWEST_HEADS


def _archive_format(data: bytes) -> str:
    if b"word/" in data:
        return "docx"
    if b"opendocument.text" in data[:200]:
        return "odt"
    if b"xl/" in data or b"ppt/" in data:
        message = "This is a spreadsheet or a presentation. Choose the policy itself, as DOCX, ODT or PDF."
        raise DocumentError(message)
    message = "The file is an archive, or it is cut short. Choose the document itself, as DOCX, ODT or PDF."
    raise DocumentError(message)


def _ole_format(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        message = "The file is protected with a password. Open it, remove the password, and choose it again."
        raise DocumentError(message)
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    if "__properties_version1.0".encode("utf-16-le") in data:
        raise DocumentError(_EMAIL)  # a message that Outlook saved
    message = "This is no Word document. Save the policy as DOCX, ODT or PDF, and choose that file."
    raise DocumentError(message)


def _refused(data: bytes) -> str:
    if data.startswith(b"{\\rtf"):
        message = "This is an RTF file. Open it in Word, save it as DOCX, and choose the new file."
        raise DocumentError(message)
    return "picture"


def read_document(
    data: bytes,
    name: str = "",
    *,
    accept: bool = True,
    recognised: Recognised = (),
    tell: Tell = tell_nobody,
) -> Document:
    """Return the document in a file, with tracked changes accepted or not. Raise DocumentError.

    `recognised` is what was read from pictures of its pages: the number of each, and Tesseract's table.
    """
    kind = document_format(data, name)
    if kind == "pdf":
        return read_pdf(data, recognised, tell)
    if kind == "picture":
        return read_picture(recognised)
    if kind == "docx":
        return read_docx(data, accept=accept)
    if kind == "doc":
        message = (
            "This is a file of an old Word (.doc), and it can be read only where LibreOffice is installed. "
            "Open it in Word, save it as DOCX, and choose the new file."
        )
        raise DocumentError(message)
    readers = {"odt": read_odt, "html": read_html, "text": read_plain}
    return readers[kind](data)


def read(
    data: bytes,
    name: str = "",
    *,
    accept: bool = True,
    recognised: Recognised = (),
    tell: Tell = tell_nobody,
) -> Reading:
    """Return a document and the clauses that it proposes. Raise DocumentError. `tell` hears how far it is."""
    document = read_document(data, name, accept=accept, recognised=recognised, tell=tell)
    letters = "".join(block.text for block in document.blocks)
    if letters and len(_FROM_RIGHT.findall(letters)) > MOST_FOREIGN * len(letters):
        document = replace(document, notes=(_ENGLISH_ONLY, *document.notes))
    return Reading(document, _as_sure_as_scanned(propose(document, tell), dict(document.scanned)))


def _as_sure_as_scanned(
    clauses: tuple[ProposedClause, ...], sure: dict[int, float]
) -> tuple[ProposedClause, ...]:
    """Return clauses as sure as the reading of their page is, so that what was read badly is met first."""
    return tuple(
        replace(each, confidence=round(each.confidence * sure[each.page], 2), doubts=(*each.doubts, "scan"))
        if each.page in sure
        else each
        for each in clauses
    )
