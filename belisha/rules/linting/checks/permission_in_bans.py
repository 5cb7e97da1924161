"""A permission that stands in a list of bans."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from belisha.rules.language.clauses import Force, Rule
from belisha.rules.language.policy import Policy
from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext
from belisha.rules.linting.searchable_text import SearchableText

NOTICED = re.compile(r"permission .* stands in a list", re.IGNORECASE)
DO = "Move it out of the list, and say plainly that it is allowed."
_CITE = re.compile(r"([A-Za-z]+)(\d+)([a-z]?)")
# How far apart the lines of one list stand, and how many bans must stand on each side.
APART, SIDES = 3, 2
_LEAD = re.compile(r"\b(?:not|never|breach|unacceptable|prohibited|forbidden|disrepute)\b", re.IGNORECASE)
_PEOPLE = r"(?:staff|employees|teachers|governors|volunteers|pupils|parents|carers|they|you)"
_PERMITS = re.compile(
    rf"\b{_PEOPLE}\s+(?:members\s+)?(?:may(?!\s+(?:not|be|have))|are\s+(?:allowed|permitted|free))\b"
    r"|\bdoes\s+not\s+expect\b|\bdo\s+not\s+have\s+to\b",
    re.IGNORECASE,
)


def check(context: LintContext) -> Iterator[LintFinding]:
    """By the lines that the clauses cite; in a plain document by the words of its lists."""
    if context.policy is not None:
        yield from _in_policy(context.policy)
    elif context.text.is_document:
        yield from _in_document(context.text)


def _in_policy(policy: Policy) -> Iterator[LintFinding]:
    """Two bans on each side on neighbouring lines of the source, with no other clause between."""
    placed = sorted(
        {place: rule for rule in policy.rules for place in _places(rule)}.items(), key=lambda p: p[0]
    )
    for number, (place, rule) in enumerate(placed):
        before, after = placed[max(0, number - SIDES) : number], placed[number + 1 : number + 1 + SIDES]
        around = [*before, (place, rule), *after]
        if rule.force is not Force.MAY or len(around) <= 2 * SIDES or not _is_one_list(around):
            continue
        if all(other.force.forbids for _, other in (*before, *after)):
            yield LintFinding(
                "permission-in-bans",
                Severity.WARNING,
                f"`{rule.title}` is a permission, but the document puts it in a list of what is not done.",
                f"clause `{rule.id}`",
                DO,
                rule.title,
                rule.line,
                rule.cites,
            )


def _places(rule: Rule) -> Iterator[tuple[str, int, str]]:
    for cite in rule.cites:
        if found := _CITE.fullmatch(cite):
            yield found[1], int(found[2]), found[3]


def _is_one_list(around: Sequence[tuple[tuple[str, int, str], Rule]]) -> bool:
    places = [place for place, _ in around]
    return all(a[0] == b[0] and b[1] - a[1] <= APART for a, b in pairwise(places))


def _in_document(text: SearchableText) -> Iterator[LintFinding]:
    lead = ""
    for unit in text.units:
        if unit.text.rstrip("* ").endswith(":"):
            lead = unit.text if _LEAD.search(unit.text) else ""
        elif not unit.depth:
            lead = ""
        elif lead and (found := _PERMITS.search(unit.text)):
            yield LintFinding(
                "permission-in-bans",
                Severity.WARNING,
                f"`{unit.text[:60].strip()}` reads as a permission, in a list of what is not done.",
                unit.where,
                DO,
                found[0],
                unit.line,
            )
