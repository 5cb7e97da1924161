"""Two editions of one source in one document."""

import re
from collections.abc import Iterator

from belisha.rules.linting.citations import citations
from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext
from belisha.rules.wording.grammar import and_list

NOTICED = re.compile(r"in two editions", re.IGNORECASE)


def check(context: LintContext) -> Iterator[LintFinding]:
    """Guidance and linked policies that are cited by different years."""
    years: dict[str, dict[str, str]] = {}
    cites: dict[str, list[str]] = {}
    for citation in citations(context):
        years.setdefault(citation.name, {}).setdefault(citation.year, citation.where)
        cites.setdefault(citation.name, []).extend(citation.cites)
    for name, found in years.items():
        if len(found) > 1:
            editions = and_list(f"`{year}`" for year in sorted(found))
            yield LintFinding(
                "editions",
                Severity.ERROR,
                f"{name} is cited in {len(found)} editions: {editions}.",
                and_list(dict.fromkeys(found[year] for year in sorted(found))),
                "Cite the edition in force, and only that, or cite it without its year.",
                ", ".join(sorted(found)),
                cites=tuple(dict.fromkeys(cites[name])),
            )
