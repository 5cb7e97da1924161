"""An encrypted backup opens with what it was encrypted for, and with nothing else."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest

from belisha.cli.backup import encryption
from belisha.cli.backup.archive import DamagedError, Manifest, new_backup, open_backup
from belisha.cli.backup.encryption import (
    CHUNK,
    DecryptingReader,
    EncryptingWriter,
    LockedError,
    Secret,
    new_key_pair,
)

PRIVATE, PUBLIC = new_key_pair()
PASSPHRASE = Secret(passphrase="a dozen words from the safe")
PAIRS = [(PASSPHRASE, PASSPHRASE), (Secret(public_key=PUBLIC), Secret(private_key=PRIVATE))]


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase costs a guesser a tenth of a second, and a test nothing."""
    monkeypatch.setattr(encryption, "COST", 2)


def encrypted(data: bytes, secret: Secret) -> bytes:
    out = io.BytesIO()
    writer = EncryptingWriter(out, secret)
    for start in range(0, len(data), 1000):
        writer.write(data[start : start + 1000])
    writer.finish()
    return out.getvalue()


def decrypted(sealed: bytes, secret: Secret) -> bytes:
    return io.BufferedReader(DecryptingReader(io.BytesIO(sealed), secret)).read()


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
@pytest.mark.parametrize(("lock", "opening"), PAIRS, ids=["passphrase", "key"])
def test_what_was_encrypted_comes_back(length: int, lock: Secret, opening: Secret) -> None:
    data = random.Random(length).randbytes(length)
    sealed = encrypted(data, lock)
    assert decrypted(sealed, opening) == data
    assert length < 40 or data[:40] not in sealed


def test_it_is_read_from_any_place() -> None:
    data = random.Random(1).randbytes(2 * CHUNK + 10)
    reader = io.BufferedReader(DecryptingReader(io.BytesIO(encrypted(data, PASSPHRASE)), PASSPHRASE))
    for start in (2 * CHUNK, 5, CHUNK - 3):
        reader.seek(start)
        assert reader.read(9) == data[start : start + 9]
    assert reader.seek(-4, io.SEEK_END) == len(data) - 4
    assert reader.read() == data[-4:]


@pytest.mark.parametrize(
    ("lock", "opening", "words"),
    [
        (PASSPHRASE, Secret(passphrase="another"), "is not the one that it was encrypted for"),
        (PASSPHRASE, Secret(private_key=PRIVATE), "give it with --passphrase-file"),
        (Secret(public_key=PUBLIC), PASSPHRASE, "give the private key with --private-key"),
        (Secret(public_key=PUBLIC), Secret(private_key=new_key_pair()[0]), "for another key"),
        (Secret(public_key=PUBLIC), Secret(private_key=PUBLIC), "is not a key; it begins with"),
    ],
)
def test_nothing_else_opens_it(lock: Secret, opening: Secret, words: str) -> None:
    sealed = encrypted(b"data", lock)
    with pytest.raises(LockedError, match=words):
        decrypted(sealed, opening)


def test_one_cut_short_or_changed_does_not_open() -> None:
    sealed = encrypted(random.Random(2).randbytes(2 * CHUNK), PASSPHRASE)
    start = sealed.index(b"\n", len(encryption.MAGIC)) + 1
    for wrong in (
        sealed[:-1],
        sealed[: start + CHUNK + 16],  # cut where a chunk ends
        sealed[:start] + sealed[start + CHUNK + 16 :] + sealed[start : start + CHUNK + 16],
        sealed.replace(b'"kind"', b'"kin"'),
        sealed.replace(b'"cost": 2', b'"cost": 1'),
        sealed[:-5] + bytes([sealed[-5] ^ 1]) + sealed[-4:],
    ):
        with pytest.raises(LockedError):
            decrypted(wrong, PASSPHRASE)


@pytest.mark.parametrize(("lock", "opening"), PAIRS, ids=["passphrase", "key"])
def test_a_backup_is_encrypted_as_a_whole(tmp_path: Path, lock: Secret, opening: Secret) -> None:
    file = tmp_path / "x.backup"
    with new_backup(file, Manifest("2026-11-21", "1", "sqlite", {}), lock) as archive:
        archive.add("files/secret.key", [b"the key of the site"])
    sealed = file.read_bytes()
    assert b"secret.key" not in sealed
    assert b"manifest" not in sealed
    with open_backup(file, opening) as read:
        assert [str(name) for name in read.files()] == ["secret.key"]
        assert read.open_file(read.files()[0]).read() == b"the key of the site"
    with pytest.raises(DamagedError, match="cannot be opened"), open_backup(file):
        pass
