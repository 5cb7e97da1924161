"""Where a policy cites guidance or another policy by its year."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from belisha.rules.linting.lint_context import LintContext

_YEAR = re.compile(r"\b(20\d{2})\b")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
# How far from its name a year may stand and still be its edition ("the 2022 edition of ...").
NEAR = 40


@dataclass(frozen=True, slots=True)
class Citation:
    """A source by its full name, the year of the edition that is cited, and where."""

    name: str
    year: str
    where: str
    line: int = 0
    cites: tuple[str, ...] = ()


def citations(context: LintContext) -> Iterator[Citation]:
    """Yield every guidance that is known, with the years beside its name; and the linked policies."""
    linked = context.policy.control.linked if context.policy else ()
    for each in linked:
        if found := _YEAR.search(each.edition):
            guidance = context.reference_data.guidance_named(each.name)
            name = guidance.name if guidance else each.name
            yield Citation(name, found[1], "front matter, `linked`")
    for unit in context.text.units:
        for sentence in _SENTENCE.split(unit.text):
            for guidance in context.reference_data.guidance:
                for year in _years_beside(sentence, guidance.names):
                    yield Citation(guidance.name, year, unit.where, unit.line, unit.cites)


def _years_beside(sentence: str, names: tuple[str, ...]) -> list[str]:
    """Return the years near any of these names, or only the year that directly follows a name."""
    found: list[str] = []
    for name in names:
        for match in re.finditer(rf"\b{re.escape(name)}\b", sentence, re.IGNORECASE):
            at_once = re.match(r"[\s(,\-–]{1,3}(20\d{2})\b", sentence[match.end() :])
            if at_once:
                found.append(at_once[1])
                continue
            around = sentence[max(0, match.start() - NEAR) : match.end() + NEAR]
            found += _YEAR.findall(around)
    return list(dict.fromkeys(found))
