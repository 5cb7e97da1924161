"""What tutorial and how-to show is what happens: each command is run, and says what stands below it.

A page is gone through from top to bottom in an empty folder. A block of `console` shows commands, `...` for
what is left out; a block that names a file (`toml our-words.toml`) is that file; a block of `diff` is a
change that the reader makes to a file of the folder.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.project import ROOT

PAGES = [page for folder in ("tutorial", "how-to") for page in sorted((ROOT / "docs" / folder).glob("*.md"))]
BLOCK = re.compile(r"^```(console|diff|[a-z]+ [a-z-]+\.[a-z]+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def test_the_tutorial_shows_commands() -> None:
    assert COMMAND.search((ROOT / "docs" / "tutorial" / "README.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=[f"{page.parent.name}/{page.name}" for page in PAGES])
def test_what_is_shown_is_what_happens(page: Path, tmp_path: Path) -> None:
    for kind, block in BLOCK.findall(page.read_text(encoding="utf-8")):
        if kind == "diff":
            _change(tmp_path, block)
        elif kind != "console":
            (tmp_path / kind.split()[1]).write_text(block, encoding="utf-8")
        else:
            for command, said in COMMAND.findall(block):
                _run(tmp_path, command, said.rstrip("\n"))


def _run(folder: Path, command: str, said: str) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "PATH": path},
        check=False,
    )
    shown = "\n".join(line.rstrip() for line in (done.stdout + done.stderr).splitlines()).rstrip()
    expected, *left_out = said.split("\n...", maxsplit=1)
    assert shown.startswith(expected) if left_out else shown == expected, f"$ {command}\n{shown}"


def _change(folder: Path, diff: str) -> None:
    lines = diff.splitlines(keepends=True)
    old = "".join(line[1:] or "\n" for line in lines if not line.startswith("+"))
    new = "".join(line[1:] or "\n" for line in lines if not line.startswith("-"))
    found = [file for file in folder.iterdir() if old in file.read_text(encoding="utf-8")]
    assert len(found) == 1, f"no one file holds\n{old}"
    found[0].write_text(found[0].read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
