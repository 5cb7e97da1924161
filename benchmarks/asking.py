"""How often asking answers rightly and cites the right clause, how long it takes, and which clauses it names
first against BM25, SQLite's full-text search and the language model alone.

    python benchmarks/asking.py [FILE.tsv ...]

A file has a line for each question: policy, role, question, the verdicts that are right (parted by `|`), the
clauses of which one must be cited. Held-out questions are run and counted, and never printed.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean, median

from _clause_search import SEARCHES

from belisha.asking.asking import Answer, ask
from belisha.asking.entities import named_role
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import library_slugs, load_policy
from belisha.rules.ruling import GroundStanding
from belisha.rules.vocabulary.loading import load_vocabulary

QUESTIONS = Path(__file__).parent / "questions"
FILES = [QUESTIONS / f"{name}.tsv" for name in ("tuning", "held-out", "held-out-loose", "apart")]
BANDS = (0.0, 0.6, 0.8, 0.9, 0.95)
TOP = 3


@dataclass(frozen=True)
class Asked:
    """A question of a file, what is right, what was answered and what that took, in ms."""

    policy: str
    question: str
    cites: frozenset[str]
    answer: Answer
    has_verdict: bool
    has_cite: bool
    took: float
    took_of_processor: float

    @property
    def is_right(self) -> bool:
        """Whether both the verdict and a clause cited are right."""
        return self.has_verdict and self.has_cite


@cache
def policy_of(slug: str) -> Policy:
    return load_policy(slug)


def run(file: Path) -> list[Asked]:
    """Ask every question of a file, each for the first time in this process."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [one(row) for row in rows]


def one(row: dict[str, str]) -> Asked:
    role = named_role(row["role"], load_vocabulary())
    if role is None:
        raise SystemExit(f"`{row['role']}` is not a role that Belisha knows")
    began, began_of_processor = time.perf_counter(), time.thread_time()
    answer = ask(policy_of(row["policy"]), row["question"], role=role)
    took, of_processor = time.perf_counter() - began, time.thread_time() - began_of_processor
    wanted = frozenset((row["cites"] or "").split())
    return Asked(
        policy=row["policy"],
        question=row["question"],
        cites=wanted,
        answer=answer,
        has_verdict=answer.ruling.verdict.value in row["verdicts"].split("|"),
        has_cite=not wanted or not wanted.isdisjoint(cites_of(answer)),
        took=took * 1000,
        took_of_processor=of_processor * 1000,
    )


def cites_of(answer: Answer) -> list[str]:
    """Everything that an answer cites, in its clauses and in its duties."""
    said = [each.cites for each in answer.ruling.grounds if each.standing is not GroundStanding.NOT_MET]
    said += [each.cites for each in answer.ruling.duties]
    return [cite for cites in said for cite in cites]


def share(found: Iterable[bool]) -> float:
    """How many in 100 are true."""
    return round(100 * fmean(found), 1)


def by_policy(asked: list[Asked]) -> dict[str, float]:
    """Print the accuracy in 100 for each policy and for all; that for all, and both together for each."""
    groups: dict[str, list[Asked]] = defaultdict(list)
    for each in asked:
        groups[each.policy].append(each)
    figures: dict[str, float] = {}
    for name, group in [*sorted(groups.items()), ("all", asked)]:
        verdict = share(each.has_verdict for each in group)
        citation = share(each.has_cite for each in group)
        both = share(each.is_right for each in group)
        figures |= {"verdict": verdict, "citation": citation} if name == "all" else {}
        figures["both" if name == "all" else f"both, {name}"] = both
        print(f"  {name:16}{len(group):5}  verdict {verdict:5}  citation {citation:5}  both {both:5}")
    return figures


def reliability(asked: list[Asked]) -> dict[str, float]:
    """How often answers of each band of sureness are right, and their mean sureness right and wrong."""
    print("  sure          answers   mean sure   right in 100")
    for low, high in zip(BANDS, (*BANDS[1:], 1.01), strict=True):
        band = [each for each in asked if low <= each.answer.sure < high]
        if band:
            sure = fmean(each.answer.sure for each in band)
            right = share(each.is_right for each in band)
            print(f"  {low:.2f} to {min(high, 1):.2f}{len(band):9}{100 * sure:12.1f}{right:15}")
    means = {
        word: [each.answer.sure for each in asked if each.is_right is is_right]
        for word, is_right in (("right", True), ("wrong", False))
    }
    return {f"mean sureness of {word} answers": fmean(found) for word, found in means.items() if found}


def top_three(asked: list[Asked]) -> dict[str, float]:
    """How often a right clause is among the first three, for asking and for each peer, and the ratios."""
    telling = [each for each in asked if each.cites]
    figures = {"asking": share(_is_hit(each, first_clauses(each.answer)) for each in telling)}
    for name, make in SEARCHES.items():
        searches = {slug: make(policy_of(slug)) for slug in {each.policy for each in telling}}
        figures[name] = share(_is_hit(each, searches[each.policy](each.question)[:TOP]) for each in telling)
    for name in SEARCHES:
        figures[f"asking / {name}"] = round(figures["asking"] / figures[name], 2)
    print("  right clause among the first three: " + ", ".join(f"{k} {v}" for k, v in figures.items()))
    return figures


def first_clauses(answer: Answer) -> list[frozenset[str]]:
    """What the first three clauses of an answer cite."""
    shown: dict[str, frozenset[str]] = {}
    for each in answer.ruling.grounds:
        if each.standing is not GroundStanding.NOT_MET:
            shown.setdefault(each.clause, frozenset(each.cites))
    return list(shown.values())[:TOP]


def _is_hit(asked: Asked, clauses: Iterable[frozenset[str]]) -> bool:
    return any(not asked.cites.isdisjoint(each) for each in clauses)


def main(names: list[str]) -> None:
    """Measure every file and print the figures."""
    for slug in library_slugs():
        ask(policy_of(slug), "this one only warms up", role="teacher")
    figures: dict[str, object] = {}
    for file in [Path(each) for each in names] or FILES:
        print(file.stem)
        asked = run(file)
        took = [each.took_of_processor for each in asked]
        figures[file.stem] = {
            "in 100": by_policy(asked),
            "sureness": reliability(asked),
            "ms a question, p50": median(each.took for each in asked),
            "ms of processor a question, p50": median(took),
            "ms of processor a question, mean": fmean(took),
            "top three clauses in 100": top_three(asked),
        }
        by_clock = median(each.took for each in asked)
        print(f"  {median(took):.1f} ms of processor a question, {by_clock:.1f} ms by the clock")
    print(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1:])
