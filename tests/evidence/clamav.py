"""ClamAV's own daemon, with one signature of ours and nothing from outside."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.evidence.clamd import HARMFUL

PROGRAM = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin")
SAID = "Test.Own.UNOFFICIAL"


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Yield the address of a daemon that takes up to a megabyte. Skip the test where there is none."""
    if PROGRAM is None:
        pytest.skip("ClamAV's daemon is not here (on Debian: apt-get install clamav-daemon)")
    signatures, address = folder / "signatures", folder / "clamd.ctl"
    signatures.mkdir()
    (signatures / "own.ndb").write_text(f"Test.Own:0:*:{HARMFUL.hex()}\n")
    settings = folder / "clamd.conf"
    lines = ("Foreground yes", f"DatabaseDirectory {signatures}", f"LocalSocket {address}")
    settings.write_text("\n".join((*lines, f"TemporaryDirectory {folder}", "StreamMaxLength 1M", "")))
    with subprocess.Popen(
        [PROGRAM, f"--config-file={settings}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            for _ in range(400):
                if address.exists() or process.poll() is not None:
                    break
                time.sleep(0.05)
            assert process.poll() is None, "clamd ended while it was starting"
            yield f"unix://{address}"
        finally:
            process.kill()
