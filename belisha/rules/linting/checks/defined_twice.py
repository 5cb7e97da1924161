"""A term that is defined in two ways."""

from collections.abc import Iterator

from belisha.rules.language.clauses import Definition
from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext


def check(context: LintContext) -> Iterator[LintFinding]:
    """Yield a second wording is named after the first, with a comma: `cyber bullying, narrower`."""
    first: dict[str, Definition] = {}
    for definition in context.policy.definitions if context.policy else ():
        term = definition.defines.split(",", maxsplit=1)[0].strip().casefold()
        if term in first:
            yield LintFinding(
                "defined-twice",
                Severity.WARNING,
                f"`{term}` is defined twice, and not in the same words.",
                f"clauses `{first[term].id}` and `{definition.id}`",
                "Keep one wording: what counts must not depend on the page.",
                term,
                definition.line,
                (*first[term].cites, *definition.cites),
            )
        first.setdefault(term, definition)
