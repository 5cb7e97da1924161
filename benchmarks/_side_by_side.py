"""The language of this checkout beside that of another one, on the five policies: ratios of processor time.

Run as `python benchmarks/_side_by_side.py OTHER`, where OTHER is a checkout with the same names of modules
(`git worktree add OTHER COMMIT`). Both are run in turns, in processes of their own; the least time of each
counts. Questions use only words that both know.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from belisha.rules.batch import judge_many
from belisha.rules.judge import compile_policy
from belisha.rules.judging.compiled_policy import CompiledPolicy
from belisha.rules.language.reading import library_slugs, load_policy, read_policy, shipped_text
from belisha.rules.ruling import Situation
from belisha.rules.vocabulary.loading import default_vocabulary

HERE = Path(__file__).resolve().parent.parent
TURNS, ROUNDS = 5, 5
# What each may cost beside the other checkout.
LIMITS = {
    "a kept ruling": 1.1,
    "a ruling the first time": 1.0,
    "in a batch": 1.1,
    "loading": 1.2,
    "the first time, ten times the clauses": 1.2,
}
FACTS = ["own-device", "in-break", "in-lesson", "school-equipment", "working-time", "immediate-family"]
FACTS += ["family-link", "school-visit", "emergency", "children-present", "public-area", "on-official-site"]
ROLES = ["teacher", "parent", "pupil", "governor", "headteacher"]


def least(work: Callable[[], Any]) -> float:
    """Return the least processor time of some calls, in seconds."""
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def measure(actions: Sequence[str]) -> dict[str, float]:
    """Return the seconds that each kind of work takes in the checkout that is imported."""
    words, chance = default_vocabulary(), Random(5)
    asked = [
        Situation(
            chance.choice(ROLES),
            chance.choice(actions),
            chance.choice([None, "pupil", "parent"]),
            {fact: chance.random() < 0.5 for fact in chance.sample(FACTS, chance.randint(0, 4))},
        )
        for _ in range(20_000)
    ]
    policies = [load_policy(slug) for slug in library_slugs()]
    kept = [compile_policy(policy, words, on=None) for policy in policies]
    texts = [shipped_text(slug) for slug in library_slugs()]
    longer = [
        replace(
            policy,
            clauses=tuple(replace(each, id=f"{each.id}-{n}") for n in range(10) for each in policy.clauses),
        )
        for policy in policies
    ]

    def first_time(given: Sequence[Any], number: int) -> None:
        for policy in given:
            compiled = CompiledPolicy(policy, words, policy.clauses)
            for situation in asked[:number]:
                ruling = compiled.judge(situation)
                _ = ruling.verdict, ruling.grounds, ruling.duties

    def again() -> None:
        for compiled in kept:
            for situation in asked[:2000]:
                _ = compiled.judge(situation).verdict

    again()
    return {
        "a kept ruling": least(again),
        "a ruling the first time": least(lambda: first_time(policies, 1500)),
        "in a batch": least(lambda: [judge_many(compiled, asked) for compiled in kept]),
        "loading": least(lambda: [read_policy(text) for text in texts]),
        "the first time, ten times the clauses": least(lambda: first_time(longer, 150)),
    }


def actions_of(checkout: Path) -> list[str]:
    """Return the actions that a checkout knows."""
    code = "import json; from belisha.rules.vocabulary.loading import default_vocabulary as known"
    return list(json.loads(_run(checkout, "-c", f"{code}; print(json.dumps(list(known().actions)))")))


def _run(checkout: Path, *arguments: str) -> str:
    told = {**os.environ, "PYTHONPATH": str(checkout)}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=checkout, env=told, check=True, capture_output=True, text=True
    )
    return done.stdout


def main() -> None:
    """Print a line for each kind of work: the ratio, the limit, and both times."""
    if sys.argv[1] == "--measure":
        print(json.dumps(measure(sys.argv[2].split(","))))
        return
    other = Path(sys.argv[1]).resolve()
    shared = ",".join(sorted({*actions_of(HERE)} & {*actions_of(other)}))
    found: dict[Path, dict[str, float]] = {HERE: {}, other: {}}
    for _ in range(TURNS):
        for checkout, best in found.items():
            times = json.loads(_run(checkout, str(Path(__file__).resolve()), "--measure", shared))
            for name, seconds in times.items():
                best[name] = min(seconds, best.get(name, seconds))
    for name, limit in LIMITS.items():
        here, there = found[HERE][name], found[other][name]
        print(
            f"{name}: {here / there:.2f} (at most {limit}); {here * 1000:.1f} ms beside {there * 1000:.1f} ms"
        )


if __name__ == "__main__":
    main()
