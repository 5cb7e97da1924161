"""Chunked AES-256-GCM for files of any length, in constant memory.

A file is: 8 bytes that name the format, 32 bytes of salt, then chunks. Each chunk is 1 MiB of plain text (the
last one up to that) with a tag of 16 bytes. Its key is derived from the data key and the salt, its nonce is
its number and whether it is the last: so a file that was cut short, reordered or lengthened does not open.
"""

import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from belisha.base.data_keys import derived_key

MAGIC = b"BELFILE1"
SALT_BYTES, TAG_BYTES = 32, 16
CHUNK = 1 << 20
PURPOSE = b"file"


class DamagedFileError(Exception):
    """An encrypted file was changed, cut short or swapped, or its key is another. The message says so."""


def encrypted(pieces: Iterable[bytes], key: bytes, context: str) -> Iterator[bytes]:
    """Yield the encrypted file of what `pieces` hold. `context` names its row (see `data_keys`)."""
    salt = os.urandom(SALT_BYTES)
    cipher, about = _cipher(key, salt), context.encode()
    yield MAGIC + salt
    held, number = bytearray(), 0
    for piece in pieces:
        held += piece
        while len(held) > CHUNK:
            yield cipher.encrypt(_nonce(number, is_last=False), bytes(held[:CHUNK]), about)
            del held[:CHUNK]
            number += 1
    yield cipher.encrypt(_nonce(number, is_last=True), bytes(held), about)


def decrypted(source: BinaryIO, key: bytes, context: str) -> Iterator[bytes]:
    """Yield the plain text, chunk by chunk. Raise DamagedFileError: what came before is not to be used then.

    Each chunk is checked before it is yielded; that the file is whole is known only at its end.
    """
    head = _read(source, len(MAGIC) + SALT_BYTES)
    if not head.startswith(MAGIC) or len(head) != len(MAGIC) + SALT_BYTES:
        message = "The file is not one that Belisha encrypted, or its beginning is missing."
        raise DamagedFileError(message)
    cipher, about, number = _cipher(key, head[len(MAGIC) :]), context.encode(), 0
    chunk = _read(source, CHUNK + TAG_BYTES)
    while True:
        following = _read(source, CHUNK + TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(number, is_last=not following), chunk, about)
        except (InvalidTag, ValueError) as error:
            message = "The file was changed or cut short, or its key is another."
            raise DamagedFileError(message) from error
        if not following:
            return
        chunk, number = following, number + 1


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(derived_key(key, PURPOSE, salt))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11) + bytes([is_last])


def _read(source: BinaryIO, size: int) -> bytes:
    """Return `size` bytes, or what is left: one `read` of a network file may return fewer."""
    parts: list[bytes] = []
    while size and (part := source.read(size)):
        parts.append(part)
        size -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)
