"""Short names and places for new clauses."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from itertools import count
from string import ascii_lowercase

from belisha.rules.language.policy import Policy

LONGEST = 60
# "C22", "C20b", "3.4": what stands before the number, the number, and a letter.
_NUMBERED = re.compile(r"(?P<stem>.*?)(?P<number>\d+)[a-z]?")


def id_for(title: str, taken: Collection[str] = ()) -> str:
    """Return a short name for a clause of this title that is not taken: `no-phones`, `no-phones-2`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    plain = plain.replace("'", "")
    stem = "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST].strip("-") or "clause"
    number, found = 1, stem
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    return found


def place_for(policy: Policy, section: str, model: Policy | None = None) -> str:
    """Return the number of a new clause of this section: the next in the numbering in use there.

    `C23` after `C22`; `C22a` where C23 stands elsewhere. What a model's document numbers is not continued,
    for its places are its own: then, and in a section without numbers, it is the section's number and the
    next, `3.4`. What is cited already is not given again.
    """
    cited = {cite for clause in policy.clauses for cite in clause.cites}
    theirs = {cite for clause in model.clauses for cite in clause.cites} if model else set()
    taken = cited | theirs
    here = [cite for clause in policy.clauses if clause.section == section for cite in clause.cites]
    found = [match for cite in here if cite not in theirs and (match := _NUMBERED.fullmatch(cite))]
    if found:
        stem = found[-1]["stem"]
        last = max(int(each["number"]) for each in found if each["stem"] == stem)
        return next(each for each in _following(stem, last) if each not in taken)
    number = policy.sections.index(section) + 1 if section in policy.sections else 0
    start = sum(clause.section == section for clause in policy.clauses) + 1
    return next(each for each in (f"{number}.{at}" for at in count(start)) if each not in taken)


def _following(stem: str, last: int) -> Iterator[str]:
    """Yield the next number, then the letters of the last one, then every number after."""
    yield f"{stem}{last + 1}"
    yield from (f"{stem}{last}{letter}" for letter in ascii_lowercase)
    yield from (f"{stem}{number}" for number in count(last + 2))
