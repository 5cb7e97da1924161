"""Guidance that is cited in an edition which is no longer in force."""

from collections.abc import Iterator

from belisha.rules.linting.citations import Citation, citations
from belisha.rules.linting.dates import in_words
from belisha.rules.linting.findings import Finding, Severity
from belisha.rules.linting.known import Guidance
from belisha.rules.linting.subjects import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """By the table of editions and the day that is given; each edition once."""
    if subject.on is None:
        return
    by_name = {guidance.name: guidance for guidance in subject.known.guidance}
    seen: set[tuple[str, str]] = set()
    for citation in citations(subject):
        guidance = by_name.get(citation.name)
        if guidance and (citation.name, citation.year) not in seen:
            seen.add((citation.name, citation.year))
            yield from _compare(citation, guidance, subject)


def _compare(citation: Citation, guidance: Guidance, subject: Subject) -> Iterator[Finding]:
    if subject.on is None:
        return
    newest = guidance.in_force(subject.on)
    if newest is None or citation.year >= newest.edition:
        return
    announced = guidance.announced(subject.on)
    later = f" A {announced.edition} edition was announced: look for it." if announced else ""
    yield Finding(
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
