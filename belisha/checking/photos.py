"""What a photo tells besides what it shows, whether it may hold faces, and a clean copy to publish.

To be run in the sandbox, since it decodes what comes from outside. Nothing is written to a disk.
"""

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pillow_heif
import yuface  # type: ignore[import-untyped]
from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

from belisha.checking.video import VideoNotes, video_notes

LARGEST_FILE = 40_000_000
MOST_PIXELS = 64_000_000
LONGEST_SIDE, LONGEST_SIDE_FOR_FACES = 2_000, 960
_MEGABYTE, _MEGAPIXEL = 1_000_000, 1_000_000
MOST_FRAMES = 40
FILM = "video"
NOT_LOOKED_INTO = (
    "This is a film. Only what the file tells was looked at, not its pictures. No clean copy was made."
)
# The reader of WebP holds a picture five times.
_MOST_PIXELS_OF = {"WEBP": 16_000_000}
_FACE_CONFIDENCE = 0.6
_SMALLEST_SIDE = 16
_BRANDS = {
    b"heic": "HEIC",
    b"heix": "HEIC",
    b"hevc": "HEIC",
    b"mif1": "HEIC",
    b"msf1": "HEIC",
    b"avif": "AVIF",
}
_FIELDS = {
    "Make": "device", "Model": "device", "Software": "software",
    "LensModel": "device", "HostComputer": "device",
    "DateTime": "time", "DateTimeOriginal": "time", "DateTimeDigitized": "time", "OffsetTime": "time",
    "Artist": "author", "Copyright": "copyright", "ImageDescription": "words", "UserComment": "words",
    "XPTitle": "words", "XPComment": "words", "XPKeywords": "words",
    "XPAuthor": "author", "XPSubject": "words",
    "CameraOwnerName": "author", "BodySerialNumber": "device", "ImageUniqueID": "device",
}  # fmt: skip
pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # the number of dots is looked at before any is decoded


class PhotoError(ValueError):
    """A file that is no photo that can be published. The message is a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class PhotoNote:
    """Something that a file tells: which kind (place, device, time, author, words, ...) and what."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class PhotoReport:
    """What was found in a photo. `faces` are boxes (left, top, width, height) as parts of the picture's size.

    `copy` is the picture without any of the notes, turned upright, in the format `copy_format`; empty for a
    film. No face found does not mean that nobody is shown. `words` are those in the picture, where they were
    looked for (`has_sought_words`).
    """

    format: str
    width: int
    height: int
    frames: int
    notes: tuple[PhotoNote, ...]
    faces: tuple[tuple[float, float, float, float], ...]
    copy: bytes
    copy_format: str
    remarks: tuple[str, ...] = ()
    words: str = ""
    has_sought_words: bool = False


def read_photo(data: bytes) -> PhotoReport:
    """Return what a photo tells, and a copy of it without that.

    Raise PhotoError if it is no photo, is broken, or is too large.
    """
    if len(data) > LARGEST_FILE:
        raise PhotoError(
            f"The file has {len(data) // _MEGABYTE} MB; choose one of at most {LARGEST_FILE // _MEGABYTE} MB."
        )
    sort = _sort_of(data)
    if sort == FILM:
        return _film(video_notes(data))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(data, sort)
    except PhotoError:
        raise
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        IndexError,
        KeyError,
        EOFError,
        RuntimeError,
    ) as error:
        raise PhotoError(
            "The file is broken or cut off. Choose the photo again, or take a screenshot of it."
        ) from error


def _sort_of(data: bytes) -> str:
    """Return the format that a file's first bytes tell. Raise PhotoError for what is no photo."""
    if not data:
        raise PhotoError("The file is empty. Choose the photo again.")
    head = data[:16]
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "GIF"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp":
        brands = {head[8:12], *(data[at : at + 4] for at in range(16, min(64, len(data)), 4))}
        known = next((_BRANDS[each] for each in (head[8:12], *sorted(brands)) if each in _BRANDS), "")
        return known or FILM
    if data[:1024].lstrip().startswith(b"%PDF"):
        raise PhotoError(
            "This is a PDF document, whatever its name says. Choose a JPEG, PNG, GIF, WebP, HEIC or AVIF."
        )
    raise PhotoError(
        "This is not a photo that can be read. Choose a JPEG, PNG, GIF, WebP, HEIC or AVIF file."
    )


