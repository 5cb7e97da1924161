"""Files that go with a request: kept encrypted, handed out only to whoever sees the request."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from belisha.base.encrypted_files import destroy_file, keep_file, read_file
from belisha.evidence.file_types import LOOKED_AT, file_type, safe_name
from belisha.evidence.scanning import Scan
from belisha.people.accounts.encryption import decrypt, encrypt
from belisha.registers.encryption import PURPOSE
from belisha.registers.models import EntryFile, RegisterEntry

LARGEST = 20 * (1 << 20)


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file as it came: its name and its bytes in pieces."""

    name: str
    pieces: Iterable[bytes]


def attach_file(entry: RegisterEntry, attached: AttachedFile) -> EntryFile:
    """Keep a file with an entry. Raise FileRefusedError for a kind that is not taken, FileTooLargeError."""
    pieces = iter(attached.pieces)
    head = next(pieces, b"")
    kind = file_type(head[:LOOKED_AT])
    scanned = Scan().through(chain([head], pieces))
    kept = keep_file(scanned, at_most=LARGEST)
    name = encrypt(safe_name(attached.name), PURPOSE)
    return EntryFile.objects.create(entry=entry, file=kept, name=name, media_type=kind.media_type)


def name_of(row: EntryFile) -> str:
    """Return the name that the file had."""
    return decrypt(row.name, PURPOSE)


def bytes_of(row: EntryFile) -> Iterator[bytes]:
    """Yield the file as it came. Raise KeyLostError, DamagedFileError or FileNotFoundError."""
    return read_file(row.file)


def destroy_files_of(entries: Iterable[int]) -> None:
    """Destroy the files of these entries, key and bytes; their rows go."""
    rows = list(EntryFile.objects.filter(entry__in=list(entries)).select_related("file"))
    for row in rows:
        row.delete()
        destroy_file(row.file)
