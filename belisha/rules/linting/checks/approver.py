"""Approved by a body that the policy's own clauses do not make responsible for it."""

import re
from collections.abc import Iterator

from belisha.rules.language.clauses import Force, Office, Rule
from belisha.rules.language.policy import Policy
from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.grammar import and_list, label_of

RESPONSIBLE_FOR = ("oversee-policy", "approve-policy")
NOTICED = re.compile(r"approved it, though", re.IGNORECASE)


def check(context: LintContext) -> Iterator[LintFinding]:
    """Yield only where the clauses name somebody: a policy may leave it open."""
    policy, vocabulary = context.policy, context.vocabulary
    if policy is None:
        return
    named = dict(_responsible(policy))
    control = policy.control
    for field, body in (("ratified by", control.ratified_by), ("approved by", control.approved_by)):
        if not (named and body) or any(_is_called(body, role, vocabulary) for role in named):
            continue
        if field == "approved by" and control.ratified_by:
            continue
        who = and_list(label_of(role, vocabulary) for role in named)
        cites = tuple(dict.fromkeys(cite for each in named.values() for cite in each))
        yield LintFinding(
            "approver",
            Severity.ERROR,
            f"It was {field} `{body}`, but its own clauses make the {who} responsible for it.",
            f"front matter, `{field}`",
            f"Have it ratified by the {who}, or change the clause that says who is responsible.",
            body,
            cites=cites,
        )


def _responsible(policy: Policy) -> Iterator[tuple[str, tuple[str, ...]]]:
    for clause in policy.clauses:
        if isinstance(clause, Office) and clause.answers_for in RESPONSIBLE_FOR:
            yield clause.office, clause.cites
        elif isinstance(clause, Rule) and clause.force is Force.MUST and clause.action in RESPONSIBLE_FOR:
            yield from ((who, clause.cites) for who in clause.who)


def _is_called(body: str, role: str, vocabulary: Vocabulary) -> bool:
    known = vocabulary.roles.get(role)
    names = {role, *((known.label, *known.names) if known else ())}
    return body.casefold().removeprefix("the ") in {name.casefold().removeprefix("the ") for name in names}
