"""What the tutorial shows is what happens: each command in it is run, and says what stands below it."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from .project import ROOT

PAGES = sorted(ROOT.glob("docs/tutorial/*.md"))
SHOWN = [
    (page.name, command, said.rstrip("\n"))
    for page in PAGES
    for block in re.findall(
        r"^```console\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    for command, said in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]


def test_the_tutorial_shows_commands() -> None:
    assert SHOWN


@pytest.mark.parametrize(("page", "command", "said"), SHOWN, ids=[each[1][:60] for each in SHOWN])
def test_a_shown_command_says_what_is_shown(page: str, command: str, said: str) -> None:
    name, *arguments = shlex.split(command)
    done = subprocess.run(
        [Path(sys.executable).with_name(name), *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    expected = said.split("\n...", maxsplit=1)[0]
    shown = done.stdout.rstrip("\n")
    assert shown.startswith(expected) if "\n..." in said else shown == expected, (
        f"{page}: {done.stderr or shown}"
    )