def _read(data: bytes, sort: str) -> PhotoReport:
    # HEIC and AVIF are found by their plugins; the others by their own reader alone: nothing else is tried.
    with Image.open(io.BytesIO(data), formats=None if sort in ("HEIC", "AVIF") else [sort]) as picture:
        width, height = picture.size
        most = _MOST_PIXELS_OF.get(sort, MOST_PIXELS)
        if width * height > most:
            dots = width * height // _MEGAPIXEL
            raise PhotoError(
                f"The photo has {dots} million dots; choose one of at most {most // _MEGAPIXEL}."
            )
        stored = int(getattr(picture, "n_frames", 1))
        notes = tuple(dict.fromkeys(_notes_of_all(picture, data, sort, stored)))
        # CIPA DC-007: further pictures of the same moment, behind a photo that does not move.
        frames = 1 if picture.format == "MPO" else stored
        part = min(1.0, LONGEST_SIDE / max(width, height))
        picture.draft("RGB", (int(width * part), int(height * part)))
        remarks = []
        if stored > frames:
            remarks.append(f"The file holds {stored} pictures, as phones store them. The copy is the first.")
        if frames > 1:
            remarks.append(f"It moves: {frames} pictures. Faces were looked for in the first one alone.")
        upright = _plain(picture)
        faces = _faces(upright)
        if frames > 1 and sort in ("GIF", "WEBP"):
            copied, copy_format = _moving_copy(picture, min(frames, MOST_FRAMES)), "WEBP"
            if frames > MOST_FRAMES:
                remarks.append(f"The copy holds the first {MOST_FRAMES} pictures.")
        else:
            copied, copy_format = _copy(upright, _profile(picture), sort)
    return PhotoReport(sort, width, height, frames, notes, faces, copied, copy_format, tuple(remarks))


def _film(found: VideoNotes) -> PhotoReport:
    notes = tuple(PhotoNote(kind, value) for kind, value in found.notes)
    return PhotoReport(FILM, 0, 0, 0, notes, (), b"", "", (NOT_LOOKED_INTO,))


def _plain(picture: Image.Image) -> Image.Image:
    """Return the first picture upright, small enough to publish, in RGB or RGBA.

    It is made small before anything else is done to it: a picture of 50 million dots is held once.
    """
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    if picture.mode == "P":
        picture = picture.convert("RGBA" if has_alpha else "RGB")
    is_deep = picture.mode in ("I", "F") or picture.mode.startswith("I;16")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=None if is_deep else 1.0)
    if is_deep:
        picture = _of_eight_bits(picture)
    if picture.mode == "CMYK":
        picture = _in_screen_colours(picture)
    return ImageOps.exif_transpose(picture).convert("RGBA" if has_alpha else "RGB")


def _of_eight_bits(picture: Image.Image) -> Image.Image:
    """Return a picture of 16 or 32 bits a dot with 8 bits, and what its file notes."""
    values = np.asarray(picture, dtype=np.float32)
    spread = 65_535.0 if values.max(initial=0) > 255 else 255.0
    plain = Image.fromarray((values * (255.0 / spread)).clip(0, 255).astype(np.uint8))
    plain.info = picture.info
    return plain


