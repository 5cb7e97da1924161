"""A sealed document as a PDF that proves itself: what is sealed lies in it, and so does a seal of its words.

The certificate travels inside the file, so that it is checked with the school's public key and nothing else.
A second certificate seals the words of the pages, so that a page that was altered around an untouched
certificate shows, too. Letters and digits count; spaces, line ends and fonts do not.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

import pypdfium2

from belisha.base.certificates import (
    PAGE,
    CertificateCheck,
    CertificateFinding,
    certificate,
    verify_certificate,
)

CERTIFICATE_FILE, PAGE_FILE = "certificate.json", "page.json"


@dataclass(frozen=True, slots=True)
class PdfContents:
    """What a check needs of a PDF: the SHA-256 of its letters and digits, and the files enclosed in it."""

    words: str
    enclosed: Mapping[str, bytes]


def contents_of(data: bytes) -> PdfContents:
    """Return the contents of a PDF. Raise ValueError if it cannot be read."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        message = "it cannot be read as a PDF"
        raise ValueError(message) from error
    text = "".join(page.get_textpage().get_text_range() for page in document)
    files = (document.get_attachment(number) for number in range(document.count_attachments()))
    return PdfContents(words_checksum(text), {each.get_name(): bytes(each.get_data()) for each in files})


def words_checksum(text: str) -> str:
    """Return the SHA-256 of the letters and digits of a text, in hex."""
    return hashlib.sha256("".join(each for each in text if each.isalnum()).encode()).hexdigest()


def page_statement(sealed: str, words: str) -> dict[str, str]:
    """Return what the seal of a page states: whose certificate it shows, and the checksum of its words."""
    return {"shows": sealed, "words": words}


def page_certificate(statement: Mapping[str, str], sha256: str, signature: str, public_key: str) -> bytes:
    """Return the certificate of a page, to be enclosed in the PDF."""
    return certificate(statement, sha256, signature, public_key, kind=PAGE).encode()


def verify_pdf(contents: PdfContents, public_key: str | None = None) -> CertificateCheck:
    """Return whether a PDF is what was sealed: its certificate, and the words on its pages."""
    if not {CERTIFICATE_FILE, PAGE_FILE} <= contents.enclosed.keys():
        message = "This PDF encloses no certificate of Belisha."
        return CertificateCheck(CertificateFinding.UNVERIFIABLE, message)
    texts = [
        contents.enclosed[name].decode("utf-8", errors="replace") for name in (CERTIFICATE_FILE, PAGE_FILE)
    ]
    found, page = (verify_certificate(text, public_key) for text in texts)
    for each in (found, page):
        if not each.is_verified:
            return each
    shown = page.statement or {}
    if json.loads(texts[1])["kind"] != PAGE or shown.get("shows") != json.loads(texts[0])["sha256"]:
        message = "Its pages were sealed for another certificate than the one that it encloses."
        return CertificateCheck(CertificateFinding.ALTERED, message, found.statement)
    if shown.get("words") != contents.words:
        message = "The words on its pages are not those that were sealed. Ask for the document anew."
        return CertificateCheck(CertificateFinding.ALTERED, message, found.statement)
    return found
