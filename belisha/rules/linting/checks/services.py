"""Services that have closed or changed their name."""

import re
from collections.abc import Iterator

from belisha.rules.linting.dates import in_words
from belisha.rules.linting.findings import Finding, Severity
from belisha.rules.linting.subjects import Subject
from belisha.rules.linting.texts import Unit

NOTICED = re.compile(r"have since closed|has since closed", re.IGNORECASE)


def look(subject: Subject) -> Iterator[Finding]:
    """Each service once, at the first place that names it."""
    if subject.on is None:
        return
    for platform, service in subject.known.services.items():
        label = subject.vocabulary.platforms[platform].label
        ended = service.closed or service.renamed_on
        if ended is None or ended > subject.on:
            continue
        unit = _first(subject, label)
        if unit is None or (service.renamed_to and _first(subject, f"{service.renamed_to} (formerly")):
            continue
        what = "closed" if service.closed else f"became {service.renamed_to}"
        yield Finding(
            "services",
            Severity.WARNING if service.closed else Severity.NOTICE,
            f"`{label}` {what} on {in_words(ended)}.",
            unit.where,
            "Name services that pupils use now, and say that the list is open.",
            label,
            unit.line,
            unit.cites,
            service.source,
        )


def _first(subject: Subject, name: str) -> Unit | None:
    words = re.compile(rf"\b{re.escape(name)}")
    return next((unit for unit in subject.text.units if words.search(unit.text)), None)
