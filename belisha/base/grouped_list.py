"""Long lists on one page: groups that open and close, and a search box that works without a script.

At first sight only the first group is open, so that a page stays short on a phone. A search leaves the
matching items and opens their groups. `?at=` names an item whose group is open, `?open=all` opens all.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
LONGEST_QUERY = 100
# A search opens its groups as long as so many items are in sight; the others show how many they hold.
MOST_FOUND_OPEN = 12
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Endings that a search ignores, so that "photos" finds "photo" and "sharing" finds "share".
_ENDING = re.compile(r"(?<=\w{3})(?:ies|es|s|ing|ed|y|e)$")


@dataclass(frozen=True, slots=True)
class ListRequest:
    """What the reader asked for: words to search, an item to show, or everything open."""

    words: str = ""
    at: str = ""
    opens_all: bool = False


@dataclass(frozen=True, slots=True)
class ItemGroup(Generic[T]):
    """A group of items under a title. `total` counts the items without a search."""

    title: str
    anchor: str
    items: tuple[T, ...]
    total: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class GroupedList(Generic[T]):
    """The groups to show, what was searched for, and how many items were found of how many."""

    groups: tuple[ItemGroup[T], ...]
    words: str
    found: int
    total: int
    opens_all: bool = False


def list_request(query: Mapping[str, str]) -> ListRequest:
    """Return what the query string of a page asks of its list."""
    words = " ".join(query.get("q", "")[:LONGEST_QUERY].split())
    return ListRequest(words, query.get("at", "")[:LONGEST_QUERY], query.get("open") == "all")


def arrange(
    groups: Iterable[tuple[str, str, Iterable[T]]],
    asked: ListRequest,
    *,
    text: Callable[[T], str],
    key: Callable[[T], str] = lambda _: "",
    opens_first: bool = True,
) -> GroupedList[T]:
    """Return the groups (title, anchor, items) as asked. Groups without a match are left out.

    `text` is what the search looks at, `key` the id of an item for `at`.
    """
    shown: list[ItemGroup[T]] = []
    total = in_sight = 0
    whole = [(title, anchor, tuple(items)) for title, anchor, items in groups]
    is_named = bool(asked.at) and any(key(item) == asked.at for _, _, items in whole for item in items)
    for title, anchor, items in whole:
        total += len(items)
        found = tuple(item for item in items if matches(asked.words, title, text(item)))
        if not found and asked.words:
            continue
        is_first = opens_first and not shown and not is_named
        has_item = is_named and any(key(item) == asked.at for item in items)
        in_sight += len(found) if asked.words else 0
        is_found = bool(asked.words) and in_sight <= MOST_FOUND_OPEN
        is_open = is_found or asked.opens_all or has_item or (is_first and not asked.words)
        shown.append(ItemGroup(title, anchor, found, len(items), is_open))
    count = sum(len(group.items) for group in shown)
    return GroupedList(tuple(shown), asked.words, count, total, asked.opens_all)


def matches(words: str, *texts: str) -> bool:
    """Return whether the texts contain every searched word, or a word that begins like it.

    Case, accents and common endings do not count. An empty search matches everything.
    """
    wanted = [_stem(word) for word in _WORDS.findall(_plain(words))]
    if not wanted:
        return True
    present = set(_WORDS.findall(_plain(" ".join(texts))))
    return all(any(word.startswith(stem) for word in present) for stem in wanted)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in letters if not unicodedata.combining(sign)).replace("’", "'")


def _stem(word: str) -> str:
    return _ENDING.sub("", word)
