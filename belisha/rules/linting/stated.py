"""What a document states about itself: when it is reviewed, and how old it is."""

import re
from dataclasses import dataclass
from datetime import date

from belisha.rules.linting.dates import Stated, read_date
from belisha.rules.linting.texts import Text, Unit
from belisha.rules.policy import Control, Policy

# "Review Due: June 2023", "Date for next review: September 2024", "Review Date: Spring Term 2026".
_REVIEW = re.compile(
    r"\b(?:next\s+review(?:\s+date|\s+due)?|review\s+(?:due|date)"
    r"|(?:due\s+)?to\s+be\s+reviewed(?:\s+(?:on|by|in))?|date\s+(?:of|for)\s+(?:the\s+)?next\s+review)\b\W{0,6}(?P<date>[^.;|]{0,40})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Review:
    """When the next review is due: as stated, as a date if it can be read, and where it says so."""

    words: str
    stated: Stated | None
    where: str
    line: int = 0


def review_of(policy: Policy | None, text: Text) -> Review | None:
    """The next review of a policy, or of a plain document; None where none is stated."""
    if policy is None:
        return next(iter(review_lines(text)), None)
    control = policy.control
    if not control.review_due and control.review_due_on is None:
        return None
    words = control.review_due or str(control.review_due_on)
    stated = read_date(words)
    if control.review_due_on is not None:
        stated = Stated(control.review_due_on, stated.exactness if stated else "unreadable")
    return Review(words, stated, "front matter, `review due`")


def review_lines(text: Text) -> list[Review]:
    """Every place in a plain document that states the next review."""
    found = []
    for unit in text.units:
        for match in _REVIEW.finditer(unit.text):
            words = match["date"].strip(" *_")
            if words:
                found.append(_review(words, unit))
    return sorted(found, key=lambda review: review.stated is None)


def last_dated(control: Control) -> tuple[str, date] | None:
    """The last day on which somebody stood behind the policy: what was done, and when."""
    found = [("ratified", control.ratified_on), ("approved", control.approved_on)]
    known = [(what, day) for what, day in found if day is not None]
    if not known and (stated := read_date(control.dated)):
        return "dated", stated.last_day
    return max(known, key=lambda each: each[1], default=None)


def counted_from(control: Control, draft_on: date | None = None) -> tuple[str, date] | None:
    """The day from which the time to a review counts, in words and as a date; None where none is stated.

    `draft_on` is today for a draft: what was done with an older text is no beginning of this one.
    """
    if draft_on is not None:
        return "from today", draft_on
    last = last_dated(control)
    return (f"after it was {last[0]}", last[1]) if last else None


def _review(words: str, unit: Unit) -> Review:
    stated = read_date(words)
    return Review(words[:30].strip(), stated, unit.where, unit.line)
