"""Short names and places for new clauses."""

import re
import unicodedata
from collections.abc import Collection

from belisha.rules.policy import Policy

LONGEST = 60


def id_for(title: str, taken: Collection[str] = ()) -> str:
    """A short name for a clause of this title that is not taken: `no-phones`, `no-phones-2`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    plain = plain.replace("'", "")
    stem = "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST].strip("-") or "clause"
    number, found = 1, stem
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    return found


def place_for(policy: Policy, section: str) -> str:
    """The number under which a new clause of this section stands: `3.4`, its section's number and the next.

    What is cited already is not given again.
    """
    number = policy.sections.index(section) + 1 if section in policy.sections else 0
    cited = {cite for clause in policy.clauses for cite in clause.cites}
    last = sum(clause.section == section for clause in policy.clauses) + 1
    while f"{number}.{last}" in cited:
        last += 1
    return f"{number}.{last}"
