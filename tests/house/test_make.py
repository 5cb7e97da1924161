"""`make` by itself teaches: every target is listed with a line that says what it makes."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.house.project import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z][a-z-]*):", MAKEFILE, flags=re.MULTILINE)
PROMISED = {"demo", "test", "lint", "types", "contracts", "docs", "bench"}


@pytest.fixture(scope="module")
def listed() -> str:
    done = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_is_listed_with_a_line_of_its_own(listed: str, target: str) -> None:
    line = re.search(rf"^ +{target} +(\S.*)$", listed, flags=re.MULTILINE)
    assert line, f"`{target}` has no `## what it does` in the Makefile"
    assert len(line[0]) <= 120


def test_what_is_promised_is_there() -> None:
    assert set(TARGETS) >= PROMISED


def test_every_target_is_phony() -> None:
    phony = re.search(r"^\.PHONY:((?:.*\\\n)*.*)$", MAKEFILE, flags=re.MULTILINE)
    assert phony
    assert set(phony[1].replace("\\", " ").split()) == set(TARGETS)
