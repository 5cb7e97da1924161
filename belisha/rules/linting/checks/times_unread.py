"""Times that no clock can go by."""

from collections.abc import Iterator

from belisha.rules.language.clauses import Rule
from belisha.rules.language.times import read_time
from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext


def check(context: LintContext) -> Iterator[LintFinding]:
    """Yield each time of a rule that cannot be read: it is shown, and nothing is reminded by it."""
    for rule in context.policy.rules if context.policy else ():
        for said in _times(rule):
            if read_time(said) is None:
                yield LintFinding(
                    "times-unread",
                    Severity.NOTICE,
                    f"The time `{said}` cannot be read, so nobody is reminded by it.",
                    f"clause `{rule.id}`",
                    "Write it like `within 24 hours`, `by the end of the day` or `before the trip`.",
                    said,
                    rule.line,
                    rule.cites,
                )


def _times(rule: Rule) -> Iterator[str]:
    yield from dict.fromkeys(filter(None, (rule.by, *(effect.by for effect in rule.then))))
