"""How often triage cites every clause that must guide a story and none that must not, and how long it takes.

    python benchmarks/triage.py [FILE.tsv ...]

A file has a line for each story: policy, role, story, the clauses that must be cited, those that must not.
Stories kept apart are run and counted, and never printed.
"""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path
from statistics import median

from belisha.asking.entities import named_role
from belisha.rules.language.reading import library_slugs, load_policy
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.triage import triage

STORIES = Path(__file__).parent.parent / "tests" / "triage"
FILES = [STORIES / "stories.tsv", STORIES / "kept-apart.tsv"]


def measure(file: Path) -> str:
    """Triage every story of a file, each for the first time in this process, and return the figures."""
    policies = {slug: load_policy(slug) for slug in library_slugs()}
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    guided = clean = 0
    took, of_processor = [], []
    for row in rows:
        role = named_role(row["role"], load_vocabulary()) or row["role"]
        began, began_of_processor = time.perf_counter(), time.thread_time()
        cites = set(triage(policies[row["policy"]], row["story"], role=role).cites)
        took.append((time.perf_counter() - began) * 1000)
        of_processor.append((time.thread_time() - began_of_processor) * 1000)
        guided += set(row["must"].split()) <= cites
        clean += cites.isdisjoint(row["must_not"].split())
    took.sort()
    return (
        f"{file.name}: {len(rows)} stories; every clause that must: {guided / len(rows):.0%}; "
        f"none that must not: {clean / len(rows):.0%}; p50 {median(took):.1f} ms, "
        f"p95 {took[int(len(took) * 0.95)]:.1f} ms ({median(of_processor):.1f} ms of processor)"
    )


def main() -> None:
    """Print a line of figures for each file."""
    # What is loaded once in a process does not count.
    triage(load_policy("grange"), "A pupil was rude.", role="teacher")
    for file in [Path(each) for each in sys.argv[1:]] or FILES:
        print(measure(file))


if __name__ == "__main__":
    main()
