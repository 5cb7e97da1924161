"""Findings on the same words are told together, and a clause is quoted once."""

from __future__ import annotations

from itertools import pairwise

from belisha.checks.marking import grouped, pieces
from tests.checking.drafts import checked

WORDS = "The head is a stupid cow. The school is a shambles, anyone else sick of it?"


def test_findings_that_overlap_are_one_and_every_one_is_marked() -> None:
    groups = grouped(checked("grange", "parent", WORDS).findings)
    places = sorted((each.start, each.end) for each in groups)
    assert all(before[1] <= after[0] for before, after in pairwise(places))
    marked = {each.number for each in pieces(WORDS, groups) if each.number}
    assert marked == {each.number for each in groups}
    assert "".join(each.words for each in pieces(WORDS, groups)) == WORDS


def test_a_clause_is_quoted_once_and_named_after_that() -> None:
    groups = grouped(checked("grange", "parent", WORDS).findings)
    quoted = [clause.id for each in groups for clause in each.clauses]
    assert len(quoted) == len(set(quoted))
    assert any(each.again for each in groups)
