"""Reading, examining and comparing whole policies, in the processor's own time.

Reading: 64 clauses against the standard library's reader of TOML on the same lines, and 640 clauses against
64 (10 is linear). Examining and comparing: the slowest of the five shipped policies and of their pairs, as
multiples of reading the same files.
"""

import itertools
import json
import time
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from belisha.rules.compare import compare
from belisha.rules.examine import examine
from belisha.rules.language.clauses import Rule
from belisha.rules.language.reading import library_slugs, load_policy, read_policy
from belisha.rules.language.writing import write_policy
from belisha.rules.vocabulary.loading import default_vocabulary

ON = date(2026, 11, 21)
ROUNDS = 7


def fastest(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Return the least processor time of some calls, in seconds."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def text_of(clauses: int) -> str:
    """Return a policy of so many clauses of the ordinary kind, as its file says it."""
    policy = load_policy("barley-lane")
    rules = [clause for clause in policy.clauses if isinstance(clause, Rule)]
    kinds = itertools.islice(itertools.cycle(rules), clauses)
    many = tuple(
        replace(one, id=f"clause-{place}", section=rules[0].section) for place, one in enumerate(kinds)
    )
    return write_policy(replace(policy, clauses=many))


def as_toml(text: str) -> str:
    """Return the same lines as strings of a TOML file, in a table for each clause."""
    lines = []
    for number, line in enumerate(text.splitlines()):
        lines.append(
            f"[clause-{number}]" if line.startswith("## ") else f"line-{number} = {json.dumps(line)}"
        )
    return "\n".join(lines)


def main() -> None:
    words = default_vocabulary()

    def seconds_to_read(text: str) -> float:
        return fastest(lambda: read_policy(text, vocabulary=words))

    small, large = text_of(64), text_of(640)
    read, toml = seconds_to_read(small), as_toml(small)
    policies = {slug: load_policy(slug) for slug in library_slugs()}
    reading = {slug: seconds_to_read(write_policy(policy)) for slug, policy in policies.items()}
    examined = [
        fastest(partial(examine, policy, words, ON), 2) / reading[slug] for slug, policy in policies.items()
    ]
    compared = [
        fastest(partial(compare, policies[one], policies[two], words, ON), 2) / (reading[one] + reading[two])
        for one, two in itertools.combinations(policies, 2)
    ]
    figures = {
        "reading 64 clauses, ms": round(read * 1000, 1),
        "reading 64 clauses, times tomllib": round(read / fastest(lambda: tomllib.loads(toml)), 1),
        "reading 640 clauses, times reading 64": round(seconds_to_read(large) / read, 1),
        "examining the slowest policy, times reading it": round(max(examined), 1),
        "comparing the slowest pair, times reading both": round(max(compared), 1),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
