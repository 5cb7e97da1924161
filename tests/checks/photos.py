"""Photos made for tests: what a phone writes into a file, and files that are none."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

PLACE = "51.43667, -1.06750"


def dots(width: int, height: int) -> Image.Image:
    """A picture without people: coloured squares."""
    rng = np.random.default_rng(7)
    small = rng.integers(0, 255, (height // 20 + 1, width // 20 + 1, 3), dtype=np.uint8)
    return Image.fromarray(np.kron(small, np.ones((20, 20, 1), np.uint8))[:height, :width])


def saved(picture: Image.Image, kind: str, **more: Any) -> bytes:
    """A picture as a file."""
    into = io.BytesIO()
    picture.save(into, kind, **more)
    return into.getvalue()


def phone_notes() -> Image.Exif:
    """What a phone notes: where, with which device, held upright."""
    notes = Image.Exif()
    notes[0x010F], notes[0x0110], notes[0x0112] = "Acme", "Phone 9", 6
    notes[0x8825] = {1: "N", 2: (51.0, 26.0, 12.0), 3: "W", 4: (1.0, 4.0, 3.0)}
    return notes


def phone_photo(width: int = 400, height: int = 300) -> bytes:
    """A photo as a phone stores it."""
    return saved(dots(width, height), "JPEG", exif=phone_notes(), comment=b"taken by marker-comment")


def bomb() -> bytes:
    """A small PNG that says it has 3,600 million dots."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 999))
        + chunk(b"IEND", b"")
    )


def poster(*lines: str) -> bytes:
    """A picture with words in it."""
    picture = Image.new("RGB", (1200, 120 + 130 * len(lines)), (214, 226, 250))
    pen = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        pen.text((50, 70 + 130 * number), line, font=ImageFont.load_default(60), fill=0)
    return saved(picture, "PNG")
