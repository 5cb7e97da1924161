"""Bundles: a ZIP with files, a manifest and plain instructions, which `sha256sum` alone can check.

It is written while it is sent: nothing of it lies readable on the disk. Every file is compared with the hash
of its receipt before the first byte goes out.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from shlex import quote

SUMS, MANIFEST, HOW = "SHA256SUMS", "manifest.json", "HOW-TO-CHECK.txt"
STAMP, AUTHORITY = ".tsr", "AUTHORITY.pem"
PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class BundleFile:
    """A file of a bundle: its path in it, and a function that yields its bytes."""

    path: str
    read: Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class BundledItem:
    """What the manifest says of one item of evidence."""

    item: str
    path: str
    sha256: str
    size: int
    media_type: str
    received_at: str
    facts: dict[str, str]
    state: str
    timestamped_at: str = ""


def bundle(files: Iterable[BundleFile], items: Iterable[BundledItem], *, title: str) -> Iterator[bytes]:
    """Yield a ZIP of the files, a manifest of the items, the sums of all files, and how to check them."""
    sink = _Sink()
    sums: list[tuple[str, str]] = []
    listed = list(items)
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        manifest = json.dumps({"title": title, "items": [asdict(each) for each in listed]}, indent=1)
        texts = ((MANIFEST, manifest.encode()), (HOW, _how(title, listed).encode()))
        own = [BundleFile(name, lambda body=body: (body,)) for name, body in texts]  # type: ignore[misc]
        for file in (*files, *own):
            yield from _written(archive, file, sink, sums)
        text = "".join(f"{told}  {path}\n" for path, told in sorted(sums))
        yield from _written(archive, BundleFile(SUMS, lambda: (text.encode(),)), sink, [])
    yield sink.taken()


def csv_bytes(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Return rows as a CSV file that no spreadsheet takes for formulas."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(list(headings))
    for row in rows:
        writer.writerow([_plain(str(cell)) for cell in row])
    return ("\ufeff" + out.getvalue()).encode()


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _written(
    archive: zipfile.ZipFile, file: BundleFile, sink: "_Sink", sums: list[tuple[str, str]]
) -> Iterator[bytes]:
    told = hashlib.sha256()
    member = zipfile.ZipInfo(file.path, date_time=(1980, 1, 1, 0, 0, 0))
    member.external_attr = 0o600 << 16
    with archive.open(member, "w", force_zip64=True) as out:
        for piece in file.read():
            told.update(piece)
            out.write(piece)
            if sink.size > PIECE:
                yield sink.taken()
    sums.append((file.path, told.hexdigest()))
    yield sink.taken()


class _Sink(io.RawIOBase):
    """Takes what the archive writes, until it is taken further. It cannot seek."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, piece: object) -> int:
        """Keep a piece."""
        data = bytes(piece)  # type: ignore[call-overload]
        self._held.append(data)
        self.size += len(data)
        return len(data)

    def taken(self) -> bytes:
        """Return what is kept, and forget it."""
        found = b"".join(self._held)
        self._held, self.size = [], 0
        return found


def _how(title: str, items: Iterable[BundledItem]) -> str:
    return f"""{title}

How to check that nothing was changed
-------------------------------------
1. Unpack the ZIP into an empty folder.
2. In that folder, run on Linux or a Mac:      sha256sum -c {SUMS}
   (on a Mac: shasum -a 256 -c {SUMS})
   on Windows, for each file:                   certutil -hashfile FILE SHA256
3. Every line must say OK. "sha256" in {MANIFEST} is what was worked out when the file was received.

{_how_stamped(items)}The files are as they were received. Names of people are only where they are needed.
"""


def _how_stamped(items: Iterable[BundledItem]) -> str:
    """Return how the timestamps are checked: one command for each; nothing where there are none."""
    lines = [
        f"   openssl ts -verify -data {quote(each.path)} -in {quote(each.path + STAMP)} -CAfile {AUTHORITY} "
        f"-attime {int(datetime.fromisoformat(each.timestamped_at).timestamp())}"
        for each in items
        if each.timestamped_at
    ]
    if not lines:
        return ""
    return (
        f"Files ending in {STAMP} say that an outside authority saw a file at an instant (RFC 3161). The\n"
        f"certificates in {AUTHORITY} are those that the school trusts. Compare them with the authority's.\n"
        + "\n".join(lines)
        + "\n\n"
    )
