"""A private person is never watched (RE7): accounts, profiles, names and searches for a name are refused,
with the reason.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from importlib.resources import files
from urllib.parse import parse_qsl, unquote, urlsplit

from belisha.asking.text import normalise

WHY = (
    "Belisha does not watch private people: not their accounts, not their names. Watch public "
    "places where the school "
    "is talked about. If somebody there threatens or harms anybody, report that one post."
)
_SPLIT = re.compile(r"[^a-z0-9]+")
# Words that many schools share: an account that holds only these need not be the school's.
_COMMON = frozenset(
    [
        "school",
        "schools",
        "primary",
        "infant",
        "infants",
        "junior",
        "academy",
        "college",
        "nursery",
        "the",
        "of",
        "and",
        "st",
        "saint",
        "c",
        "e",
        "cofe",
        "rc",
    ]
)
_TITLED = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr|sir)\b\.?\s+[a-z]", re.IGNORECASE)


class PrivatePersonError(Exception):
    """It would watch a person. The sentence says what makes it so, and what to do instead."""


def check_is_no_person(*, title: str, addresses: Sequence[str], school: str, people: Collection[str]) -> None:
    """Raise PrivatePersonError if a place would be a person's.

    `school` is the school's name: an account that bears it is not a person's. `people` are the names of
    those who belong to the school: none of them may be in the title or in what an address searches for.
    """
    own, names = _own_words(school), [normalise(each) for each in people if len(each.split()) > 1]
    for word in _named(title, names):
        raise PrivatePersonError(f"“{word}” is a person’s name. {WHY}")
    for address in addresses:
        account = profile_of(address)
        if account is not None and not _is_own(account, own):
            raise PrivatePersonError(f"“{address[:80]}” is somebody’s account. {WHY}")
        for words in _searched(address):
            if any(_named(words, names)) or _is_a_persons_name(words, own):
                raise PrivatePersonError(
                    f"“{words[:60]}” is searched for there, and looks like a person’s name. {WHY}"
                )


def profile_of(address: str) -> str | None:
    """Return the account that an address is the profile of, or None."""
    parts = urlsplit(address if "://" in address else f"https://{address}")
    place = f"{(parts.hostname or '').lower()}{unquote(parts.path)}{'?' + parts.query if parts.query else ''}"
    for pattern in _profiles():
        found = pattern.search(place)
        if found:
            return found["name"]
    return None


def _named(text: str, names: Sequence[str]) -> Iterator[str]:
    """Yield what is a person's name in a text: somebody of the school, or anybody with a title."""
    plain = f" {normalise(text)} "
    yield from (name for name in names if f" {name} " in plain)
    yield from (found[0] for found in [_TITLED.search(text)] if found)


def _searched(address: str) -> Iterator[str]:
    query = urlsplit(address).query
    for name, value in parse_qsl(query):
        if name.lower() in _searches() and value.strip():
            yield value.strip().strip('"')


def _is_a_persons_name(words: str, own: frozenset[str]) -> bool:
    """Return whether a search is for two or three capitalised words of which none is the school's."""
    parts = words.split()
    is_capitalised = 2 <= len(parts) <= 3 and all(re.fullmatch(r"[A-Z][\w’'-]+", part) for part in parts)
    plain = set(_SPLIT.split(words.lower()))
    return is_capitalised and not plain & own and not plain & _COMMON


def _is_own(account: str, own: frozenset[str]) -> bool:
    """Return whether an account bears the school's own name, also run together: `grangeinfants`."""
    flat = _SPLIT.sub("", account.lower())
    return any(len(word) > 3 and word in flat for word in own)


def _own_words(school: str) -> frozenset[str]:
    return frozenset(_SPLIT.split(school.lower())) - _COMMON - {""}


@cache
def _content() -> dict[str, list[str]]:
    text = files("belisha").joinpath("library", "reputation", "private.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _profiles() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each, re.IGNORECASE) for each in _content()["profiles"])


@cache
def _searches() -> frozenset[str]:
    return frozenset(_content()["searches"])
