"""Bans that bind fewer people than the policy speaks to."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from belisha.rules.language.clauses import Force
from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext
from belisha.rules.vocabulary.loading import wider
from belisha.rules.wording.grammar import and_list, label_of

# So many titles are named; the rest are counted.
SHOWN = 3


@cache
def beside_staff() -> tuple[str, ...]:
    """Return the roles that work beside staff."""
    text = files("belisha").joinpath("library", "audiences.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["beside_staff"])


def check(context: LintContext) -> Iterator[LintFinding]:
    """Yield those beside staff in the audience for whom a ban on contact with pupils says nothing.

    A scope that names volunteers and governors, with rules for "staff" alone, leaves them out.
    """
    if context.policy is None:
        return
    roles = context.vocabulary.roles
    named = set(context.policy.control.audience).intersection(beside_staff())
    bans = [rule for rule in context.policy.rules if rule.force is Force.MUST_NOT and "pupil" in rule.towards]
    staff = [rule for rule in bans if "staff" in rule.who]
    for who in sorted(named & set(roles)):
        lies_within = set(wider(roles, who))
        spoken = {rule.action for rule in context.policy.rules if lies_within.intersection(rule.who)}
        left = [rule for rule in staff if rule.action not in spoken]
        if left:
            titles = and_list(f"“{rule.title}”" for rule in left[:SHOWN])
            more = f" and {len(left) - SHOWN} more" if len(left) > SHOWN else ""
            binds = "binds" if len(left) == 1 else "bind"
            label = label_of(who, context.vocabulary)
            yield LintFinding(
                "narrower-than-scope",
                Severity.WARNING,
                f"It speaks to `{label}`, but {titles}{more} {binds} staff alone: it is silent for them.",
                f"clause `{left[0].id}`",
                f"Add `{who}` to those whom the rules bind, or say in the scope that they are not meant.",
                label,
                left[0].line,
                tuple(dict.fromkeys(cite for rule in left for cite in rule.cites)),
            )
