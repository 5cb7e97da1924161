"""When a clause is in force."""

from datetime import date

from belisha.rules.clauses import Clause


def is_in_force(clause: Clause, day: date | None) -> bool:
    """Whether a clause speaks on a day; without a day, every clause does."""
    if day is None:
        return True
    return (clause.since is None or clause.since <= day) and (clause.until is None or day <= clause.until)
