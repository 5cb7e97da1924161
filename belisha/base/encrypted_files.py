"""Files that are kept encrypted at rest, each with its own key or with the key of its owner.

    kept = keep_file(upload.chunks())            # a key of its own, wrapped by the installation's key
    b"".join(read_file(kept))
    destroy_file(kept)                           # erases the key, then the bytes

With `key=`, a file is encrypted with the data key of its owner (such as a case), which the owner's row holds
wrapped: erasing that one key erases all of them.
"""

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from enum import StrEnum
from functools import partial

from django.db import transaction
from django.utils import timezone

from belisha.base import file_store
from belisha.base.data_keys import KeyLostError, new_data_key, unwrap_key, wrap_key
from belisha.base.file_encryption import DamagedFileError, decrypted, encrypted
from belisha.base.models import EncryptedFile


class FileState(StrEnum):
    """What a check of a file found."""

    VERIFIED = "verified"
    ALTERED = "altered"
    UNVERIFIABLE = "unverifiable"


class FileTooLargeError(Exception):
    """What came is larger than what is allowed. The message says how much is allowed."""


def keep_file(
    pieces: Iterable[bytes], *, key: bytes | None = None, at_most: int | None = None
) -> EncryptedFile:
    """Encrypt, hash and store what `pieces` hold, in constant memory; return its new row.

    The bytes are on disk when this returns. If the transaction around it is rolled back, `remove_leftovers`
    takes them away later. Raise OSError if the disk does not take it, and FileTooLargeError if there are
    more than `at_most` bytes; nothing is left then.
    """
    name, own = uuid.uuid4().hex, key or new_data_key()
    received = _Received(pieces, at_most)
    file_store.write_file(name, encrypted(received, own, name))
    return EncryptedFile.objects.create(
        name=name,
        wrapped_key="" if key else wrap_key(own, name),
        sha256=received.sha256.hexdigest(),
        size=received.size,
    )


def read_file(file: EncryptedFile, *, key: bytes | None = None) -> Iterator[bytes]:
    """Yield the file as it was received. `key` is its owner's, if it was kept with one.

    Raise KeyLostError if it was destroyed or its key is gone, DamagedFileError if it was changed or cut
    short, FileNotFoundError if its bytes are gone.
    """
    if file.destroyed_at:
        message = "The file was destroyed."
        raise KeyLostError(message)
    own = key or unwrap_key(file.wrapped_key, file.name)
    with file_store.open_stored(file.name) as source:
        yield from decrypted(source, own, file.name)


def check_file(file: EncryptedFile, *, key: bytes | None = None) -> FileState:
    """Return whether the file is as it was received. Where its key or its bytes are gone it is unverifiable.

    Raise OSError if a file that is there cannot be read: that says nothing about it.
    """
    found = hashlib.sha256()
    try:
        for piece in read_file(file, key=key):
            found.update(piece)
    except DamagedFileError:
        return FileState.ALTERED
    except (KeyLostError, FileNotFoundError):
        return FileState.UNVERIFIABLE
    return FileState.VERIFIED if found.hexdigest() == file.sha256 else FileState.ALTERED


def destroy_file(file: EncryptedFile) -> None:
    """Erase the key and the bytes; the row stays and says when. Backups of before still hold both.

    The bytes go when the transaction is committed, or with the next sweep if the process is killed then: what
    is rolled back is still there.
    """
    file.wrapped_key, file.destroyed_at = "", timezone.now()
    file.save(update_fields=["wrapped_key", "destroyed_at"])
    file_store.mark_stored(file.name)
    transaction.on_commit(partial(_remove_bytes, file.name))


def _remove_bytes(name: str) -> None:
    """Remove the bytes of a destroyed file. What the store does not take away now, the sweep tries again."""
    with suppress(OSError):
        file_store.remove_stored(name)


def remove_leftovers(older_than: timedelta = timedelta(hours=1)) -> int:
    """Remove stored bytes that no row knows, as a killed process leaves them. Return how many files went."""
    before = (timezone.now() - older_than).timestamp()
    old = [name for name, changed in file_store.stored_names() if changed < before]
    count = 0
    for name in old:
        known = EncryptedFile.objects.filter(name=name, destroyed_at=None).exists()
        if known:
            file_store.settle_stored(name)
        else:
            file_store.remove_stored(name)
            count += 1
    return count


class _Received:
    """The pieces as they come in, hashed and counted on the way."""

    def __init__(self, pieces: Iterable[bytes], at_most: int | None) -> None:
        self.pieces, self.at_most = pieces, at_most
        self.sha256, self.size = hashlib.sha256(), 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            self.size += len(piece)
            if self.at_most is not None and self.size > self.at_most:
                message = f"It is larger than {self.at_most // (1 << 20)} MB."
                raise FileTooLargeError(message)
            self.sha256.update(piece)
            yield piece
