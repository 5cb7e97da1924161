"""Services that have closed or changed their name."""

import re
from collections.abc import Iterator

from belisha.rules.linting.dates import in_words
from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext
from belisha.rules.linting.searchable_text import Unit

NOTICED = re.compile(r"have since closed|has since closed", re.IGNORECASE)


def check(context: LintContext) -> Iterator[LintFinding]:
    """Yield each service once, at the first place that names it."""
    if context.on is None:
        return
    for platform, service in context.reference_data.services.items():
        label = context.vocabulary.platforms[platform].label
        ended = service.closed or service.renamed_on
        if ended is None or ended > context.on:
            continue
        unit = _first(context, label)
        if unit is None or (service.renamed_to and _first(context, f"{service.renamed_to} (formerly")):
            continue
        what = "closed" if service.closed else f"became {service.renamed_to}"
        yield LintFinding(
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


def _first(context: LintContext, name: str) -> Unit | None:
    words = re.compile(rf"\b{re.escape(name)}")
    return next((unit for unit in context.text.units if words.search(unit.text)), None)