def _in_screen_colours(picture: Image.Image) -> Image.Image:
    """Return a picture that was mixed for print as a screen shows it, by its own profile where it has one."""
    profile = picture.info.get("icc_profile")
    if not profile:
        return picture
    try:
        shown = ImageCms.profileToProfile(
            picture, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except ImageCms.PyCMSError:
        return picture
    return shown or picture


def _profile(picture: Image.Image) -> bytes | None:
    profile = picture.info.get("icc_profile")
    return profile if profile and picture.mode in ("RGB", "RGBA", "P") else None


def _copy(upright: Image.Image, profile: bytes | None, sort: str) -> tuple[bytes, str]:
    """Return a copy of the dots alone."""
    fresh = Image.new(upright.mode, upright.size)
    fresh.paste(upright)
    copied = io.BytesIO()
    more: dict[str, Any] = {"icc_profile": profile} if profile else {}
    if sort in ("PNG", "GIF") or upright.mode == "RGBA":
        fresh.save(copied, "PNG", **more)
        return copied.getvalue(), "PNG"
    if sort == "WEBP":
        fresh.save(copied, "WEBP", quality=88, **more)
        return copied.getvalue(), "WEBP"
    fresh.save(copied, "JPEG", quality=88, optimize=True, **more)
    return copied.getvalue(), "JPEG"


def _moving_copy(picture: Image.Image, frames: int) -> bytes:
    parts, times = [], []
    for number in range(frames):
        picture.seek(number)
        part = picture.convert("RGBA")
        part.thumbnail((800, 800))
        fresh = Image.new("RGBA", part.size)
        fresh.paste(part)
        parts.append(fresh)
        times.append(int(picture.info.get("duration", 100) or 100))
    copied = io.BytesIO()
    parts[0].save(copied, "WEBP", save_all=True, append_images=parts[1:], duration=times, loop=0, quality=80)
    return copied.getvalue()


def _faces(upright: Image.Image) -> tuple[tuple[float, float, float, float], ...]:
    """Return where faces may be, never whose."""
    small = upright.convert("RGB")
    small.thumbnail((LONGEST_SIDE_FOR_FACES, LONGEST_SIDE_FOR_FACES))
    if min(small.size) < _SMALLEST_SIDE:
        return ()
    dots = np.ascontiguousarray(np.asarray(small)[:, :, ::-1])
    _, boxes, _ = yuface.detect(dots, conf=_FACE_CONFIDENCE)
    wide, high = small.size
    return tuple(
        (round(x / wide, 4), round(y / high, 4), round(w / wide, 4), round(h / high, 4))
        for x, y, w, h in (map(float, box) for box in boxes)
    )


def _notes_of_all(picture: Image.Image, data: bytes, sort: str, stored: int) -> Iterator[PhotoNote]:
    """Yield what the picture tells and, in a photo of several, what those behind the first do."""
    yield from _notes(picture, data, sort)
    if picture.format != "MPO":
        return
    # Opened anew: once it has looked at the second, Pillow turns the first as the second is to be turned.
    with Image.open(io.BytesIO(data), formats=[sort]) as behind:
        for number in range(1, min(stored, MOST_FRAMES)):
            behind.seek(number)
            yield from (note for note in _notes(behind, data, sort) if note.kind != "turning")


def _notes(picture: Image.Image, data: bytes, sort: str) -> Iterator[PhotoNote]:
    exif = picture.getexif()
    named = {ExifTags.TAGS.get(tag, ""): value for tag, value in exif.items()}
    named.update(
        {ExifTags.TAGS.get(tag, ""): value for tag, value in exif.get_ifd(ExifTags.IFD.Exif).items()}
    )
    if ExifTags.IFD.GPSInfo in exif or ExifTags.IFD.GPSInfo in exif.get_ifd(ExifTags.IFD.GPSInfo):
        yield PhotoNote("place", _place(exif.get_ifd(ExifTags.IFD.GPSInfo)))
    for field, value in named.items():
        if field in _FIELDS and (said := _said(value)):
            yield PhotoNote(_FIELDS[field], said)
    if exif.get(ExifTags.Base.Orientation, 1) != 1:
        yield PhotoNote("turning", "The picture was stored on its side; the copy is upright.")
    yield from _other_notes(picture, data, sort)


def _other_notes(picture: Image.Image, data: bytes, sort: str) -> Iterator[PhotoNote]:
    info = picture.info
    if info.get("comment"):
        yield PhotoNote("words", _said(info["comment"]) or "a comment")
    for key, value in getattr(picture, "text", {}).items() if sort == "PNG" else ():
        yield PhotoNote("words", f"{key}: {_said(value)}"[:200])
    packet = info.get("xmp") or info.get("XML:com.adobe.xmp")
    if packet:
        words = packet if isinstance(packet, bytes) else str(packet).encode()
        yield PhotoNote("description", "a block of descriptions (XMP)")
        if b"GPSLatitude" in words:
            yield PhotoNote("place", "a place in the descriptions (XMP)")
    if info.get("photoshop"):
        yield PhotoNote("description", "captions for the press (IPTC)")
    if sort == "JPEG":
        end = data.rfind(b"\xff\xd9")
        if 0 <= end < len(data) - 2 - 16:
            yield PhotoNote("hidden", f"{len(data) - end - 2:,} bytes behind the end of the picture")


def _said(value: object) -> str:
    """Return a value of a file's notes as words, at most 120 characters."""
    if isinstance(value, bytes):
        plain = value.removeprefix(b"ASCII\0\0\0").rstrip(b"\0")
        value = plain.decode("utf-16-le" if b"\0" in plain else "utf-8", "replace")
    said = "".join(each if each.isprintable() else " " for each in str(value))
    return " ".join(said.split())[:120]


def _place(gps: dict[int, Any]) -> str:
    """Return where a photo was taken, as degrees, or only that a place is stored."""
    try:
        north = _degrees(gps[2]) * (-1 if gps.get(1) == "S" else 1)
        east = _degrees(gps[4]) * (-1 if gps.get(3) == "W" else 1)
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return "where it was taken"
    return f"{north:.5f}, {east:.5f}"


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(each) for each in parts)
    return degrees + minutes / 60 + seconds / 3600
