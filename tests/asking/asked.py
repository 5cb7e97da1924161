"""What the tests of asking share: the vocabulary, the policies read once, and a short way to ask."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from belisha.asking.asking import Answer, ask
from belisha.asking.entities import Entities, find_entities
from belisha.asking.lexicon import named_role
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import load_policy
from belisha.rules.ruling import FactValue, GroundStanding
from belisha.rules.vocabulary.loading import load_vocabulary

VOCABULARY = load_vocabulary()
QUESTIONS = Path(__file__).resolve().parent.parent.parent / "benchmarks" / "questions"


@cache
def policy_of(slug: str) -> Policy:
    return load_policy(slug)


def asked(question: str, *, policy: str = "grange", role: str = "teacher", **facts: FactValue) -> Answer:
    known = {name.replace("_", "-"): value for name, value in facts.items()}
    return ask(policy_of(policy), question, role=role, facts=known)


def mentioned(question: str) -> Entities:
    return find_entities(question, VOCABULARY)


def share_right(name: str) -> float:
    """How many of 100 questions of a file have a right verdict and cite a right clause.

    Words that tell of harm get help and no verdict: for them the clause alone counts.
    """
    with (QUESTIONS / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return 100 * sum(map(is_right, rows)) / len(rows)


def is_right(row: dict[str, str]) -> bool:
    answer = asked(row["question"], policy=row["policy"], role=named_role(row["role"], VOCABULARY) or "")
    ruling, wanted = answer.ruling, set((row["cites"] or "").split())
    said = {
        cite for each in ruling.grounds if each.standing is not GroundStanding.NOT_MET for cite in each.cites
    }
    said |= {cite for each in ruling.duties for cite in each.cites}
    has_verdict = answer.help is not None or ruling.verdict.value in row["verdicts"].split("|")
    return has_verdict and (not wanted or bool(wanted & said))
