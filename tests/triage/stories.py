"""The stories of this folder: policy, role, story, the clauses that must guide, and those that must not."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from belisha.asking.entities import named_role
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import load_policy
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.triage import Triage, triage

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Story:
    """A line of a file, and what triage proposes for it."""

    policy: str
    text: str
    must: frozenset[str]
    must_not: frozenset[str]
    found: Triage

    @property
    def is_guided(self) -> bool:
        return self.must <= set(self.found.cites)

    @property
    def is_clean(self) -> bool:
        return self.must_not.isdisjoint(self.found.cites)


@cache
def policy_of(slug: str) -> Policy:
    return load_policy(slug)


def told(policy: str, story: str, role: str = "teacher") -> Triage:
    known = named_role(role, load_vocabulary())
    assert known, role
    return triage(policy_of(policy), story, role=known)


def stories(name: str) -> list[Story]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Story(
            row["policy"],
            row["story"],
            frozenset(row["must"].split()),
            frozenset(row["must_not"].split()),
            told(row["policy"], row["story"], row["role"]),
        )
        for row in rows
    ]
