"""Features of a text that tell what kind of words it is: its terms, and which cues of harm meet in it."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType

from belisha.asking.phrase_matcher import PhraseMatcher
from belisha.asking.safeguarding import safeguarding
from belisha.asking.text import normalise

_TOKEN = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*|[?!.]")
_GENERAL = re.compile(
    r"^(?:what is|what are|whats|what does|what do you mean|define|explain|meaning of|difference between"
    r"|does .* count as)\b"
)
_ASKS = re.compile(
    r"^(?:can|could|may|am i|are we|is it (?:ok|okay|fine|alright|all right|allowed)|do i need|do we)\b"
)
_MEETINGS = (
    ("child", "adult"), ("child", "message"), ("child", "picture"), ("child", "secret"), ("child", "fear"),
    ("child", "harm"), ("adult", "message"), ("adult", "picture"), ("adult", "secret"), ("fear", "message"),
    ("harm", "told"), ("child", "told"), ("fear", "told"), ("secret", "message"), ("plain", "harm"),
)  # fmt: skip
MOST_OF_A_CUE = 3
# Stories of harm are longer than questions. What is longer still is pasted, and its length tells nothing.
_LONG, _USUAL = 230, 80


@cache
def cues() -> Mapping[str, PhraseMatcher]:
    """Return a matcher for each group of cues in the library."""
    text = files("belisha").joinpath("library", "safeguarding.toml").read_text(encoding="utf-8")
    groups: Mapping[str, Sequence[str]] = tomllib.loads(text)["cues"]
    return MappingProxyType(
        {name: PhraseMatcher((normalise(each), each) for each in words) for name, words in groups.items()}
    )


def terms_of(text: str) -> list[str]:
    """Return the words and pairs of words of a normalised text, repeated as often as they stand in it."""
    tokens = _TOKEN.findall(text)
    return tokens + [f"{first} {second}" for first, second in pairwise(["^", *tokens, "$"])]


def cue_counts(text: str) -> dict[str, int]:
    """Return how often each group of cues is found in a normalised text."""
    return {name: len(matcher.longest(text)) for name, matcher in cues().items()}


def dense_features(text: str) -> list[float]:
    """Return the cues of a normalised text, which of them meet, and how it is put, as numbers up to 1."""
    counts = cue_counts(text)
    found = [min(count, MOST_OF_A_CUE) / MOST_OF_A_CUE for count in counts.values()]
    met = [float(bool(counts[one] and counts[other])) for one, other in _MEETINGS]
    length = (len(text) if len(text) <= _LONG else _USUAL) / 400
    return [
        *found,
        *met,
        length,
        float(bool(_GENERAL.search(text))),
        float(bool(_ASKS.search(text))),
        float("?" in text),
    ]


def tells_of_image(text: str) -> bool:
    """Return whether a normalised text tells of an indecent image of a child, and does not ask for leave."""
    is_asked = _ASKS.search(text) is not None
    return not is_asked and safeguarding().is_about_image(text) and cue_counts(text)["child"] > 0


def tells_of_somebody(text: str) -> bool:
    """Return whether a normalised text tells something of a person, and does not ask for leave."""
    counts = cue_counts(text)
    return bool(counts["told"] and (counts["child"] or counts["adult"])) and _ASKS.search(text) is None
