"""People whom the clauses bind and the audience does not name."""

import re
from collections.abc import Iterator

from belisha.rules.language.clauses import Rule
from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext
from belisha.rules.vocabulary.loading import wider
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.grammar import and_list, label_of

NOTICED = re.compile(r"audience is stated", re.IGNORECASE)


def check(context: LintContext) -> Iterator[LintFinding]:
    """Yield only kinds of people: offices and the school itself are no audience. "Everyone" names nobody."""
    if context.policy is None or not context.policy.control.audience:
        return
    audience = set(context.policy.control.audience)
    audience |= {
        each for d in context.policy.definitions if d.defines in audience for each in (*d.means, *d.adds)
    }
    bound: dict[str, Rule] = {}
    for rule in context.policy.rules:
        for who in rule.who:
            if _is_kind(who, context.vocabulary) and not audience & set(wider(context.vocabulary.roles, who)):
                bound.setdefault(who, rule)
    if bound:
        names = and_list(
            f"`{label_of(who, context.vocabulary)}` (“{rule.title}”)" for who, rule in bound.items()
        )
        yield LintFinding(
            "audience",
            Severity.WARNING,
            f"Its clauses bind people whom its audience does not name: {names}.",
            "front matter, `audience`",
            "Name them in the audience, so that they are told; or do not bind them.",
            ", ".join(bound),
            cites=tuple(dict.fromkeys(cite for rule in bound.values() for cite in rule.cites)),
        )


def _is_kind(who: str, vocabulary: Vocabulary) -> bool:
    role = vocabulary.roles.get(who)
    return bool(role and role.within and not role.is_office and not role.is_institution and who != "adult")
