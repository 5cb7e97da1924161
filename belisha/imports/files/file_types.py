"""Tell what a file really is by its bytes: its name may say anything."""

from belisha.imports.files.limits import LARGEST_FILE
from belisha.imports.files.row import UnreadableFileError

AS_CSV = (
    "Open it in the program that made it, choose “Save as” or “Export”, then “CSV UTF-8 (comma delimited)”, "
    "and choose that file here."
)
# The first bytes of what people choose by mistake, and what to call it.
OTHERS = (
    (b"%PDF", "a PDF document"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Excel workbook (.xls), a Word document, or a workbook that is locked with a password",
    ),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a packed file (gzip)"),
    (b"7z\xbc\xaf\x27\x1c", "a packed file (7z)"),
    (b"Rar!", "a packed file (rar)"),
    (b"SQLite format 3\x00", "a database"),
    (b"{\\rtf", "a Word document (.rtf)"),
    (b"MZ", "a program"),
)
PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
CSV, XML, ZIP = "csv", "xml", "zip"


def file_type(data: bytes) -> str:
    """Return `csv`, `xml` or `zip`. Raise UnreadableFileError for anything else, or a file that
    is too large.
    """
    if len(data) > LARGEST_FILE:
        raise UnreadableFileError(too_large(len(data)))
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        message = (
            "The file is empty. Export the roll again, and look into the file before you choose it here."
        )
        raise UnreadableFileError(message)
    for start, name in OTHERS:
        if data.startswith(start):
            message = f"This file is {name}, not a list that can be read. {AS_CSV}"
            raise UnreadableFileError(message)
    if data.startswith(PACKED):
        return ZIP
    return _text_kind(data)


def too_large(size: int) -> str:
    """Return the sentence for a file of `size` bytes, which is more than is read."""
    most = LARGEST_FILE // 1024**2
    return (
        f"The file has {size / 1024**2:.0f} MB, and at most {most} MB are read: a roll of 10,000 people "
        "has about "
        "2 MB. Export fewer columns, or one year at a time."
    )


def _text_kind(data: bytes) -> str:
    start = data[:2048].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe\r\n\t ").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table")):
        message = f"This file is a web page, as some systems write for Excel. {AS_CSV}"
        raise UnreadableFileError(message)
    return XML if start.startswith(b"<") else CSV
