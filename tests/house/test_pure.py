"""The pure packages have no clock, no chance and no surroundings: the same input gives the same output.

import-linter sees to it that they import no Django and no database; what it cannot see is looked for here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.project import PACKAGE, PURE, ROOT, python_files

CLOCKS = {"now", "utcnow", "today", "fromtimestamp", "localtime", "gmtime"}
MODULES = {"random", "secrets", "socket", "subprocess", "time", "urllib", "uuid"}
SURROUNDINGS = {"environ", "getenv", "getcwd", "getlogin"}

FILES = [file for name in PURE if (PACKAGE / name).is_dir() for file in python_files(under=PACKAGE / name)]


def impurities(source: str) -> Iterator[str]:
    """Each use of a clock, of chance or of the surroundings in a Python source, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names if alias.name.split(".")[0] in MODULES]
        elif isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            outside = (node.module or "").split(".")[0] in MODULES and not node.level
            found = [node.module or ""] if outside else sorted(names & SURROUNDINGS)
        elif isinstance(node, ast.Attribute):
            found = [node.attr] if node.attr in CLOCKS | SURROUNDINGS else []
        else:
            continue
        yield from (f"line {node.lineno}: `{name}`" for name in found)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_pure_file_reads_no_clock_and_no_surroundings(file: Path) -> None:
    found = list(impurities(file.read_text(encoding="utf-8")))
    assert not found, f"{file.relative_to(ROOT)}: pass the value in instead of reading it: {found}"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from datetime import date\ndate.today()", ["line 2: `today`"]),
        ("import datetime as d\nd.datetime.now(d.UTC)", ["line 2: `now`"]),
        ("import time", ["line 1: `time`"]),
        ("from time import monotonic", ["line 1: `time`"]),
        ("from os import environ", ["line 1: `environ`"]),
        ("from datetime import date\ndate(2026, 9, 1)", []),
        ("from .time import term", []),
    ],
)
def test_what_counts_as_impure(source: str, found: list[str]) -> None:
    assert list(impurities(source)) == found
