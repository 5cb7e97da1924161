"""Rules for job titles: which words of a title say who somebody is, and which whom the work is for."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from belisha.imports.files.text_cleaning import fold_heading

ASK = "ask"
DSL = "dsl"
GENERAL = "support-staff"  # says least of those who have two jobs
# Words with "to" in them that are no "to" of a title.
WHOLE = (
    (re.compile(r"\b(?:one[ -]to[ -]one|1 ?[:-] ?1|1[ -]to[ -]1|121)\b", re.IGNORECASE), "oneone"),
    (re.compile(r"\bday[ -]to[ -]day\b", re.IGNORECASE), "daily"),
)
BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")
OWNED = re.compile(r".*(?:['’]s|s['’])\s+(?=\S)", re.IGNORECASE)  # "the headteacher's PA" is a PA
BETWEEN = re.compile(r"\s*[,;:|]\s*|\s+[-–—]\s+")
AND = re.compile(r"\s+(?:and|&|\+|with|plus)\s+|\s*/\s*", re.IGNORECASE)
COMPLEMENT = re.compile(r"\b(?:of|to|for|in|at|i/c|on|within)\b", re.IGNORECASE)
# What says how much and how long somebody works, and not who they are.
BESIDE = re.compile(
    r"\b(?:level|lvl|grade|scale|point|band|l)\s*\d+\w?\b|\b\d+(?:\.\d+)?\s*(?:fte|hours|hrs|days)\b|\bfte\b"
    r"|\b(?:full|part)[ -]?time\b|\bterm[ -]?time(?: only)?\b|\bmaternity(?: cover)?\b|\bjob share\b"
    r"|\bfixed term\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TitleRule:
    """A rule of the library. What is empty fits anything; `of` with an empty word fits a title
    without "of".
    """

    role: str
    nouns: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    of: tuple[str, ...] = ()

    def fits(self, title: "TitleParts") -> bool:
        """Return whether the rule fits the parts of a title."""
        return (
            (not self.nouns or any(_ends(title.head, noun) for noun in self.nouns))
            and (not self.starts or any(_starts(title.head, word) for word in self.starts))
            and (not self.beside or any(_has(title.beside, word) for word in self.beside))
            and (not self.of or any(_has(title.of, word) if word else not title.of for word in self.of))
        )


@dataclass(frozen=True, slots=True)
class TitleParts:
    """The parts of a title, folded: its `head` (what somebody is), what stands `beside` it, and `of` what."""

    head: str
    beside: str
    of: str


def role_by_rules(title: str) -> str:
    """Return the role that the rules give the title, or `ASK`; empty if none fits."""
    main, beside = _main_part(title)
    parts = [part for part in AND.split(main) if part.strip()]
    roles = [role for role in (_role_of(part, beside) for part in parts) if role]
    if len(parts) > 1 and len(roles) == len(parts):
        return _of_several(roles)
    return _role_of(main, beside)


def _main_part(title: str) -> tuple[str, str]:
    """Return the words before brackets and commas, and those within and after them."""
    bare = BESIDE.sub(" ", title)
    for pattern, word in WHOLE:
        bare = pattern.sub(word, bare)
    beside = BRACKETS.findall(bare)
    first, *rest = [part for part in BETWEEN.split(BRACKETS.sub(" ", bare)) if part.strip()] or [""]
    return first.strip(), " ".join([*beside, *rest])


def _role_of(text: str, beside: str) -> str:
    """Return the role of one title without brackets; empty if no rule fits."""
    before, _, after = _cut(text)
    owned = OWNED.sub("", before)
    after = f"{after} {before.removesuffix(owned)}"  # the governors' clerk is the clerk of the governors
    head = fold_heading(owned).removesuffix(" oneone")
    if not head:
        return ""
    parts = TitleParts(head, f"{head} {fold_heading(beside)}", fold_heading(after))
    return next((rule.role for rule in _rules() if rule.fits(parts)), "")


def _cut(text: str) -> tuple[str, str, str]:
    """Return what stands before "of", "to" or "for", the word, and what stands after it."""
    found = COMPLEMENT.search(text)
    if not found or not text[: found.start()].strip():
        return text, "", ""
    return text[: found.start()], found[0], text[found.end() :]


def _of_several(roles: list[str]) -> str:
    """Return the role of a title with several parts: none where two offices meet, else the first, or the
    office.
    """
    different = list(dict.fromkeys(roles))
    offices = [role for role in different if role in _offices()]
    if ASK in different or len(offices) > 1 or (DSL in offices and len(different) > 1):
        return ASK
    if offices:
        return offices[0]
    return next((role for role in different if role != GENERAL), GENERAL)


@cache
def known_titles() -> Mapping[str, str]:
    """Return the role of each title of the library's table, folded; `ASK` if no guess is offered."""
    return {fold_heading(title): role for role, titles in _library()["known"].items() for title in titles}


@cache
def _rules() -> tuple[TitleRule, ...]:
    return tuple(
        TitleRule(
            role=each["role"],
            nouns=tuple(each.get("nouns", ())),
            starts=tuple(each.get("starts", ())),
            beside=tuple(each.get("with", ())),
            of=tuple(each.get("of", ())),
        )
        for each in _library()["rules"]
    )


@cache
def _offices() -> frozenset[str]:
    return frozenset(_library()["offices"])


@cache
def _library() -> Mapping[str, Any]:
    text = files("belisha").joinpath("library", "titles.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _ends(text: str, phrase: str) -> bool:
    return text == phrase or text.endswith(f" {phrase}")


def _starts(text: str, phrase: str) -> bool:
    return text == phrase or text.startswith(f"{phrase} ")


def _has(text: str, phrase: str) -> bool:
    return f" {phrase} " in f" {text} "
