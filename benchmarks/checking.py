"""One draft held up to a policy (a roll of 3,000, every detector, spans and rulings), beside Presidio.

    PYTHONPATH=. python benchmarks/checking.py

Times are of the processor, in milliseconds. The peer is Presidio with the names and the school as a deny list
and four patterns, and better-profanity: it finds spans, and rules on nothing. `awkward` is the slowest of the
texts that are made to be slow, and how much longer four times as much of it takes: 4 is in proportion.
Recall is how many of the posts in the sets that are not the main one hold something that is found, and with
the right clause; the peer cites no clauses, so only whether it finds anything in them is counted. The sets
that nothing was learnt from stand by themselves.
"""

from __future__ import annotations

import csv
import gc
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from belisha.checking.check import check
from belisha.checking.draft import FindingSeverity, PostDraft
from belisha.checking.names import written_name
from belisha.checking.roll import Person, SchoolRoll, read_roll
from belisha.rules.language.reading import load_policy

try:
    from _checking_peers import presidio
except ImportError:
    raise SystemExit("install the peers first: requirements-bench.txt") from None

SETS = Path(__file__).parent.parent / "tests" / "checking"
SYLLABLES = [first + last for first in "bdfghklmnpr" for last in "aeio"]
APART = ("held_posts.tsv", "apart_posts.tsv", "fresh_posts.tsv")
UNSEEN = ("unseen_posts.tsv", "oblique_posts.tsv")
SCHOOL = "Grange Infant School"
PLAIN = "We walked along the river and had a picnic under the trees before it rained. "
AWKWARD = {
    "one long word": "a", "base 64": "QWxhZGRpbjpvcGVu", "at signs": "a@", "quotation marks": '"idiot" ',
    "apostrophes": "'a ", "initials": "A B ", "postcodes": "RG1 ", "starred": "f**k ", "digits": "0 1(",
    "spaced": "i d i o t ", "tags": "#AbCdE", "insults": "I am an idiot and ", "titles": "Mrs A ",
    "streets": "1 Aa Aa Aa ", "passwords": "pw a a a a a",
}  # fmt: skip


def people(count: int) -> tuple[Person, ...]:
    """Invented people, four in five of them pupils."""
    chance = random.Random(5)

    def name(parts: int) -> str:
        return "".join(chance.choice(SYLLABLES) for _ in range(parts)).title()

    roles = ["pupil"] * 8 + ["teacher", "parent"]
    return tuple(Person(f"{name(2)} {name(3)}", chance.choice(roles), "2") for _ in range(count))


def fastest(work: Callable[[], object], times: int = 5) -> float:
    """Milliseconds of the processor of the fastest of several runs."""
    took = []
    for _ in range(times):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return min(took) * 1e3


def rows(name: str) -> Iterator[dict[str, str]]:
    """The posts of a set."""
    with (SETS / name).open(encoding="utf-8", newline="") as opened:
        yield from csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE)


def rebuilt(everybody: tuple[Person, ...]) -> dict[str, float]:
    """How long a roll takes at first, and when one of its people has changed."""

    def first() -> None:
        written_name.cache_clear()
        SchoolRoll(everybody).prepare()

    return {
        "for the first time": fastest(first, 3),
        "after a change": fastest(lambda: SchoolRoll((*everybody[1:], Person("Ada New", "pupil"))).prepare()),
    }


def lengths(look: Callable[[str], object], texts: list[str]) -> dict[str, float]:
    """How long texts of several lengths take: plain ones, and posts one after the other."""
    posts = ". ".join(texts)
    found = {f"{n} characters": fastest(lambda n=n: look((PLAIN * 300)[:n])) for n in (1_000, 5_000, 20_000)}
    return found | {"5000 characters full of findings": fastest(lambda: look(posts[:5_000]))}


def awkward(look: Callable[[str], object]) -> dict[str, Any]:
    """The slowest awkward text of 20,000 characters, and the worst growth from 5,000 to 20,000."""
    times = {}
    for name, text in AWKWARD.items():
        much = text * 20_000
        few, many = fastest(lambda t=much: look(t[:5_000]), 2), fastest(lambda t=much: look(t[:20_000]), 2)
        times[name] = many, many / few
    slowest, steepest = max(times, key=lambda n: times[n][0]), max(times, key=lambda n: times[n][1])
    return {
        "slowest": slowest, "ms for 20000 characters": times[slowest][0],
        "steepest": steepest, "times as long for four times as much": times[steepest][1],
    }  # fmt: skip


def quality(peer: Callable[[str], list[tuple[int, int]]], names: tuple[str, ...]) -> dict[str, float]:
    """In 100 posts of sets: those found, those rightly grounded, and clean ones that are left alone."""
    roll = read_roll((SETS / "roll.csv").read_text(encoding="utf-8"))
    minded = clean = found = grounded = left = unnoted = by_peer = 0
    for row in [row for name in names for row in rows(name)]:
        draft = PostDraft(row["text"], row["role"].replace(" ", "-"), row["audience"])
        result = check(load_policy(row["policy"]), draft, roll)
        cited = {cite for each in result.findings for clause in each.clauses for cite in clause.cites}
        is_held = result.severity in (FindingSeverity.BLOCK, FindingSeverity.WARN)
        if cites := set((row["cites"] or "").split()):
            minded, found, grounded = minded + 1, found + bool(cited), grounded + bool(cites & cited)
            by_peer += bool(peer(row["text"]))
        else:
            clean, left = clean + 1, left + (not is_held)
            unnoted += not result.findings
    return {
        "found": 100 * found / minded,
        "rightly grounded": 100 * grounded / minded,
        "clean left alone": 100 * left / clean,
        "clean without even a note": 100 * unnoted / clean,
        "found by Presidio and better-profanity": 100 * by_peer / minded,
    }


def beside(everybody: tuple[Person, ...], texts: list[str], ours: float) -> dict[str, float]:
    """How long the peer takes for the same posts."""
    look = presidio([each.name for each in everybody], SCHOOL)
    took = statistics.fmean(fastest(lambda text=text: look(text), 2) for text in texts[:60])
    return {"ms a post, mean": took, "times as long as Belisha": took / ours}


def main() -> None:
    """Measure and print; the last line is JSON."""
    everybody, policy = people(3000), load_policy("grange")
    texts = [row["text"] for row in rows("posts.tsv")]
    figures: dict[str, Any] = {"ms to rebuild a roll of 3000": rebuilt(everybody)}
    check(policy, PostDraft(texts[0], "teacher"), SchoolRoll(everybody[:50]))
    roll = SchoolRoll(everybody)

    def look(text: str) -> object:
        return check(policy, PostDraft(text, "teacher"), roll)

    figures["ms for the first post on a new roll"] = fastest(lambda: look(texts[0]), 1)
    gc.freeze()
    each = [fastest(lambda text=text: look(text), 4) for text in texts]
    figures |= {"ms a post, p50": statistics.median(each), "ms a post, mean": statistics.fmean(each)}
    figures["ms a text"] = lengths(look, texts)
    figures["awkward"] = awkward(look)
    figures["Presidio and better-profanity"] = beside(everybody, texts, statistics.fmean(each))
    small = [row.name for row in read_roll((SETS / "roll.csv").read_text(encoding="utf-8")).people]
    peer = presidio(small, SCHOOL)
    figures["in 100 posts kept apart"] = quality(peer, APART)
    figures |= {f"in 100 of {name}": quality(peer, (name,)) for name in UNSEEN}
    print(json.dumps(figures, indent=1))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
