"""A policy that no governing body has ratified."""

from collections.abc import Iterator

from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext

GOVERNING = ("governing", "governors", "trust board", "trustees", "board of governors")


def check(context: LintContext) -> Iterator[LintFinding]:
    """Yield a model; or a policy for which neither ratification nor the governors' approval is stated."""
    if context.policy is None:
        return
    control = context.policy.control
    if control.standing == "ratified" and not (control.ratified_by and control.ratified_on):
        missing = "by whom" if not control.ratified_by else "on which day"
        yield _finding(
            Severity.ERROR,
            f"It is said to be `ratified`, but not {missing}.",
            "Put in who ratified it and on which day, with the minute of the meeting.",
            "ratified",
        )
    elif control.is_model or control.standing == "model":
        yield _finding(
            Severity.WARNING,
            "It is a `model`: nobody has ratified it, and it binds nobody until a school adopts it.",
            "Adopt it by a decision of the governing body.",
            "model",
        )
    elif not control.ratified_by and not any(word in control.approved_by.casefold() for word in GOVERNING):
        yield _finding(
            Severity.WARNING,
            f"It stands as `{control.standing}`: no ratification by governors is stated.",
            "Have it ratified, and state the day of the meeting.",
            control.standing,
        )


def _finding(severity: Severity, sentence: str, do: str, value: str) -> LintFinding:
    return LintFinding("never-ratified", severity, sentence, "front matter, `standing`", do, value)
