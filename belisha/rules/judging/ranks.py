"""Verdicts as numbers, so that the strongest is the greatest."""

from belisha.rules.language.clauses import Force
from belisha.rules.ruling import Verdict

SILENT, ALLOWED, RECOMMENDED, REQUIRED, DISCOURAGED, NEEDS_PERMISSION, PROHIBITED, DEPENDS = range(8)

VERDICTS = (
    Verdict.SILENT,
    Verdict.ALLOWED,
    Verdict.RECOMMENDED,
    Verdict.REQUIRED,
    Verdict.DISCOURAGED,
    Verdict.NEEDS_PERMISSION,
    Verdict.PROHIBITED,
    Verdict.DEPENDS,
)
RANKS = {verdict: rank for rank, verdict in enumerate(VERDICTS)}

OF_FORCE = {
    Force.MUST_NOT: PROHIBITED,
    Force.SHOULD_NOT: DISCOURAGED,
    Force.MUST: REQUIRED,
    Force.SHOULD: RECOMMENDED,
    Force.MAY: ALLOWED,
}
BINDING = {Force.SHOULD_NOT: PROHIBITED, Force.SHOULD: REQUIRED}
