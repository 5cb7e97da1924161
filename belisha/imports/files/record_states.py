"""States of people and roles, as the systems of schools write them: who has left, and who is there."""

from belisha.imports.files.fields import fold_heading

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


def says_gone(value: str, heading: str = "status") -> bool:
    """Return whether a column of states says that somebody has left, or that a record is no longer valid."""
    text, head = fold_heading(value), fold_heading(heading)
    if head in SAYS_GONE and text in YES:
        return True
    if head in SAYS_PRESENT and text in NO:
        return True
    return text in GONE
