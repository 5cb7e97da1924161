"""Tell what an uploaded policy is by its bytes. Pure."""

from dataclasses import dataclass

LARGEST = 20_000_000
TOO_LARGE = "The file is larger than 20 MB. Save it with smaller pictures"
ODT_MARK = b"mimetypeapplication/vnd.oasis.opendocument.text"
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a document is called, the ending of its name, and its media type."""

    label: str
    ending: str
    media_type: str


PDF = FileKind("PDF", "pdf", "application/pdf")
WORD = FileKind("Word", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
ODT = FileKind("ODT", "odt", "application/vnd.oasis.opendocument.text")
KINDS = {kind.media_type: kind for kind in (PDF, WORD, ODT)}


class NotADocumentError(Exception):
    """The file is no document that can be shown. The message says what to do."""


def kind_of_file(data: bytes) -> FileKind:
    """Return what the file is. Raise NotADocumentError."""
    if len(data) > LARGEST:
        raise NotADocumentError(TOO_LARGE)
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"PK\x03\x04"):
        if ODT_MARK in data[:120]:
            return ODT
        if b"word/document.xml" in data:
            return WORD
    if data.startswith(LOCKED):
        raise NotADocumentError("The file is an old Word file or has a password. Save it as PDF without one")
    raise NotADocumentError("The file must be a PDF, a Word file (DOCX) or an ODT")


def safe_name(name: str, kind: FileKind) -> str:
    """Return a name for the file that every system takes, with the ending that it really has."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, ending = base.rpartition(".")
    stem = stem if dot and len(ending) <= 5 else base
    plain = "".join(each if each.isascii() and (each.isalnum() or each in " ._-") else "_" for each in stem)
    return f"{plain.strip(' .')[:100] or 'policy'}.{kind.ending}"
