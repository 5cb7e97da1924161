"""What the lint found: a sentence, where it stands, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How grave a finding is, gravest first."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One fault. `check` is the name of what found it; `line` is 0 where no one line is meant.

    `sentence` holds `value` in backticks. `where` is a place in words ("clause `friend-pupil`").
    `do` is what to do, `source` where dated knowledge comes from.
    """

    check: str
    severity: Severity
    sentence: str
    where: str
    do: str
    value: str = ""
    line: int = 0
    cites: tuple[str, ...] = ()
    source: str = ""
