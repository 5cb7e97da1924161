"""PDF: what was typed on a page is read with the page."""

from __future__ import annotations

from belisha.reading.read import read_document
from tests.reading.made import pdf

PAGE = (
    "Staff must not post pictures of pupils on accounts of their own, in term or in the holidays.",
    "The governors look at this policy each year and say so here.",
    "Approved on:",
    "The office keeps a copy.",
)


def test_what_was_typed_on_a_page_stands_at_its_place() -> None:
    """A date typed in a viewer, and a filled field; pdfplumber 0.11.10 and pypdf 7.1.1 read neither.

    Source: findings/pdfplumber-typed-on-the-page.sh.
    """
    notes = (
        "/Subtype /FreeText /Contents (12 May 2026) /DA (/Helv 12 Tf) /Rect [140 696 240 714]",
        "/Subtype /Widget /FT /Tx /T (minute) /V (Minute 7) /Rect [250 696 350 714]",
        "/Subtype /Text /Contents (A remark in the margin) /Rect [500 696 520 714]",
    )
    document = read_document(pdf(*PAGE, notes=notes))
    text = " ".join(block.text for block in document.blocks)
    assert "Approved on: 12 May 2026 Minute 7 The office keeps" in text
    assert "remark" not in text
    assert document.words_in == document.words_placed


def test_what_was_typed_beside_no_line_is_a_line_of_its_own() -> None:
    note = "/Subtype /FreeText /Contents (Draft) /DA (/Helv 12 Tf) /Rect [300 800 400 816]"
    hidden = "/Subtype /FreeText /Contents (Unseen) /DA (/Helv 12 Tf) /Rect [300 400 400 416] /F 2"
    blocks = read_document(pdf(*PAGE, notes=(note, hidden))).blocks
    assert blocks[0].text.startswith("Draft")
    assert not any("Unseen" in block.text for block in blocks)
