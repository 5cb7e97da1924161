"""Extract the text of documents that a website links to: PDF or Word."""

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from belisha.sandbox.addresses import FetchError
from belisha.sandbox.fetching import FetchedFile

PAGES = 200
UNPACKED = 64 * 1024 * 1024
# A line repeated on more than this share of the pages is a header or footer.
RUNNING = 0.5
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SPACES = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_NUMBERS = re.compile(r"\d+")


def is_document(fetched: FetchedFile) -> bool:
    """Return whether it is a PDF or Word document, by its first bytes."""
    return fetched.body.startswith((b"%PDF", b"PK\x03\x04"))


def document_text(fetched: FetchedFile) -> str:
    """Return the text of a PDF or Word document. Raises FetchError if it cannot be read."""
    try:
        return _pdf(fetched.body) if fetched.body.startswith(b"%PDF") else _docx(fetched.body)
    except ImportError as error:
        raise FetchError("PDF documents cannot be read here: `pypdfium2` is not installed.") from error
    except FetchError:
        raise
    except Exception as error:
        raise FetchError("The linked document cannot be read.") from error


def _pdf(body: bytes) -> str:
    import pypdfium2  # noqa: PLC0415  # large, and only this needs it

    document = pypdfium2.PdfDocument(body)
    try:
        pages = [
            document[number].get_textpage().get_text_range() for number in range(min(len(document), PAGES))
        ]
    finally:
        document.close()
    return "\n".join(without_running_lines(pages))


def _docx(body: bytes) -> str:
    import docx  # noqa: PLC0415

    with ZipFile(BytesIO(body)) as parts:
        if sum(part.file_size for part in parts.infolist()) > UNPACKED:
            raise FetchError("The linked document is too large.")
    document = docx.Document(BytesIO(body))
    return "\n".join(_paragraphs(document.element.body))


def _paragraphs(body: Any) -> Iterator[str]:
    """Yield the text of each paragraph, in tables and text boxes too. Tracked deletions are left out."""
    for paragraph in body.iter(f"{_W}p"):
        if any(parent.tag == _FALLBACK for parent in paragraph.iterancestors()):
            continue  # the same text box again, for old programs
        letters = []
        for part in paragraph.iter():
            if _paragraph_of(part) is not paragraph:
                continue  # of a text box inside: it is a paragraph of its own
            if part.tag == f"{_W}t":
                letters.append(part.text or "")
            elif part.tag in _SPACES:
                letters.append(_SPACES[part.tag])
        yield "".join(letters)


def _paragraph_of(part: Any) -> Any:
    while part is not None and part.tag != f"{_W}p":
        part = part.getparent()
    return part


def without_running_lines(pages: list[str]) -> list[str]:
    """Return the pages without lines repeated on most of them: titles, footers, page numbers."""
    lines = [page.splitlines() for page in pages]
    often = Counter(key for page in lines for key in {_key(line) for line in page})
    if len(pages) < 3:
        return pages
    return [
        "\n".join(line for line in page if often[_key(line)] <= len(pages) * RUNNING or not line.strip())
        for page in lines
    ]


def _key(line: str) -> str:
    return _NUMBERS.sub("#", line.strip().casefold())
