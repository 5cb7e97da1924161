"""Photos: what the file tells is listed and stripped, and what is no photo is refused in a sentence."""

from __future__ import annotations

import io
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from belisha.checking.photos import PhotoError
from belisha.checks.photos import open_photo
from belisha.sandbox.films import can_look_into_films
from belisha.sandbox.programs import find_program
from belisha.sandbox.recognition import can_recognise
from tests.checks.photos import PLACE, bomb, dots, phone_notes, phone_photo, poster, saved


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


def test_what_moves_still_moves_in_the_copy() -> None:
    """Each picture of a GIF is in the copy, and only the first one is said to have been looked at."""
    film = [Image.new("RGB", (60, 60), (40 * n, 0, 0)) for n in range(5)]
    report = open_photo(
        saved(film[0], "GIF", save_all=True, append_images=film[1:], comment=b"marker-comment")
    )
    assert report.frames == 5
    assert "first one alone" in report.remarks[0]
    with Image.open(io.BytesIO(report.copy)) as copied:
        assert getattr(copied, "n_frames", 1) == 5
    assert b"marker-comment" not in report.copy


def test_sixteen_bits_are_shown_as_eight_and_as_light() -> None:
    deep = Image.fromarray(np.linspace(0, 65_535, 100 * 100, dtype=np.uint16).reshape(100, 100))
    with Image.open(io.BytesIO(open_photo(saved(deep, "PNG")).copy)) as copied:
        light = [copied.convert("L").getpixel((50, row)) for row in (0, 50, 99)]
    assert light == pytest.approx([0, 128, 255], abs=4)


def test_what_was_mixed_for_print_has_its_colours_on_a_screen() -> None:
    red = Image.new("CMYK", (64, 64), (0, 255, 255, 0))
    with Image.open(io.BytesIO(open_photo(saved(red, "JPEG", quality=95)).copy)) as copied:
        dot = copied.convert("RGB").getpixel((30, 30))
    assert copied.mode == "RGB"
    assert isinstance(dot, tuple)
    assert dot[0] > 200
    assert max(dot[1:]) < 70


MEASURED = """
import sys
from pathlib import Path
from belisha.checking.photos import read_photo
report = read_photo(sys.stdin.buffer.read())
[peak] = [line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line]
print(report.width, int(peak) // 1024)
"""


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "sixteen bits", "CMYK"])
def test_fifty_million_dots_take_less_than_300_megabytes(kind: str) -> None:
    wide, high = 8_660, 5_774
    picture = {
        "sixteen bits": lambda: Image.fromarray(np.full((high, wide), 40_000, np.uint16)),
        "CMYK": lambda: Image.new("CMYK", (wide, high), (0, 90, 90, 0)),
    }.get(kind, lambda: Image.new("RGB", (wide, high), (200, 30, 30)))()
    data = saved(picture, "JPEG" if kind in ("JPEG", "CMYK") else "PNG")
    child = subprocess.run([sys.executable, "-c", MEASURED], input=data, capture_output=True, check=True)
    width, megabytes = map(int, child.stdout.split())
    assert width == wide
    assert megabytes < 300


def test_a_webp_too_large_to_be_read_in_little_memory_is_refused_in_a_sentence() -> None:
    with pytest.raises(PhotoError, match="20 million dots; choose one of at most 16"):
        open_photo(saved(Image.new("RGB", (5_000, 4_000)), "WEBP", quality=1, method=0))


def film(words: str) -> bytes:
    """A film of three seconds that shows words, with a place in its file."""
    shown = poster(words)
    made = [find_program("ffmpeg"), "-v", "error", "-f", "png_pipe", "-i", "-", "-vf"]
    made += [
        "loop=30:1:0,fps=10,scale=1200:-2,format=yuv420p",
        "-t",
        "3",
        "-metadata",
        "location=+51.4366-001.0675/",
    ]
    made += ["-movflags", "frag_keyframe+empty_moov", "-f", "mp4", "pipe:1"]
    return subprocess.run(made, input=shown, capture_output=True, check=True).stdout


@pytest.mark.skipif(not can_look_into_films(), reason="FFmpeg is not installed")
def test_the_first_pictures_of_a_film_are_looked_at_and_it_is_said_how_far() -> None:
    report = open_photo(film("call 07700 900123"))
    assert report.format == "video"
    assert "a second apart from its beginning on" in report.remarks[0]
    if can_recognise():
        assert "07700 900123" in report.words


@pytest.mark.skipif(not can_look_into_films(), reason="FFmpeg is not installed")
def test_a_film_that_is_cut_off_is_told_by_its_file_alone() -> None:
    report = open_photo(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 400)
    assert "could not be taken out" in report.remarks[-1]


def test_where_no_film_can_be_seen_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("belisha.checks.photos.can_look_into_films", lambda: False)
    report = open_photo(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 400)
    assert "not its pictures" in report.remarks[0]


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
