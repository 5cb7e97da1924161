"""Encrypted backups: AES-256-GCM in chunks, opened by a passphrase or by a recipient's private key.

    belisha encrypted backup 1
    {"kind": "recipient", ...}          how the key of this file is found, on one line
    chunks of 64 KiB, each with a tag   the last is marked, so that a file that was cut short does not open

With a recipient's public key, the machine that writes backups cannot read them. Chunks can be opened in any
order, so nothing decrypted touches a disk.
"""

import io
import json
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"belisha encrypted backup 1\n"
CHUNK, TAG = 1 << 16, 16
COST = 1 << 17
LONGEST_HEADER = 2000
DAMAGED = "its first lines are damaged"
PUBLIC, PRIVATE = "belisha-backup-public-", "belisha-backup-private-"


class LockedError(Exception):
    """The passphrase or key is missing, malformed or wrong. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class Secret:
    """What encrypts or opens a backup: a passphrase, a public key (to encrypt) or a private key (to open)."""

    passphrase: str = ""
    public_key: str = ""
    private_key: str = ""

    def __bool__(self) -> bool:
        return bool(self.passphrase or self.public_key or self.private_key)


def new_key_pair() -> tuple[str, str]:
    """Return a new private key and its public key, as text."""
    private = X25519PrivateKey.generate()
    return PRIVATE + _text(private.private_bytes_raw()), PUBLIC + _text(_public(private))


def read_secret_file(file: Path) -> str:
    """Return the first line of a file that holds a passphrase or key. Raise LockedError if it is empty."""
    lines = file.read_text(encoding="utf-8").splitlines()
    if not lines or not lines[0].strip():
        message = f"`{file}` holds no passphrase or key in its first line"
        raise LockedError(message)
    return lines[0].strip()


class EncryptingWriter(io.RawIOBase):
    """Encrypts what is written to it. Call `finish` at the end; without it the file cannot be opened."""

    def __init__(self, out: BinaryIO, secret: Secret) -> None:
        super().__init__()
        self._out = out
        self._header, key = _new_header(secret)
        self._cipher = AESGCM(key)
        self._buffer, self._count = bytearray(), 0
        out.write(self._header)

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: Any) -> int:
        """Take `data`; write each full chunk. Return how many bytes were taken."""
        taken = bytes(data)
        self._buffer += taken
        while len(self._buffer) > CHUNK:
            self._write_chunk(bytes(self._buffer[:CHUNK]), is_last=False)
            del self._buffer[:CHUNK]
        return len(taken)

    def finish(self) -> None:
        """Write the last chunk."""
        self._write_chunk(bytes(self._buffer), is_last=True)

    def _write_chunk(self, data: bytes, *, is_last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._count, is_last=is_last), data, self._header))
        self._count += 1


class DecryptingReader(io.RawIOBase):
    """A seekable view of an encrypted file. Raise LockedError if the secret does not open it."""

    def __init__(self, source: BinaryIO, secret: Secret) -> None:
        super().__init__()
        self._source = source
        source.seek(len(MAGIC))
        line = source.readline(LONGEST_HEADER)
        self._header = MAGIC + line
        try:
            self._cipher = AESGCM(_key_of(_parsed(line), secret))
        except (KeyError, TypeError, ValueError):
            raise LockedError(DAMAGED) from None
        self._start = source.tell()
        sealed = source.seek(0, io.SEEK_END) - self._start
        self._chunks = max(1, -(-sealed // (CHUNK + TAG)))
        self._size = sealed - TAG * self._chunks
        self._position, self._held, self._data = 0, -1, b""
        self._chunk(0)

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return the position in the decrypted data."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to a position in the decrypted data and return it."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer from the current chunk. Return how many bytes, 0 at the end."""
        if self._position >= self._size:
            return 0
        number, offset = divmod(self._position, CHUNK)
        piece = self._chunk(number)[offset : offset + len(buffer)]
        buffer[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def _chunk(self, number: int) -> bytes:
        if number != self._held:
            self._source.seek(self._start + number * (CHUNK + TAG))
            sealed = self._source.read(CHUNK + TAG)
            nonce = _nonce(number, is_last=number == self._chunks - 1)
            try:
                self._data = self._cipher.decrypt(nonce, sealed, self._header)
            except InvalidTag:
                message = "the passphrase or key is not the one that it was encrypted for, or it is damaged"
                raise LockedError(message) from None
            self._held = number
        return self._data


def _new_header(secret: Secret) -> tuple[bytes, bytes]:
    """Return the first lines of a new file, and its key."""
    if secret.passphrase:
        salt = os.urandom(16)
        stated = {"kind": "passphrase", "salt": _text(salt), "cost": COST}
        key = _from_passphrase(secret.passphrase, salt, COST)
    else:
        recipient = X25519PublicKey.from_public_bytes(_raw(secret.public_key, PUBLIC))
        ephemeral = X25519PrivateKey.generate()
        parts = _public(ephemeral), recipient.public_bytes_raw()
        stated = {"kind": "recipient", "ephemeral": _text(parts[0]), "recipient": _text(parts[1])}
        key = _from_exchange(ephemeral.exchange(recipient), *parts)
    return MAGIC + json.dumps(stated, sort_keys=True).encode("ascii") + b"\n", key


def _key_of(stated: dict[str, Any], secret: Secret) -> bytes:
    """Return the key of a file whose header states this."""
    if stated["kind"] == "passphrase":
        if not secret.passphrase:
            raise LockedError("it is encrypted with a passphrase: give it with --passphrase-file FILE")
        cost = min(int(stated["cost"]), COST)
        return _from_passphrase(secret.passphrase, b64decode(stated["salt"]), cost)
    if not secret.private_key:
        raise LockedError("it is encrypted for a key: give the private key with --private-key FILE")
    private = X25519PrivateKey.from_private_bytes(_raw(secret.private_key, PRIVATE))
    sender, recipient = b64decode(stated["ephemeral"]), b64decode(stated["recipient"])
    if _public(private) != recipient:
        raise LockedError("it is encrypted for another key than the one given")
    return _from_exchange(private.exchange(X25519PublicKey.from_public_bytes(sender)), sender, recipient)


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        stated = json.loads(line)
        if stated["kind"] in ("passphrase", "recipient"):
            return dict(stated)
    except (ValueError, KeyError, TypeError):
        pass
    raise LockedError(DAMAGED)


def _from_passphrase(passphrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=8, p=1).derive(passphrase.encode())


def _from_exchange(shared: bytes, sender: bytes, recipient: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=sender + recipient, info=MAGIC).derive(shared)


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _public(private: X25519PrivateKey) -> bytes:
    return private.public_key().public_bytes_raw()


def _text(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")


def _raw(text: str, kind: str) -> bytes:
    try:
        raw = b64decode(text.removeprefix(kind), validate=True)
    except ValueError:
        raw = b""
    if not text.startswith(kind) or len(raw) != 32:
        message = f"`{text[:40]}` is not a key; it begins with `{kind}`"
        raise LockedError(message)
    return raw
