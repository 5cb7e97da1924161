"""Holds a text that a website shows against a policy's: how much of it is there, and where it first
differs."""

import re
import unicodedata
from dataclasses import dataclass

from rapidfuzz import fuzz

from belisha.rules.policy import Policy

FIRST = 5
# Stands for the end of a paragraph while passages are looked for.
BREAK = "\u2029"
_PARAGRAPHS = re.compile(r"\n\s*\n")
# How far a sentence is followed beyond the words that are alike.
REACH = 120
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Differs:
    """A clause whose words are not there: its title, its words, and the nearest that the website shows."""

    title: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of the policy's text is shown, in percent by letters, and the first clauses that are not."""

    percent: int
    differences: tuple[Differs, ...]
    missing: int

    @property
    def is_same(self) -> bool:
        """Whether every clause is there, word for word."""
        return self.missing == 0


def squeezed(text: str) -> str:
    """Letters and digits alone, in small letters: line breaks, hyphens at their ends and quotes do not
    count."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text).casefold())


def likeness(policy: Policy, shown: str) -> Likeness:
    """What of the policy's introduction and clauses stands word for word in the text that is shown."""
    page = squeezed(shown)
    parts = [("Introduction", policy.introduction)] if policy.introduction else []
    parts += [(clause.title, clause.text) for clause in policy.clauses]
    there = whole = 0
    absent: list[tuple[str, str]] = []
    for title, text in parts:
        squeezed_text = squeezed(text)
        whole += len(squeezed_text)
        if squeezed_text in page:
            there += len(squeezed_text)
        else:
            absent.append((title, text))
    # All but a word of a thousand is not all.
    percent = 100 if not absent else min(99, there * 100 // whole) if whole else 0
    near = [Differs(title, text, nearest(text, shown) if percent else "") for title, text in absent[:FIRST]]
    return Likeness(percent, tuple(near), len(absent))


def nearest(text: str, shown: str) -> str:
    """The words of the page that are most like a clause's, or nothing where none are."""
    page = " ".join(_PARAGRAPHS.sub(f" {BREAK} ", shown).split())
    # The window is searched where the first words stand, so that a page of any length takes the same time.
    best, found = 0.0, (0, 0)
    for start in _windows(text, page):
        window = page[start : start + len(text) + 80]
        where = fuzz.partial_ratio_alignment(text, window)
        if where is not None and where.score > best:
            best, found = where.score, (start + where.dest_start, start + where.dest_end)
    return " ".join(_whole(page, *found).replace(BREAK, " ").split()) if best >= 60 else ""


def _whole(page: str, start: int, end: int) -> str:
    """The passage from the begin of its first sentence to the end of its last, if those are near."""
    before = page[max(0, start - REACH) : start]
    sentence = re.search(rf"(?:.*(?:[.!?:]\s|{BREAK})|^)(.*)$", before, re.DOTALL)
    after = re.match(rf"[^.!?{BREAK}]*[.!?]?", page[end : end + REACH])
    left = sentence[1] if sentence else ""
    ends = page[end - 1 : end] in ".!?" or page[end - 2 : end].strip() in (".", "!", "?")
    return (left + page[start:end] + ("" if ends or after is None else after[0])).strip()


def _windows(text: str, page: str) -> list[int]:
    """Where runs of three words of the clause stand on the page, each moved back to the clause's begin."""
    words = text.split()
    lower = page.casefold()
    starts = []
    for place in range(max(1, len(words) - 2)):
        run = " ".join(words[place : place + 3])
        where = lower.find(run.casefold())
        if where >= 0:
            starts.append(max(0, where - text.find(run) - 20))
    return sorted(set(starts))[:20]
