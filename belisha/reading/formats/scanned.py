"""Read what a program for scanned text (Tesseract) found on pictures of pages: a row a word, its place."""

import io
import re
from dataclasses import dataclass
from statistics import median

from PIL import Image, ImageOps

from belisha.reading.formats.pdf_blocks import Line, blocks_of
from belisha.reading.formats.text import cleaned, count_words
from belisha.reading.values import Document, DocumentError, NoTextError

Recognised = tuple[tuple[int, str], ...]
MOST_DOTS, MOST_PIXELS = 3_000, 64_000_000
A4_WIDTH = 595.0
_FIELDS, _WORD = 12, "5"
_UNSURE = 20.0
_USUAL_SIZE, _LARGER = 11.0, 1.35
# What bullets are read as, where they begin a line.
_BULLETS = re.compile(r"^(?:[¢«»©®°@*+•·-]|[eo])\s+(?=\S)")
_PICTURE = "This is a picture. Choose the document, or have it read by a program for scanned text (OCR)."


@dataclass(frozen=True, slots=True)
class ScannedWord:
    """A word that was read in a picture: its line there, its place in dots, and how sure it is of 100."""

    text: str
    line: tuple[int, int, int]
    left: int
    top: int
    width: int
    height: int
    sure: float


def scanned_words(table: str) -> tuple[ScannedWord, ...]:
    """Return the words of Tesseract's table. Rows that are no words, or cut off, are passed over."""
    found = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != _FIELDS or cells[0] != _WORD or not cells[11].strip():
            continue
        try:
            block, paragraph, line, _, left, top, width, height = (int(each) for each in cells[2:10])
            sure = float(cells[10])
        except ValueError:
            continue
        if sure >= _UNSURE or any(sign.isalnum() for sign in cells[11]):
            found.append(ScannedWord(cells[11], (block, paragraph, line), left, top, width, height, sure))
    return tuple(found)


def certainty(words: tuple[ScannedWord, ...]) -> float:
    """Return how sure a reading is, from 0 to 1: of each letter alike."""
    letters = sum(len(word.text) for word in words)
    sure = sum(len(word.text) * max(0.0, word.sure) for word in words)
    return round(sure / letters / 100, 2) if letters else 0.0


def scanned_lines(table: str, page: int, width: float, height: float) -> tuple[list[Line], float]:
    """Return the lines of a page of this size in points, and how sure the reading is."""
    words = scanned_words(table)
    across = _dots_across(table)
    if not words or not across:
        return [], 0.0
    scale = width / across
    lines: dict[tuple[int, int, int], list[ScannedWord]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    usual = median(_height(line) for line in lines.values())
    made = []
    for line in lines.values():
        bottom = height - max(word.top + word.height for word in line) * scale
        ratio = _height(line) / usual
        size = _USUAL_SIZE * (ratio if ratio > _LARGER else 1.0)
        left, right = line[0].left * scale, (line[-1].left + line[-1].width) * scale
        made.append(Line(_text(line), page, left, right, bottom, bottom + size * 0.75, size, 400))
    return made, certainty(words)


def scanned_text(table: str) -> str:
    """Return the words that were read in a picture, a line each."""
    lines: dict[tuple[int, int, int], list[ScannedWord]] = {}
    for word in scanned_words(table):
        lines.setdefault(word.line, []).append(word)
    return "\n".join(_text(line).replace("\u00ad", "-") for line in lines.values())


def draw_picture(data: bytes) -> bytes:
    """Return a picture of a page, upright, as a grey PNG. Raise DocumentError if it cannot be opened."""
    try:
        with Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "TIFF", "GIF"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise DocumentError("The picture is too large. Save it smaller, and choose it again.")
            upright = ImageOps.exif_transpose(picture).convert("L")
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        if isinstance(error, DocumentError):
            raise
        raise DocumentError("The picture is broken or cut off. Scan or save it again.") from error
    upright.thumbnail((MOST_DOTS, MOST_DOTS))
    drawn = io.BytesIO()
    upright.save(drawn, "PNG", compress_level=1)
    return drawn.getvalue()


def read_picture(recognised: Recognised) -> Document:
    """Return the document on a picture of a page, by what was read there. Raise DocumentError without it."""
    if not recognised:
        raise NoTextError(_PICTURE, (1,))
    lines, sure = scanned_lines(recognised[0][1], 1, A4_WIDTH, A4_WIDTH * 1.41)
    if not lines:
        raise DocumentError("No words could be read in the picture. Choose the document itself.")
    words = sum(count_words(line.text) for line in lines)
    return Document(
        format="picture",
        blocks=tuple(blocks_of(lines, [])),
        pages=1,
        words_in=words,
        words_placed=words,
        scanned=((1, sure),),
    )


def _dots_across(table: str) -> int:
    """Return the width of the picture, from the row that is about all of it."""
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == _FIELDS and cells[0] == "1" and cells[8].isdigit():
            return int(cells[8])
    return 0


def _height(line: list[ScannedWord]) -> float:
    return max(1.0, float(median(word.height for word in line)))


def _text(line: list[ScannedWord]) -> str:
    text = cleaned(" ".join(word.text for word in line).replace("|", "I") if len(line) > 1 else line[0].text)
    text = _BULLETS.sub("• ", text)
    if re.search(r"[a-z]{2}-$", text):
        return text[:-1] + "\u00ad"  # a word cut at the end of a line
    return text
