"""The words and patterns of `library/reading.toml`, compiled once."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

MODALITIES = {
    "must-not": "must not",
    "should-not": "should not",
    "may": "may",
    "should": "should",
    "must": "must",
}

SHORTEST_INFLECTED = 4
ALONE = ("staff", "children", "personnel", "speakers")  # as many, or another thing as one


@dataclass(frozen=True, slots=True)
class ReadingWords:
    """Compiled patterns, and sets of words."""

    kinds: dict[str, re.Pattern[str]]
    force: dict[str, re.Pattern[str]]
    beliefs: frozenset[str]
    acts: frozenset[str]
    adverbs: frozenset[str]
    joints: frozenset[str]
    body_passives: frozenset[str]
    done_to_people: frozenset[str]
    bodies: frozenset[str]
    sure_bodies: tuple[str, ...]
    members_of: dict[str, frozenset[str]]
    speakers: dict[str, re.Pattern[str]]
    people: re.Pattern[str]
    people_words: tuple[str, ...]
    heading_words: tuple[str, ...]
    roles: dict[str, str]
    heading_people: re.Pattern[str]
    titles: frozenset[str]
    heading_doers: dict[str, str]
    heading_doings: frozenset[str]
    heading_about: frozenset[str]
    verbs: frozenset[str]
    lists: dict[str, re.Pattern[str]]
    conditions: dict[str, re.Pattern[str]]
    patterns: dict[str, re.Pattern[str]]


@cache
def lexicon() -> ReadingWords:
    """Return the words of reading."""
    text = files("belisha.library").joinpath("reading.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    people = table["people"]
    words = [*people["words"], *people["also"], *people["body"]]
    not_in_headings = table["headings"]["modifiers"]["not-people"]
    heading = [*table["headings"]["people"], *with_numbers(people["also"]), *people["words"]]
    heading = [name for name in heading if name not in not_in_headings]
    conditions = {
        name: re.compile(pattern, 0 if name == "cites" else re.IGNORECASE)
        for name, pattern in table["conditions"].items()
    }
    return ReadingWords(
        kinds={name: _any(patterns) for name, patterns in table["kinds"].items()},
        force={MODALITIES[name]: _any(patterns) for name, patterns in table["force"].items()},
        beliefs=frozenset(table["indicative"]["beliefs"]),
        acts=frozenset(table["indicative"]["acts"]),
        adverbs=frozenset(table["indicative"]["adverbs"]),
        joints=frozenset(table["indicative"]["joints"]),
        body_passives=frozenset(table["passive"]["body"]),
        done_to_people=frozenset(table["passive"]["to_people"]),
        bodies=frozenset(people["body"]),
        sure_bodies=tuple(people["sure_body"]),
        members_of={name: frozenset(members) for name, members in people["members_of"].items()},
        speakers={name: re.compile(pattern) for name, pattern in people["speakers"].items()},
        roles=dict(people["roles"]),
        people=whole_words(with_numbers(words)),
        people_words=tuple(with_numbers(words)),
        heading_words=tuple(heading),
        heading_people=whole_words(heading),
        titles=frozenset(people["titles"]),
        heading_doers=dict(table["headings"]["doers"]),
        heading_doings=frozenset(table["headings"]["modifiers"]["doings"]),
        heading_about=frozenset(table["headings"]["modifiers"]["about"]),
        verbs=frozenset(table["verbs"]["begin"].split()),
        lists={name: re.compile(pattern, re.IGNORECASE) for name, pattern in table["lists"].items()},
        conditions=conditions,
        patterns={name: re.compile(text) for name, text in table["patterns"].items()},
    )


def pattern(name: str) -> re.Pattern[str]:
    """Return a turn of phrase by its name."""
    return lexicon().patterns[name]


def with_numbers(words: list[str]) -> list[str]:
    """Return words for people with each as one and as many: "photographers", "photographer"."""
    made = [
        word.removesuffix("s") if word.endswith("s") else f"{word}s"
        for word in words
        if len(word) > SHORTEST_INFLECTED and " of " not in word and word not in ALONE
    ]
    return [*words, *made]


def whole_words(words: list[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the words whole, the longest first.

    Words are tried by their first two letters: those that begin otherwise cannot be the ones.
    """
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    by_start: dict[str, list[str]] = {}
    for word in longest_first:
        by_start.setdefault(word[:2], []).append(re.escape(word[2:]))
    starts = "|".join(f"{re.escape(start)}(?:{'|'.join(ends)})" for start, ends in by_start.items())
    return re.compile(rf"(?<![\w-])({starts})(?![\w-])")


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
