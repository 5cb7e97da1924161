"""What must not be in the project: places on somebody's machine, and the people whom real policies name."""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.house.project import ROOT, kept_files, text_of

# Each has a class of one letter, so that this file does not hold what it looks for.
PLACES = re.compile(r"/[r]oot/|/[w]ork/|/[h]ome/[a-z]\w+/|/[U]sers/\w+/|\.\./[s]hared")
# The people that the source documents name, as the hash of two lower-case words: a test that named them would
# fail itself.
PEOPLE = {"1146c4495ffbeccb"}
SKIPPED = {"package-lock.json", "LICENSE"}

FILES = [
    file for file in kept_files() if file.name not in SKIPPED and not file.name.startswith("requirements")
]


def people_in(text: str) -> list[str]:
    """The pairs of words in a text that name one of the people, as their hashes."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    hashes = (hashlib.sha256(" ".join(pair).encode()).hexdigest()[:16] for pair in set(pairwise(words)))
    return [found for found in hashes if found in PEOPLE]


@pytest.mark.parametrize("look", [PLACES.findall, people_in], ids=["places", "people"])
def test_no_file_holds_it(look: object) -> None:
    assert callable(look)
    found: dict[Path, object] = {}
    for file in FILES:
        held = look(text_of(file) or "")
        if held:
            found[file.relative_to(ROOT)] = held
    assert not found


def test_every_address_is_nobodys() -> None:
    """Invented addresses end in a name that the internet promises never to give away."""
    real = re.compile(r"[\w.+-]+@(?!\S*\b(?:example|test|invalid|localhost)\b)[\w-]+(?:\.[\w-]+)*\.[a-z]+")
    allowed = {"helpline@saferinternet.org.uk"}
    found = {
        str(file.relative_to(ROOT)): sorted(addresses)
        for file in FILES
        if (addresses := set(real.findall(text_of(file) or "")) - allowed)
    }
    assert not found
