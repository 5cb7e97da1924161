"""What a document states about itself: when it is reviewed, and how old it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from belisha.rules.language.policy import Control, Policy
from belisha.rules.linting.dates import MONTHS, StatedDate, read_date, read_review_date
from belisha.rules.linting.review_cycle import due_by_cycle
from belisha.rules.linting.searchable_text import SearchableText

# "Review Due: June 2023", "Date for next review", "**Next review due by:** 12.10.26", "Review Date | May 27".
_REVIEW = re.compile(
    r"\b(?:next\s+review(?:\s+(?:date|due))*|(?:policy\s+)?review\s+(?:due|date|by|on(?=\s*:))(?:\s+date)?"
    r"|due\s+(?:for|to\s+be)\s+review(?:ed)?|(?:due\s+)?to\s+be\s+reviewed(?:\s+next)?"
    r"|date\s+(?:of|for)\s+(?:the\s+)?next\s+review|date\s+for\s+(?:the\s+)?review)"
    r"(?:\s+(?:on|by|in|is))*\b(?P<rest>.*)",
    re.IGNORECASE,
)
# Labels that may mean much else, where only a date right after them counts: "Review: 1/9/26".
_SHORT_LABEL = re.compile(
    r"\b(?:review|next)\s*(?:[:|–-]\s*(?=(?P<marked>(?:[a-z]+[\s(-]*){0,3}\d.*))"
    r"|(?=(?P<bare>(?:[a-z]+\s+)?\d.*)))",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:last|previous(?:ly)?|was)\b[^.:|]{0,20}$", re.IGNORECASE)
# Where the value of a label ends: a cell's edge, a semicolon, or the end of a sentence ("12.10.26" has none).
# A month may be shortened with a full stop ("Jan. 2027"), and on one line another label may follow.
_SHORT = "".join(rf"(?<!\b{month})" for month in (*MONTHS, "sept"))
_NEXT_LABEL = (
    r"(?<=\d)\s+(?=[A-Z][A-Za-z /’'-]{1,30}:)"
    r"|(?<=\d)\s+(?=(?:approved|agreed|ratified|adopted|signed|version|owner|author|policy|page|committee)\b)"
)
_END = re.compile(rf"[;|]|{_SHORT}\.(?=\s|$)|{_NEXT_LABEL}", re.IGNORECASE)
_LABEL = re.compile(r"^\W*[A-Za-z][A-Za-z /’'-]{1,40}:")
LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class StatedReview:
    """When the next review is due: as stated, as a date if it can be read, and where it says so."""

    words: str
    stated: StatedDate | None
    where: str
    line: int = 0


def review_of(policy: Policy | None, text: SearchableText) -> StatedReview | None:
    """Return the next review of a policy, or of a plain document; None where none is stated."""
    if policy is None:
        return next(iter(review_lines(text)), None) or review_by_cycle(text)
    control = policy.control
    if not control.review_due and control.review_due_on is None:
        return None
    words = control.review_due or str(control.review_due_on)
    stated = read_review_date(words)
    if control.review_due_on is not None:
        stated = StatedDate(control.review_due_on, stated.exactness if stated else "unreadable")
    return StatedReview(words, stated, "front matter, `review due`")


def review_lines(text: SearchableText) -> list[StatedReview]:
    """Return every place in a plain document that states the next review, those with a date first."""
    lines = _lines(text)
    found: list[StatedReview] = []
    for place, line in enumerate(lines):
        match = _REVIEW.search(line)
        if match and not _PAST.search(line[: match.start()]):
            found += _values(match["rest"], place, lines)
    found = found or [
        review for place, line in enumerate(lines) for review in _after_short_label(line, place)
    ]
    return sorted(found, key=lambda review: review.stated is None)


def review_by_cycle(text: SearchableText) -> StatedReview | None:
    """Return the review that a plain document states by a cycle from when it was agreed; None without one."""
    found = due_by_cycle(_lines(text))
    if found is None:
        return None
    words, stated, line = found
    return StatedReview(words, stated, f"line {line}", line)


def _lines(text: SearchableText) -> Sequence[str]:
    return text.lines or tuple(unit.text for unit in text.units)


def _after_short_label(line: str, place: int) -> Iterator[StatedReview]:
    """Yield the date that stands right after "Review" or "Next"."""
    for match in _SHORT_LABEL.finditer(line):
        words = _value(match["marked"] or match["bare"])
        stated = None if _PAST.search(line[: match.start()]) else read_review_date(words)
        if stated and (match["marked"] or stated.exactness != "year"):
            yield StatedReview(words[:40].strip(), stated, f"line {place + 1}", place + 1)


def _values(rest: str, place: int, lines: Sequence[str]) -> Iterator[StatedReview]:
    """Yield what stands after a label, on its line or on the next one that is not empty."""
    words = _value(rest)
    following = next((at for at in range(place + 1, min(place + 4, len(lines))) if lines[at].strip()), None)
    below = _value(lines[following]) if following and not _LABEL.match(lines[following]) else ""
    if words:
        stated = read_review_date(words)
        if stated is None and below and following == place + 1:
            stated = read_review_date(f"{words} {below}")
            words = f"{words} {below}" if stated else words
        yield StatedReview(words[:40].strip(), stated, f"line {place + 1}", place + 1)
    elif below and following and (stated := read_review_date(below)):
        yield StatedReview(below[:40].strip(), stated, f"line {following + 1}", following + 1)


def _value(rest: str) -> str:
    """Return the value at the beginning of what follows a label, without the marks around it."""
    rest = rest.strip(" \t*_:|–-")
    end = _END.search(rest)
    return (rest[: end.start()] if end else rest)[:LONGEST_VALUE].strip(" *_")


def last_dated(control: Control) -> tuple[str, date] | None:
    """Return the last day on which somebody stood behind the policy: what was done, and when."""
    found = [("ratified", control.ratified_on), ("approved", control.approved_on)]
    known = [(what, day) for what, day in found if day is not None]
    if not known and (stated := read_date(control.dated)):
        return "dated", stated.last_day
    return max(known, key=lambda each: each[1], default=None)


def counted_from(control: Control, draft_on: date | None = None) -> tuple[str, date] | None:
    """Return the day from which the time to a review counts, in words and as a date; None if none is stated.

    `draft_on` is today for a draft: what was done with an older text is no beginning of this one.
    """
    if draft_on is not None:
        return "from today", draft_on
    last = last_dated(control)
    return (f"after it was {last[0]}", last[1]) if last else None
