"""Words that are looked for in a clause's own text, from the library."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class ForceWords:
    """Words of force, each with its sort ("bans", "permits", "asks"), and a pattern for them and for what is
    said of a document itself."""

    sort_of: Mapping[str, str]
    force: re.Pattern[str]
    document: re.Pattern[str]

    def sorts(self, text: str) -> Mapping[str, str]:
        """Return the first words of each sort in the text: `{"bans": "do not"}`."""
        found: dict[str, str] = {}
        for match in self.force.finditer(_plain(text)):
            found.setdefault(self.sort_of[match[0]], match[0])
        return found


@cache
def force_words() -> ForceWords:
    """Return the words that ship."""
    tables = tomllib.loads(files("belisha").joinpath("library", "wording.toml").read_text(encoding="utf-8"))
    sort_of = {each: sort for sort, words in tables["force"].items() for each in words}
    return ForceWords(sort_of, _any_of(sort_of), _any_of(tables["document"]["states"]))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return any of these as whole words. The longest wins: "may not" is no "may"."""
    longest = sorted(words, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b")


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").split())
