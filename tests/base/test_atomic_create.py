"""A key is made once, whoever comes at once: what was sealed with it a moment ago can still be verified."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from belisha.base import seals
from belisha.base.atomic_create import create_once


def test_threads_that_seal_at_once_seal_with_one_key(tmp_path: Path) -> None:
    threads = 16
    for turn in range(20):
        folder, ready = tmp_path / str(turn), Barrier(threads)

        def public(folder: Path = folder, ready: Barrier = ready) -> str:
            ready.wait()
            return seals._public(seals._key.__wrapped__(folder))

        with ThreadPoolExecutor(threads) as pool:
            keys = [each.result() for each in [pool.submit(public) for _ in range(threads)]]
        assert len(set(keys)) == 1
        assert [file.name for file in folder.iterdir()] == [seals.FILE]
        assert (folder / seals.FILE).stat().st_mode & 0o777 == 0o600


def test_what_is_there_stays_and_nothing_is_left_over(tmp_path: Path) -> None:
    create_once(tmp_path / "key", b"first")
    create_once(tmp_path / "key", b"second")
    assert (tmp_path / "key").read_bytes() == b"first"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_takes_nothing_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OSError, match="file"):
        create_once(tmp_path / "file" / "key", b"first")
