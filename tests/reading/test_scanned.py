"""Pages that are pictures: what Tesseract's table becomes, and a whole scan where it is installed."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw, ImageFont

from belisha.drafting.documents import read_safely
from belisha.reading.formats.scanned import scanned_lines, scanned_text
from belisha.reading.read import read
from belisha.reading.values import BlockKind, DocumentError, NoTextError
from belisha.sandbox.recognition import can_recognise

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
LINES = (
    "Phones at the swimming club",
    "Coaches must not take pictures in the changing room.",
    "Parents may film their own child from the gallery.",
    "Volunteers should leave their phones in the office drawer.",
)

needs_tesseract = pytest.mark.skipif(not can_recognise(), reason="Tesseract is not installed")


def table(*lines: str, sure: float = 95.0) -> str:
    """Return a table as Tesseract prints it, with a word every 100 dots and a line every 40."""
    rows = [HEAD, "1\t1\t0\t0\t0\t0\t0\t0\t1000\t1400\t-1\t"]
    for number, line in enumerate(lines, 1):
        rows += [
            f"5\t1\t1\t1\t{number}\t{at + 1}\t{50 + 100 * at}\t{40 * number}\t90\t24\t{sure}\t{word}"
            for at, word in enumerate(line.split())
        ]
    return "\n".join(rows)


def drawn(lines: tuple[str, ...] = LINES) -> Image.Image:
    """Return a picture of a page with these lines in large type."""
    page = Image.new("L", (1654, 900), 255)
    pen = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        pen.text((120, 100 + 110 * number), line, font=ImageFont.load_default(44), fill=0)
    return page


def saved(page: Image.Image, kind: str) -> bytes:
    """Return a picture as a file."""
    held = io.BytesIO()
    page.save(held, kind)
    return held.getvalue()


def test_bullets_and_cut_words_are_read_as_such() -> None:
    lines, sure = scanned_lines(table("e keep your pass-", "word secret", "¢ be kind"), 3, 595, 840)
    assert [line.text for line in lines] == ["• keep your pass\u00ad", "word secret", "• be kind"]
    assert {line.page for line in lines} == {3}
    assert sure == 0.95


def test_words_that_were_guessed_make_the_page_unsure_and_broken_rows_are_passed_over() -> None:
    read_lines, sure = scanned_lines(table("Staff must lock it", sure=41.0) + "\n5\t1\tx", 1, 595, 840)
    assert [line.text for line in read_lines] == ["Staff must lock it"]
    assert sure == 0.41
    assert scanned_text(table("one two", "three")) == "one two\nthree"


def test_a_clause_is_at_most_as_sure_as_the_page_it_stands_on() -> None:
    picture = saved(drawn(), "PNG")
    found = read(picture, "page.png", recognised=((1, table("Staff must lock it away.", sure=50.0)),))
    (clause,) = found.clauses
    assert clause.modality == "must"
    assert clause.confidence <= 0.5
    assert "scan" in clause.doubts
    assert found.document.scanned == ((1, 0.5),)


def test_without_a_reader_of_scans_a_sentence_says_what_to_do() -> None:
    with pytest.raises(NoTextError, match="The pages are pictures") as told:
        read(saved(drawn(), "PDF"), "scan.pdf")
    assert told.value.pages == (1,)
    with pytest.raises(DocumentError, match="This is a picture"):
        read(saved(drawn(), "PNG"), "scan.png")


@needs_tesseract
@pytest.mark.parametrize("kind", ["PDF", "PNG"])
def test_a_scanned_page_is_read_with_how_sure_it_is(kind: str) -> None:
    found = read_safely(saved(drawn(), kind), f"scan.{kind.lower()}")
    assert [(each.modality, each.actors) for each in found.clauses] == [
        ("must not", ("coaches",)),
        ("may", ("parents",)),
        ("should", ("volunteers",)),
    ]
    ((page, sure),) = found.document.scanned
    assert page == 1
    assert sure > 0.8
    assert "their pictures were read (OCR): page 1" in found.document.notes[0]
    assert all(block.kind is not BlockKind.NOTE for block in found.document.blocks)


@needs_tesseract
def test_a_broken_picture_and_one_without_words_are_told_apart() -> None:
    with pytest.raises(DocumentError, match="broken or cut off"):
        read_safely(saved(drawn(), "PNG")[:900], "scan.png")
    with pytest.raises(DocumentError, match=r"No words could be read|This is a picture"):
        read_safely(saved(drawn(()), "PNG"), "scan.png")
