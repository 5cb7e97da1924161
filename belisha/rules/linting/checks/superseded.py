"""Guidance that is cited in an edition which is no longer in force."""

from collections.abc import Iterator

from belisha.rules.linting.citations import Citation, citations
from belisha.rules.linting.dates import in_words
from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext
from belisha.rules.linting.reference_data import Guidance


def check(context: LintContext) -> Iterator[LintFinding]:
    """By the table of editions and the day that is given; each edition once."""
    if context.on is None:
        return
    by_name = {guidance.name: guidance for guidance in context.reference_data.guidance}
    seen: set[tuple[str, str]] = set()
    for citation in citations(context):
        guidance = by_name.get(citation.name)
        if guidance and (citation.name, citation.year) not in seen:
            seen.add((citation.name, citation.year))
            yield from _compare(citation, guidance, context)


def _compare(citation: Citation, guidance: Guidance, context: LintContext) -> Iterator[LintFinding]:
    if context.on is None:
        return
    newest = guidance.in_force(context.on)
    if newest is None or citation.year >= newest.edition:
        return
    announced = guidance.announced(context.on)
    later = f" A {announced.edition} edition was announced: look for it." if announced else ""
    yield LintFinding(
        "superseded",
        Severity.ERROR,
        f"{guidance.name} is cited in its `{citation.year}` edition; that of {newest.edition} has been"
        f" in force since {in_words(newest.since)}.{later}",
        citation.where,
        f"Read the {(announced or newest).edition} edition, then change what it changes and cite that.",
        citation.year,
        citation.line,
        citation.cites,
        guidance.source,
    )
