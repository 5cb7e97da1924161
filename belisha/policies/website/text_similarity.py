"""Compare a text, on a website or in a file, with a policy: how much of it is there, and where it differs."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from belisha.rules.language.policy import Policy

FIRST = 5
LEAST_WORDS = 6
# Marks the end of a paragraph while passages are searched.
BREAK = "\u2029"
_PARAGRAPHS = re.compile(r"\n\s*\n")
# How many characters a passage may grow to complete its sentences.
REACH = 120
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class MissingClause:
    """A clause whose words are not there: its title, its text, the nearest passage there, and its id.

    The introduction has no id.
    """

    title: str
    ours: str
    theirs: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class TextSimilarity:
    """The share of the policy's letters that is there, in percent, and the first clauses that are missing.

    `total` counts the clauses, and the introduction where there is one, `missing` those that are not there.
    """

    percent: int
    differences: tuple[MissingClause, ...]
    missing: int
    total: int = 0

    @property
    def is_same(self) -> bool:
        """Whether every clause is there, word for word."""
        return self.missing == 0


def normalised_letters(text: str) -> str:
    """Return letters and digits only, in lower case: line breaks, hyphenation and quotes do not count."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text).casefold())


def text_similarity(policy: Policy, shown: str, *, at_most: int = FIRST) -> TextSimilarity:
    """Return how much of the policy's introduction and clauses is word for word in the text.

    Of the clauses that are not there, the nearest passage is looked for in the first `at_most`.
    """
    page = normalised_letters(shown)
    parts = [("Introduction", policy.introduction, "")] if policy.introduction else []
    parts += [(clause.title, clause.text, clause.id) for clause in policy.clauses]
    there = whole = 0
    absent: list[tuple[str, str, str]] = []
    for title, text, clause in parts:
        squeezed_text = normalised_letters(text)
        whole += len(squeezed_text)
        if squeezed_text in page:
            there += len(squeezed_text)
        else:
            absent.append((title, text, clause))
    # Round down: 100 means that nothing is missing.
    percent = 100 if not absent else min(99, there * 100 // whole) if whole else 0
    near = [
        MissingClause(title, text, nearest_passage(text, shown) if percent else "", clause)
        for title, text, clause in absent[:at_most]
    ]
    return TextSimilarity(percent, tuple(near), len(absent), len(parts))


def passages_besides(policy: Policy, passages: Iterable[str]) -> tuple[str, ...]:
    """Return the passages of some length that are in no clause, no heading and no introduction."""
    said = [policy.introduction, *policy.sections]
    said += [words for clause in policy.clauses for words in (clause.title, clause.text)]
    known = normalised_letters(" ".join(said))
    long = (each for each in passages if len(each.split()) >= LEAST_WORDS)
    return tuple(each for each in dict.fromkeys(long) if normalised_letters(each) not in known)


def nearest_passage(text: str, shown: str) -> str:
    """Return the passage most like a clause's words, or an empty text if none is close."""
    page = " ".join(_PARAGRAPHS.sub(f" {BREAK} ", shown).split())
    # Search only near matching runs of words, so that the time does not grow with the page.
    best, found = 0.0, (0, 0)
    for start in _windows(text, page):
        window = page[start : start + len(text) + 80]
        where = fuzz.partial_ratio_alignment(text, window)
        if where is not None and where.score > best:
            best, found = where.score, (start + where.dest_start, start + where.dest_end)
    return " ".join(_whole(page, *found).replace(BREAK, " ").split()) if best >= 60 else ""


def _whole(page: str, start: int, end: int) -> str:
    """Return the passage extended to whole sentences, if their ends are near."""
    before = page[max(0, start - REACH) : start]
    sentence = re.search(rf"(?:.*(?:[.!?:]\s|{BREAK})|^)(.*)$", before, re.DOTALL)
    after = re.match(rf"[^.!?{BREAK}]*[.!?]?", page[end : end + REACH])
    left = sentence[1] if sentence else ""
    ends = page[end - 1 : end] in ".!?" or page[end - 2 : end].strip() in (".", "!", "?")
    return (left + page[start:end] + ("" if ends or after is None else after[0])).strip()


def _windows(text: str, page: str) -> list[int]:
    """Return positions of three-word runs of the clause on the page, each moved back to the clause's
    start.
    """
    words = text.split()
    lower = page.casefold()
    starts = []
    for place in range(max(1, len(words) - 2)):
        run = " ".join(words[place : place + 3])
        where = lower.find(run.casefold())
        if where >= 0:
            starts.append(max(0, where - text.find(run) - 20))
    return sorted(set(starts))[:20]
