"""A ban "under no circumstances" beside a clause that allows some of the same."""

import re
from collections.abc import Iterator

from belisha.rules.language.clauses import Force, Grant, Rule
from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext
from belisha.rules.vocabulary.loading import narrower, wider
from belisha.rules.vocabulary.words import Vocabulary

NOTICED = re.compile(r"under no circumstances", re.IGNORECASE)
_ABSOLUTE = re.compile(
    r"under no circumstances|in no circumstances|no circumstances justify|\bnever\b", re.IGNORECASE
)


def check(context: LintContext) -> Iterator[LintFinding]:
    """Yield where a permission or a liftable ban meets the same people in a related matter."""
    if context.policy is None:
        return
    rules = tuple(context.policy.rules)
    for ban in rules:
        absolute = _ABSOLUTE.search(ban.text)
        if not absolute or ban.force is not Force.MUST_NOT or ban.unless:
            continue
        for other in rules:
            if other is not ban and _gives_way(other) and _meet(ban, other, context.vocabulary):
                yield LintFinding(
                    "absolutes",
                    Severity.WARNING,
                    f"`{ban.title}` holds “{absolute[0].lower()}”, yet `{other.title}` can be allowed:"
                    " the two pull against each other.",
                    f"clauses `{ban.id}` and `{other.id}`",
                    "Say in the ban what is excepted from it, or take the permission out.",
                    ban.title,
                    ban.line,
                    (*ban.cites, *other.cites),
                )


def _gives_way(rule: Rule) -> bool:
    """Return a permission, or a ban that somebody's leave lifts."""
    lifted = any(isinstance(part, Grant) for exemption in rule.unless for part in exemption.parts)
    return rule.force is Force.MAY or (rule.force.forbids and lifted)


def _meet(ban: Rule, other: Rule, vocabulary: Vocabulary) -> bool:
    """Return the same people, the same other party where both name one, and actions near to each other."""
    return (
        _overlap(ban.who, other.who, vocabulary)
        and (not (ban.towards and other.towards) or _overlap(ban.towards, other.towards, vocabulary))
        and ban.action in _near(other.action, vocabulary)
    )


def _overlap(some: tuple[str, ...], others: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    roles = vocabulary.roles
    sides = [
        {each for who in side if who in roles for each in narrower(roles, who)} for side in (some, others)
    ]
    return bool(sides[0] & sides[1])


def _near(action: str, vocabulary: Vocabulary) -> set[str]:
    """Return the action, its wider ones and the actions a question about it falls back on, two steps far."""
    found = set(wider(vocabulary.actions, action))
    for _ in range(2):
        found |= {other for each in tuple(found) for other in vocabulary.actions[each].otherwise}
    return found
