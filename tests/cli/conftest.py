"""The command, in this process and as people run it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest

from belisha.cli.main import main

COMMAND = Path(sys.executable).with_name("belisha")


@dataclass(frozen=True)
class Said:
    """What a command said, and its exit status."""

    status: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """A function that runs the command in this process: `run("ask", "--policy", "grange", ...)`.

    The command keeps what it writes to its own user; other tests of the process do not.
    """
    umask = os.umask(0o077)
    os.umask(umask)

    def ran(*words: str) -> Said:
        try:
            status = main(words)
        except SystemExit as ended:
            status = int(ended.code or 0)
        printed = capsys.readouterr()
        return Said(status, printed.out, printed.err)

    yield ran
    os.umask(umask)


@pytest.fixture
def run_process(tmp_path: Path) -> Run:
    """A function that runs the command as a process of its own, in a folder of its own."""

    def ran(
        *words: str | bytes, env: dict[str, str] | None = None, stdout: int | IO[bytes] = subprocess.PIPE
    ) -> Said:
        done = subprocess.run(
            [COMMAND, *words],
            cwd=tmp_path,
            env={**os.environ, **(env or {})},
            stdout=stdout,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
        out = done.stdout.decode() if done.stdout is not None else ""
        return Said(done.returncode, out, done.stderr.decode())

    return ran


@pytest.fixture
def own_policy(tmp_path: Path, run: Run) -> Path:
    """A school's own policy: Barley Lane's, in a file."""
    file = tmp_path / "our-policy.md"
    file.write_text(run("policies", "barley-lane").out, encoding="utf-8")
    return file


def change(file: Path, old: str, new: str) -> None:
    """Put other words into a file, where these stand."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
