"""The files of a ZIP archive, read in memory: nothing is unpacked to the disk."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath

from belisha.imports.files.file_types import AS_CSV
from belisha.imports.files.limits import LARGEST_UNPACKED, MOST_FILES
from belisha.imports.files.row import UnreadableFileError, shortened

BROKEN = "The packed file (ZIP) is damaged or was not copied to its end. Export it again."


def files_in(data: bytes) -> Mapping[str, bytes]:
    """Return the CSV files of the archive, by their name in lower case and without folders.

    Raise UnreadableFileError for an Office document, a locked, damaged or far too large archive, and one
    whose names lead out of its folder.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise UnreadableFileError(BROKEN) from error


def names_in(data: bytes) -> list[str]:
    """Return the names of the files in the archive. Raise UnreadableFileError if it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise UnreadableFileError(BROKEN) from error


def _read(archive: zipfile.ZipFile) -> Mapping[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    _refuse_office([entry.filename for entry in entries])
    if len(entries) > MOST_FILES:
        message = f"The packed file (ZIP) holds {len(entries)} files, and at most {MOST_FILES} are read."
        raise UnreadableFileError(message)
    found: dict[str, bytes] = {}
    room = LARGEST_UNPACKED
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in entry.filename:
            message = (
                f"The packed file (ZIP) holds “{shortened(entry.filename)}”, a name that leads out of its "
                "folder. No "
                "system of a school writes that: ask where the file came from. Nothing of it was read."
            )
            raise UnreadableFileError(message)
        if entry.flag_bits & 0x1:
            message = (
                "The packed file (ZIP) is locked with a password. Unlock it first, or export it without."
            )
            raise UnreadableFileError(message)
        if path.suffix.lower() != ".csv" or path.parts[0] == "__MACOSX":
            continue
        if path.name.lower() in found:
            message = (
                f"The packed file (ZIP) holds “{shortened(path.name)}” twice. Export one school at a time."
            )
            raise UnreadableFileError(message)
        found[path.name.lower()] = _bytes_of(archive, entry, room)
        room -= len(found[path.name.lower()])
    return found


def _bytes_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    """Return what the entry holds. What it says of its own size is not believed."""
    with archive.open(entry) as packed:
        data = packed.read(room + 1)
    if len(data) > room:
        message = (
            f"The packed file (ZIP) unpacks to more than {LARGEST_UNPACKED // 1024**2} MB. Nothing of it "
            "was read."
        )
        raise UnreadableFileError(message)
    return data


def _refuse_office(names: list[str]) -> None:
    if "[Content_Types].xml" in names or "mimetype" in names:
        message = f"This file is an Office document, not a list that can be read. {AS_CSV}"
        raise UnreadableFileError(message)
