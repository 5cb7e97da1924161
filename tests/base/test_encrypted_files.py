"""Files at rest: encrypted in chunks, whole or refused, and gone when their key is."""

import hashlib
import io
import os
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from belisha.base import file_store
from belisha.base.data_keys import (
    KeyLostError,
    decrypt_text,
    encrypt_text,
    new_data_key,
    rewrap_key,
    unwrap_key,
    wrap_key,
)
from belisha.base.encrypted_files import (
    FileState,
    FileTooLargeError,
    check_file,
    destroy_file,
    keep_file,
    read_file,
    remove_leftovers,
)
from belisha.base.file_encryption import CHUNK, DamagedFileError, decrypted, encrypted
from belisha.base.models import EncryptedFile

KEY, CONTEXT = bytes(range(32)), "row 1"
WORDS = b"The quick brown fox was seen at the gate."


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def path_of(file: EncryptedFile) -> Path:
    return Path(file_store._path(file.name))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_goes_in_comes_out(size: int) -> None:
    plain = os.urandom(size)
    sealed = b"".join(encrypted([plain[:7], plain[7:]], KEY, CONTEXT))
    assert b"".join(decrypted(io.BytesIO(sealed), KEY, CONTEXT)) == plain


def test_a_file_that_was_changed_cut_or_swapped_does_not_open() -> None:
    plain = os.urandom(2 * CHUNK + 5)
    sealed = b"".join(encrypted([plain], KEY, CONTEXT))
    chunk = CHUNK + 16
    head = 40
    flipped = bytearray(sealed)
    flipped[head + 100] ^= 1
    swapped = (
        sealed[:head]
        + sealed[head + chunk : head + 2 * chunk]
        + sealed[head : head + chunk]
        + sealed[head + 2 * chunk :]
    )
    cut = [sealed[: head + chunk], sealed[: head + 2 * chunk], sealed[:-1], sealed[:head], sealed[:20], b""]
    for wrong in (bytes(flipped), swapped, sealed + b"\0", *cut):
        with pytest.raises(DamagedFileError):
            list(decrypted(io.BytesIO(wrong), KEY, CONTEXT))
    for key, context in ((bytes(32), CONTEXT), (KEY, "row 2")):
        with pytest.raises(DamagedFileError):
            list(decrypted(io.BytesIO(sealed), key, context))


def test_the_same_bytes_twice_are_two_files(db: None) -> None:
    one, other = keep_file([WORDS], key=KEY), keep_file([WORDS], key=KEY)
    assert path_of(one).read_bytes()[8:] != path_of(other).read_bytes()[8:]
    assert one.sha256 == other.sha256 == hashlib.sha256(WORDS).hexdigest()


def test_nothing_readable_is_on_the_disk_and_only_the_owner_may_open_it(db: None) -> None:
    kept = keep_file([WORDS])
    assert WORDS not in path_of(kept).read_bytes()
    assert path_of(kept).stat().st_mode & 0o077 == 0
    assert b"".join(read_file(kept)) == WORDS
    assert (kept.size, check_file(kept)) == (len(WORDS), FileState.VERIFIED)


def test_a_file_under_its_owners_key_opens_with_that_key_only(db: None) -> None:
    kept = keep_file([WORDS], key=KEY)
    assert kept.wrapped_key == ""
    assert b"".join(read_file(kept, key=KEY)) == WORDS
    assert check_file(kept, key=bytes(32)) is FileState.ALTERED
    assert check_file(kept) is FileState.UNVERIFIABLE


def test_altered_missing_and_destroyed_are_told_apart(db: None) -> None:
    altered, missing, destroyed = (keep_file([WORDS]) for _ in range(3))
    raw = bytearray(path_of(altered).read_bytes())
    raw[-1] ^= 1
    path_of(altered).write_bytes(raw)
    path_of(missing).unlink()
    destroy_file(destroyed)
    assert check_file(altered) is FileState.ALTERED
    assert check_file(missing) is FileState.UNVERIFIABLE
    assert check_file(destroyed) is FileState.UNVERIFIABLE


def test_a_destroyed_key_destroys_the_file_even_where_the_bytes_are_kept(
    db: None, django_capture_on_commit_callbacks: Any
) -> None:
    kept = keep_file([WORDS])
    copy = path_of(kept).read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        destroy_file(kept)
        assert path_of(kept).exists()
    assert not path_of(kept).exists()
    path_of(kept).write_bytes(copy)
    kept.refresh_from_db()
    assert (kept.wrapped_key, kept.destroyed_at is None) == ("", False)
    with pytest.raises(KeyLostError):
        list(read_file(kept))


def test_a_row_that_claims_another_hash_is_found(db: None) -> None:
    kept = keep_file([WORDS])
    kept.sha256 = "0" * 64
    assert check_file(kept) is FileState.ALTERED


def test_what_is_too_large_or_breaks_off_leaves_nothing(db: None, tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield WORDS
        raise OSError(28, "No space left on device")

    with pytest.raises(FileTooLargeError, match="larger than 1 MB"):
        keep_file([bytes(CHUNK), b"x"], at_most=CHUNK)
    with pytest.raises(OSError, match="No space left"):
        keep_file(broken())
    assert not EncryptedFile.objects.exists()
    assert not [file for file in (tmp_path / "files").rglob("*") if file.is_file()]


def test_what_a_killed_process_leaves_is_taken_away_and_what_is_known_stays(
    db: None, time_machine: Any
) -> None:
    kept, lost = keep_file([WORDS]), keep_file([WORDS])
    EncryptedFile.objects.filter(pk=lost.pk).delete()
    (path_of(kept).parent / "0123.part").write_bytes(b"half")
    assert remove_leftovers() == 0
    assert remove_leftovers(timedelta(seconds=-60)) == 2
    assert path_of(kept).exists()
    assert not path_of(lost).exists()


def test_a_wrapped_key_opens_with_a_former_secret_and_not_elsewhere(settings: Any) -> None:
    key = new_data_key()
    wrapped = wrap_key(key, CONTEXT)
    former = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, [former]
    assert unwrap_key(wrapped, CONTEXT) == key
    again = rewrap_key(wrapped, CONTEXT)
    settings.SECRET_KEY_FALLBACKS = []
    assert unwrap_key(again, CONTEXT) == key
    for lost, context in ((wrapped, CONTEXT), (again, "row 2"), ("", CONTEXT), ("é", CONTEXT)):
        with pytest.raises(KeyLostError):
            unwrap_key(lost, context)


def test_a_text_opens_with_its_key_in_its_row_only() -> None:
    sealed = encrypt_text("It was Tuesday. ✓", KEY, CONTEXT)
    assert decrypt_text(sealed, KEY, CONTEXT) == "It was Tuesday. ✓"
    for key, context in ((bytes(32), CONTEXT), (KEY, "row 2")):
        with pytest.raises(KeyLostError):
            decrypt_text(sealed, key, context)


def test_a_large_file_takes_little_memory(db: None) -> None:
    tracemalloc.start()
    kept = keep_file(bytes(CHUNK) for _ in range(24))
    assert sum(map(len, read_file(kept))) == 24 * CHUNK
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12 * CHUNK
