"""Photos: what the file tells is listed and stripped, and what is no photo is refused in a sentence."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from belisha.checking.photos import PhotoError
from belisha.checks.photos import open_photo
from tests.checks.photos import PLACE, bomb, dots, phone_notes, phone_photo, saved


@pytest.mark.clause("G39", "H68")
def test_place_and_device_are_listed_and_the_copy_has_neither() -> None:
    """The check lists the place, device and comment in a photo’s file, and makes a copy without them."""
    report = open_photo(phone_photo())
    told = {(note.kind, note.value) for note in report.notes}
    assert {("place", PLACE), ("device", "Acme"), ("device", "Phone 9")} <= told
    assert ("words", "taken by marker-comment") in told
    with Image.open(io.BytesIO(report.copy)) as copied:
        assert copied.size == (300, 400), "stored on its side, published upright"
        assert not dict(copied.getexif())
        assert "comment" not in copied.info
    assert not any(word in report.copy for word in (b"Acme", b"Phone 9", b"marker-comment", b"Exif"))


def test_the_colours_are_kept() -> None:
    report = open_photo(saved(Image.new("RGB", (64, 64), (200, 30, 30)), "PNG"))
    with Image.open(io.BytesIO(report.copy)) as copied:
        assert copied.convert("RGB").getpixel((10, 10)) == (200, 30, 30)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("HEIC", saved(dots(90, 120), "HEIF")),
        ("AVIF", saved(dots(90, 120), "AVIF")),
        ("WEBP", saved(dots(90, 120), "WEBP", exif=phone_notes())),
        ("JPEG", saved(dots(90, 120).convert("CMYK"), "JPEG")),
        ("JPEG", saved(dots(90, 120).convert("L"), "JPEG")),
        ("PNG", saved(Image.fromarray(np.full((50, 60), 40_000, np.uint16)), "PNG")),
        ("PNG", saved(Image.new("RGB", (1, 1)), "PNG")),
        ("GIF", saved(dots(60, 60), "GIF", save_all=True, append_images=[dots(60, 60).rotate(90)])),
    ],
)
def test_every_kind_of_photo_gets_a_clean_copy(kind: str, data: bytes) -> None:
    report = open_photo(data)
    assert report.format == kind
    with Image.open(io.BytesIO(report.copy)) as copied:
        copied.load()
        assert not dict(copied.getexif())


def test_what_stands_behind_the_end_of_a_picture_is_told_and_dropped() -> None:
    report = open_photo(phone_photo() + b"PK\x03\x04" + b"hidden archive " * 20)
    assert "hidden" in {note.kind for note in report.notes}
    assert b"hidden archive" not in report.copy


def test_a_photo_with_a_second_picture_behind_it_does_not_move() -> None:
    """What the second tells is listed, and not published. Pillow 13.0.0 calls such a photo moving.

    Source: findings/pillow-a-still-photo-moves.sh.
    """
    second = dots(90, 60)
    second.encoderinfo = {"exif": phone_notes()}
    report = open_photo(saved(dots(400, 300), "MPO", save_all=True, append_images=[second]))
    assert (report.format, report.frames, report.width) == ("JPEG", 1, 400)
    assert ("place", PLACE) in {(note.kind, note.value) for note in report.notes}
    assert "2 pictures" in report.remarks[0]
    with Image.open(io.BytesIO(report.copy)) as copied:
        assert (copied.format, copied.size) == ("JPEG", (400, 300))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (phone_photo()[:600], "broken or cut off"),
        (b"%PDF-1.4 not a picture", "PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a photo"),
        (bomb(), "3600 million dots"),
    ],
)
def test_what_is_no_photo_is_refused_in_a_sentence(data: bytes, message: str) -> None:
    with pytest.raises(PhotoError, match=message):
        open_photo(data)


def test_after_a_bad_file_the_next_photo_is_read() -> None:
    with pytest.raises(PhotoError):
        open_photo(bomb())
    assert open_photo(phone_photo()).width == 400
