"""Tell in which other language than English a text is written, to answer kindly in it."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_LATIN = re.compile(r"[a-zÀ-ɏ]", re.IGNORECASE)
# Words without which hardly an English sentence is written; so many in a hundred make it English enough.
_ENGLISH = frozenset(
    [
        "the",
        "a",
        "an",
        "i",
        "my",
        "me",
        "is",
        "are",
        "am",
        "was",
        "be",
        "can",
        "could",
        "may",
        "do",
        "does",
        "did",
        "to",
        "of",
        "in",
        "on",
        "for",
        "and",
        "or",
        "not",
        "it",
        "he",
        "she",
        "they",
        "you",
        "we",
        "this",
        "that",
        "what",
        "who",
        "when",
        "how",
        "if",
        "with",
        "at",
        "have",
        "has",
        "from",
        "about",
        "someone",
        "somebody",
        "says",
        "said",
        "told",
        "will",
        "should",
    ]
)
_ENGLISH_SHARE, _MARKED_SHARE, _FEWEST_MARKS = 0.2, 0.3, 2


@dataclass(frozen=True, slots=True)
class Language:
    """A language, and what is said in it: nothing for one that has no sentence here."""

    label: str
    code: str
    says: str
    direction: str = "ltr"


OTHER = Language("", "", "")
"""Some language that has no sentence here."""


def language_of(text: str) -> Language | None:
    """Return the language of a text that is not English; None for English and in doubt."""
    letters = [each for each in text if each.isalpha()]
    foreign = [each for each in letters if not _LATIN.match(each)]
    if letters and len(foreign) > len(letters) / 2:
        return _by_script("".join(foreign))
    words = [each.lower() for each in _WORD.findall(text)]
    english = sum(each in _ENGLISH for each in words)
    if not words or english > _ENGLISH_SHARE * len(words):
        return None
    marked = {name: sum(each in marks for each in words) for name, (_, marks) in _marked().items()}
    best = max(marked, key=marked.__getitem__)
    is_it = marked[best] >= max(_FEWEST_MARKS, english + 1, _MARKED_SHARE * len(words))
    return _marked()[best][0] if is_it else None


def _by_script(letters: str) -> Language:
    """Return the language by its letters, those that only one language has first."""
    for script, own, language in _scripts():
        if script.search(letters) and (own is None or own.search(letters)):
            return language
    return OTHER


@cache
def _marked() -> Mapping[str, tuple[Language, frozenset[str]]]:
    return {
        name: (_language(row), frozenset(row["marks"])) for name, row in _rows().items() if "marks" in row
    }


@cache
def _scripts() -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None, Language], ...]:
    found = [row for row in _rows().values() if "script" in row]
    found.sort(key=lambda row: "letters" not in row)
    return tuple(
        (
            re.compile(f"[{row['script']}]"),
            re.compile(f"[{row['letters']}]") if "letters" in row else None,
            _language(row),
        )
        for row in found
    )


def _language(row: Mapping[str, str]) -> Language:
    return Language(row["label"], row["code"], row["says"], row.get("direction", "ltr"))


@cache
def _rows() -> Mapping[str, Mapping[str, str]]:
    text = files("belisha").joinpath("library", "languages.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
