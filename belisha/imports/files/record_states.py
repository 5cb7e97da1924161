"""States of people and roles, as the systems of schools write them: who has left, and who is there."""

import re

from belisha.imports.files.text_cleaning import fold_heading

GONE = frozenset(
    (
        "tobedeleted", "to be deleted", "deleted", "delete", "inactive", "in active", "left", "leaver",
        "leavers", "has left", "left school", "former", "ex", "ended", "finished", "terminated", "terminate",
        "withdrawn", "off roll", "offroll", "off role", "resigned", "retired", "archived", "archive",
        "disabled", "deactivated", "removed", "expired", "departed", "transferred out", "dismissed",
        "not current", "no longer current", "deceased", "redundant", "former pupil", "former student",
        "former staff", "past",
    )
)  # fmt: skip
YES, NO = frozenset(("y", "yes", "true", "t", "1", "x")), frozenset(("n", "no", "false", "f", "0"))
# Headings of columns that say yes or no: those of somebody who is there, and those of somebody who has left.
SAYS_PRESENT = frozenset(
    ("active", "is active", "current", "is current", "on roll", "is on roll", "enabled", "enableduser",
     "enabled user", "account enabled", "currently employed", "in post", "active status", "activestatus")
)  # fmt: skip
SAYS_GONE = frozenset(
    ("leaver", "is leaver", "has left", "inactive", "is inactive", "archived", "is archived", "is deleted",
     "deleted", "left school", "off roll", "former")
)  # fmt: skip

# "Current staff", "Is active?", "Leaver Y/N": words of that kind, with no more than whom they are said of.
_OF = (
    r"(?: (?:staff|pupil|student|member|employee|person|record|user|account|employment|flag|status|y n"
    r"|yes no))*"
)
PRESENT_HEADING = re.compile(
    rf"(?:is |are )?(?:currently )?(?:active|current|enabled|on roll|in post|employed|live|enrolled){_OF}"
)
GONE_HEADING = re.compile(
    r"(?:is |are |has |have )?(?:a )?"
    rf"(?:leaver|left|inactive|archived|deleted|off roll|former|withdrawn){_OF}"
)


def is_state_heading(heading: str) -> bool:
    """Return whether a folded heading says of people that they are there, or that they have left."""
    return bool(PRESENT_HEADING.fullmatch(heading) or GONE_HEADING.fullmatch(heading))


def yes_or_no(value: str) -> bool | None:
    """Return whether a cell says yes or no; None where it says anything else."""
    text = fold_heading(value)
    return True if text in YES else False if text in NO else None


def says_gone(value: str, heading: str = "status") -> bool:
    """Return whether a column of states says that somebody has left, or that a record is no longer valid."""
    text, head = fold_heading(value), fold_heading(heading)
    if (head in SAYS_GONE or GONE_HEADING.fullmatch(head)) and text in YES:
        return True
    if (head in SAYS_PRESENT or PRESENT_HEADING.fullmatch(head)) and text in NO:
        return True
    return text in GONE
