"""What the file of a film tells: place, device and time, read from its boxes without decoding it."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_PARENTS = frozenset({b"moov", b"udta", b"trak", b"mdia", b"meta", b"ilst"})
_KINDS = {
    b"\xa9xyz": "place", b"\xa9mak": "device", b"\xa9mod": "device", b"\xa9swr": "software",
    b"\xa9nam": "words", b"\xa9cmt": "words",
}  # fmt: skip
_QUICKTIME = re.compile(rb"com\.apple\.quicktime\.(location|make|model|creationdate|software)")
_POSITION = re.compile(rb"[+-]\d{2}\.\d{2,6}[+-]\d{3}\.\d{2,6}")
_EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
MOST_BOXES = 2_000


@dataclass(frozen=True, slots=True)
class VideoNotes:
    """What was found: kind and value."""

    notes: tuple[tuple[str, str], ...]


def video_notes(data: bytes) -> VideoNotes:
    """Return what the boxes of an MP4 or MOV file tell."""
    return VideoNotes(tuple(dict.fromkeys(_notes(data))))


def _notes(data: bytes) -> Iterator[tuple[str, str]]:
    for name, start, end in _boxes(data):
        body = data[start:end]
        if name == b"mvhd" and len(body) >= 8:
            seconds = struct.unpack(">I", body[4:8])[0]
            if seconds:
                yield "time", (_EPOCH + timedelta(seconds=seconds)).strftime("%d %B %Y %H:%M")
        elif name == b"loci":
            yield "place", _place(body)
        elif name in _KINDS:
            position = _POSITION.search(body)
            words = position[0] if position else bytes(each for each in body if 32 <= each < 127)
            yield _KINDS[name], words.decode("ascii", "replace")[:120]
        elif name == b"keys":
            for key in _QUICKTIME.finditer(body):
                kind = {b"location": "place", b"creationdate": "time"}.get(key[1], "device")
                yield kind, f"{key[1].decode('ascii')} is stored"


def _place(body: bytes) -> str:
    """Return the place in a 3GPP location box: degrees as fixed point numbers behind a name."""
    end = body.find(b"\0", 6)
    if end < 0 or len(body) < end + 10:
        return "where it was filmed"
    east, north = struct.unpack(">ii", body[end + 2 : end + 10])
    return f"{north / 65_536:.5f}, {east / 65_536:.5f}"


def _boxes(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    waiting, seen = [(0, len(data))], 0
    while waiting:
        start, end = waiting.pop()
        while start + 8 <= end and seen < MOST_BOXES:
            seen += 1
            size, name = struct.unpack(">I4s", data[start : start + 8])
            head = 8
            if size == 1 and start + 16 <= end:
                size, head = struct.unpack(">Q", data[start + 8 : start + 16])[0], 16
            stop = end if size == 0 else min(end, start + size)
            if stop <= start + 7:
                break
            yield name, start + head, stop
            if name in _PARENTS:
                waiting.append((start + head + (4 if name == b"meta" else 0), stop))
            start = stop
