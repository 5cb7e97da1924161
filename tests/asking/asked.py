"""What the tests of asking share: the vocabulary, the policies read once, and a short way to ask."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from belisha.asking.asking import Answer, ask
from belisha.asking.lexicon import named_role
from belisha.asking.mentions import Mentions, find_mentions
from belisha.rules.policy import Policy
from belisha.rules.reading import load_policy
from belisha.rules.ruling import FactValue, Standing
from belisha.rules.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
QUESTIONS = Path(__file__).resolve().parent.parent.parent / "benchmarks" / "questions"


@cache
def policy_of(slug: str) -> Policy:
    return load_policy(slug)


def asked(question: str, *, policy: str = "grange", role: str = "teacher", **facts: FactValue) -> Answer:
    known = {name.replace("_", "-"): value for name, value in facts.items()}
    return ask(policy_of(policy), question, role=role, facts=known)


def mentioned(question: str) -> Mentions:
    return find_mentions(question, VOCABULARY)


def share_right(name: str) -> float:
    """How many of 100 questions of a file have a right verdict and cite a right clause."""
    with (QUESTIONS / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return 100 * sum(map(is_right, rows)) / len(rows)


def is_right(row: dict[str, str]) -> bool:
    answer = asked(row["question"], policy=row["policy"], role=named_role(row["role"], VOCABULARY) or "")
    ruling, wanted = answer.ruling, set((row["cites"] or "").split())
    said = {cite for each in ruling.grounds if each.standing is not Standing.NOT_MET for cite in each.cites}
    said |= {cite for each in ruling.duties for cite in each.cites}
    return ruling.verdict.value in row["verdicts"].split("|") and (not wanted or bool(wanted & said))
