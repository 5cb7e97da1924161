"""The words that are searched for faults: of a policy, or of a plain document."""

import re
from dataclasses import dataclass
from functools import cached_property

from belisha.rules.language.policy import Policy

_BULLET = re.compile(r"^\s*(?:[-*•o]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, a list item or a heading: its words on one line, and where it stands.

    `depth` is the indent of a list item in spaces, plus one; 0 for what is no list item.
    """

    text: str
    where: str
    line: int = 0
    depth: int = 0
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class SearchableText:
    """All units in reading order. `is_document` is True for a plain document, whose layout can be judged:
    then `lines` are its lines as they stand."""

    units: tuple[Unit, ...]
    is_document: bool = False
    lines: tuple[str, ...] = ()

    @cached_property
    def title(self) -> str:
        """The first unit, without marks of emphasis: what a page footer is likely to repeat."""
        return self.units[0].text.strip("#* ") if self.units else ""


def text_of_policy(policy: Policy) -> SearchableText:
    """Return the introduction and every clause's statement."""
    opening = (Unit(policy.introduction, "the introduction"),) if policy.introduction else ()
    clauses = (
        Unit(" ".join(clause.text.split()), f"clause `{clause.id}`", clause.line, cites=clause.cites)
        for clause in policy.clauses
    )
    return SearchableText((*opening, *clauses))


def text_of_document(text: str) -> SearchableText:
    """Return a plain document in units: blank lines and list marks divide them."""
    units: list[Unit] = []
    lines: list[str] = []
    start = depth = 0

    def close() -> None:
        if lines:
            units.append(Unit(" ".join(lines), f"line {start}", start, depth))
            lines.clear()

    raw = text.splitlines()
    for number, line in enumerate(raw, start=1):
        mark = _BULLET.match(line)
        if not line.strip() or mark:
            close()
        if line.strip():
            if not lines:
                start, depth = number, len(line) - len(line.lstrip()) + 1 if mark else 0
            lines.append(line.strip())
    close()
    return SearchableText(tuple(units), is_document=True, lines=tuple(raw))
