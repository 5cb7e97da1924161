"""A check takes work in proportion to the length of the draft, whatever somebody makes up to slow it down."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest

import belisha.checking
from tests.checking.drafts import checked

# The parts of words and what follows an apostrophe never begin alike, so nothing is tried twice.
WORDS = "[a-z0-9]+(?:'[a-z]+)*"


def patterns() -> Iterator[tuple[str, str]]:
    """Every regular expression of checking, with where it stands."""
    for module in walk_packages(belisha.checking.__path__, "belisha.checking."):
        for name, value in vars(import_module(module.name)).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield f"{module.name}.{name}", value.pattern


def test_no_pattern_can_run_away() -> None:
    """What may repeat without end stands last in its pattern; everything else has a bound."""
    found = dict(patterns())
    assert len(found) > 20
    endless = re.compile(r"(?<!\\)(?:[*+]|\{\d*,\})(?=.)(?![^\[]*\])")
    assert [
        name for name, pattern in found.items() if pattern != WORDS and endless.search(pattern.rstrip("+*"))
    ] == []


def calls_for(text: str) -> int:
    """How many functions a check calls."""
    counted = 0

    def count(frame: Any, event: str, argument: Any) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        checked("grange", "teacher", text)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize(
    "piece",
    ["a", "QWxhZGRp", '"idiot" ', "A B ", "Ruby Ashdown ", "Mrs A ", "#AbCd", "I am an idiot and ", "RG1 "],
)
def test_four_times_as_much_takes_about_four_times_the_work(piece: str) -> None:
    few, many = (calls_for((piece * length)[:length]) for length in (1_000, 4_000))
    assert many < 5.5 * few
