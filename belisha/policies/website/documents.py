"""The words of a document that a website links to: PDF or Word."""

import re
from collections import Counter
from io import BytesIO
from zipfile import ZipFile

from belisha.policies.website.addresses import NotReachedError
from belisha.policies.website.fetching import Fetched

PAGES = 200
UNPACKED = 64 * 1024 * 1024
# A line that stands on this share of the pages is a running title or a footer.
RUNNING = 0.5
_NUMBERS = re.compile(r"\d+")


def is_document(fetched: Fetched) -> bool:
    """Whether it is a PDF or a Word document, by its first bytes."""
    return fetched.body.startswith((b"%PDF", b"PK\x03\x04"))


def words_of(fetched: Fetched) -> str:
    """The text of a PDF or Word document. NotReachedError where it cannot be read."""
    try:
        return _pdf(fetched.body) if fetched.body.startswith(b"%PDF") else _docx(fetched.body)
    except ImportError as error:
        raise NotReachedError("PDF documents cannot be read here: `pypdfium2` is not installed.") from error
    except NotReachedError:
        raise
    except Exception as error:
        raise NotReachedError("The linked document cannot be read.") from error


def _pdf(body: bytes) -> str:
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415  # large, and only this needs it

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
            raise NotReachedError("The linked document is too large.")
    document = docx.Document(BytesIO(body))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def without_running_lines(pages: list[str]) -> list[str]:
    """The pages without the lines that stand on most of them: titles, footers, page numbers."""
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
