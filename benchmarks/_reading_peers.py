"""Reading alone beside pypdf and docx2python, on the same twenty pages: pages a second of each.

The peers are no dependency: install them anywhere and put that folder on `PYTHONPATH`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from importlib import import_module
from statistics import median
from time import process_time

from docx import Document
from weasyprint import HTML  # type: ignore[import-untyped]

from belisha.reading.formats.docx import read_docx
from belisha.reading.formats.pdf import read_pdf

ROUNDS = 5


def print_beside_peers(text: str, pages: int) -> None:
    """Print how many pages a second of a Markdown text, as PDF and as DOCX, we and the peers read."""
    pdf, word = _as_pdf(text), _as_word(text)
    _print("PDF", pages, lambda: read_pdf(pdf), "pypdf", lambda: _pypdf(pdf))
    _print("DOCX", pages, lambda: read_docx(word), "docx2python", lambda: _docx2python(word))


def _print(
    kind: str, pages: int, ours: Callable[[], object], name: str, theirs: Callable[[], object]
) -> None:
    mine = pages / _seconds(ours)
    try:
        peer = pages / _seconds(theirs)
    except ImportError:
        print(f"{kind}: {mine:.0f} pages a second; {name} is not installed")
        return
    print(f"{kind}: {mine:.0f} pages a second, {name} {peer:.0f}: {mine / peer:.2f} times")


def _seconds(call: Callable[[], object]) -> float:
    call()
    times = []
    for _ in range(ROUNDS):
        began = process_time()
        call()
        times.append(process_time() - began)
    return median(times)


def _pypdf(data: bytes) -> list[str]:
    reader = import_module("pypdf").PdfReader(io.BytesIO(data))
    return [page.extract_text() for page in reader.pages]


def _docx2python(data: bytes) -> str:
    with import_module("docx2python").docx2python(io.BytesIO(data)) as found:
        return str(found.text)


def _as_pdf(text: str) -> bytes:
    body = re.sub(r"(?m)^#+ (.*)$", r"<h2>\1</h2>", text)
    body = re.sub(r"(?m)^- (.*)$", r"<li>\1</li>", body).replace("\n\n", "<p>")
    return bytes(HTML(string=f"<html lang=en><title>Policy</title><body>{body}").write_pdf())


def _as_word(text: str) -> bytes:
    made, out = Document(), io.BytesIO()
    for line in filter(None, text.split("\n")):
        style = "Heading 1" if line.startswith("#") else "List Bullet" if line.startswith("- ") else None
        made.add_paragraph(line.lstrip("#- "), style=style)
    made.save(out)
    return out.getvalue()
