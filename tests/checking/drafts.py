"""Drafts as tables: what a policy minds in each."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from belisha.checking.check import check
from belisha.checking.draft import Checked, FindingSeverity, PostDraft
from belisha.checking.roll import SchoolRoll, read_roll
from belisha.rules.language.reading import load_policy

HERE = Path(__file__).parent
ROLL = read_roll((HERE / "roll.csv").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Post:
    """A post with the clauses of which at least one must be cited; none where it is clean."""

    policy: str
    role: str
    audience: str
    text: str
    cites: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        return not self.cites


def posts(name: str) -> Iterator[Post]:
    """The posts of a file, in its order."""
    with (HERE / name).open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE):
            cites = tuple((row["cites"] or "").split())
            yield Post(row["policy"], row["role"], row["audience"], row["text"], cites)


def checked(
    policy: str, role: str, text: str, audience: str = "public", *, roll: SchoolRoll = ROLL
) -> Checked:
    """What a shipped policy minds in a text."""
    return check(load_policy(policy), PostDraft(text, role.replace(" ", "-"), audience), roll)


def cited(result: Checked) -> set[str]:
    """The cites of all findings."""
    return {cite for each in result.findings for clause in each.clauses for cite in clause.cites}


def is_held_up(result: Checked) -> bool:
    """Whether a finding blocks or warns."""
    return result.severity in (FindingSeverity.BLOCK, FindingSeverity.WARN)
