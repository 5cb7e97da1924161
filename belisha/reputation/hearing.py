"""Hear a request, an allegation, a complaint or a child in danger inside a mention.

It proposes; a person decides.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from belisha.asking.safeguarding import safeguarding
from belisha.asking.text import normalise

# In the order in which they matter: whoever may be in danger comes first.
ORDER = ("danger", "allegation", "access", "complaint")


def heard_in(text: str) -> list[str]:
    """Return what a text may be, gravest first."""
    plain = normalise(text)
    lower = text.lower().replace("’", "'")
    found = {
        name for name, (_, pattern) in _patterns().items() if pattern.search(lower) or pattern.search(plain)
    }
    if safeguarding().may_tell_of_harm(plain) and "allegation" not in found:
        found.add("danger")
    return [name for name in ORDER if name in found]


def title_of(heard: str) -> str:
    """Return the words for what was heard."""
    return _patterns()[heard][0]


@cache
def _patterns() -> Mapping[str, tuple[str, re.Pattern[str]]]:
    text = files("belisha").joinpath("library", "reputation", "hearing.toml").read_text(encoding="utf-8")
    return {
        name: (row["title"], re.compile("|".join(f"(?:{each})" for each in row["patterns"])))
        for name, row in tomllib.loads(text).items()
    }
