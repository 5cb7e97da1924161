"""How fast a file is hashed and encrypted, and in how much memory, against `openssl enc` and `sha256sum`.

    python benchmarks/files.py [MEGABYTES]

Both read the same file from the disk and write the encrypted one back, in turn; the best of three counts.
"""

from __future__ import annotations

import hashlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

MEGABYTE = 1 << 20


def pieces(file: Path) -> Iterator[bytes]:
    """Yield a file in pieces of 64 KiB, as an upload comes in."""
    with file.open("rb") as opened:
        while piece := opened.read(1 << 16):
            yield piece


def ours(source: Path, target: Path) -> None:
    """Hash and encrypt as an upload is kept."""
    from belisha.base.file_encryption import encrypted  # noqa: PLC0415

    told = hashlib.sha256()

    def hashed() -> Iterator[bytes]:
        for piece in pieces(source):
            told.update(piece)
            yield piece

    with target.open("wb") as out:
        for piece in encrypted(hashed(), bytes(32), "row"):
            out.write(piece)
        os.fsync(out.fileno())


def theirs(source: Path, target: Path) -> None:
    """Hash and encrypt with the tools of every Linux."""
    openssl, sha256sum = shutil.which("openssl"), shutil.which("sha256sum")
    assert openssl
    assert sha256sum
    key = ("-K", "00" * 32, "-iv", "00" * 16)
    subprocess.run([sha256sum, source], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([openssl, "enc", "-aes-256-ctr", *key, "-in", source, "-out", target], check=True)
    with target.open("rb") as out:
        os.fsync(out.fileno())


def timed(work: Callable[[Path, Path], None], source: Path, target: Path) -> float:
    """Return the seconds of one run."""
    target.unlink(missing_ok=True)
    begun = time.perf_counter()
    work(source, target)
    return time.perf_counter() - begun


def main() -> None:
    """Print megabytes a second of both, and the memory of this process."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "plain"), Path(folder, "sealed")
        with source.open("wb") as out:
            for _ in range(size):
                out.write(os.urandom(MEGABYTE))
        runs = [(timed(ours, source, target), timed(theirs, source, target)) for _ in range(3)]
    mine, other = (min(each[side] for each in runs) for side in (0, 1))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"Belisha            {size / mine:8.0f} MB/s")
    print(f"sha256sum, openssl {size / other:8.0f} MB/s")
    print(f"ratio              {other / mine:8.2f}  (goal: at least 0.5)")
    print(f"memory             {memory:8.0f} MB  (goal: under 64)")


if __name__ == "__main__":
    main()
