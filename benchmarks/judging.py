"""One ruling with all its clauses, many rulings at once, and ten times the clauses.

Against Cedar and OpenFisca with the same clauses, and against a walk that one would write by hand, in the
same run, in the processor's own time (the median of calls is by the clock). A ruling of ours has its
verdict, deciding clauses and duties, and the rest when it is read; the others say which clauses apply.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from random import Random
from statistics import median
from typing import Any

from belisha.rules.batch import judge_many, judge_packed, pack
from belisha.rules.judge import compile_policy
from belisha.rules.judging.compiled_policy import CompiledPolicy
from belisha.rules.language.clauses import Condition, Exemption, Force, Rule
from belisha.rules.language.policy import Control, Policy
from belisha.rules.ruling import Situation
from belisha.rules.vocabulary.words import Action, Fact, Role, Vocabulary

try:
    from _judging_peers import cedar, openfisca, plain_walk
except ImportError as error:
    sys.exit(f"judging: {error.name} is not installed, and this compares with it: run `make bench`.")

CLAUSES = 64
SITUATIONS = 100_000
ROLES = {
    "everyone": (), "staff": ("everyone",), "teacher": ("staff",), "assistant": ("staff",),
    "office": ("staff",),
    "headteacher": ("staff",), "governor": ("everyone",), "volunteer": ("everyone",), "parent": ("everyone",),
    "pupil": ("everyone",),
}  # fmt: skip
FACTS = [f"fact-{number}" for number in range(12)]


def made_up(clauses: int) -> tuple[list[Rule], Vocabulary]:
    """Clauses and their words: four clauses to an action, some actions within others."""
    chance = Random(64)
    names = [f"action-{number}" for number in range(clauses // 4)]
    within = {name: (names[place // 4 * 4],) if place % 4 else () for place, name in enumerate(names)}
    vocabulary = Vocabulary(
        roles={role: Role(role, role, parents) for role, parents in ROLES.items()},
        actions={name: Action(name, name, within[name]) for name in names},
        facts={fact: Fact(fact, f"{fact}?", f"it is {fact}") for fact in FACTS},
        platforms={},
        parties={},
        registers={},
    )
    return [clause(chance, number, names[number % len(names)]) for number in range(clauses)], vocabulary


def clause(chance: Random, number: int, action: str) -> Rule:
    return Rule(
        id=f"clause-{number}",
        title=f"Clause {number}",
        text="What the clause says, in a sentence of the length that such sentences have.",
        section="Section",
        cites=(f"X{number}",),
        who=(chance.choice(list(ROLES)),),
        force=chance.choice([Force.MUST_NOT, Force.MUST_NOT, Force.SHOULD_NOT]),
        action=action,
        when=tuple((condition(chance),) for _ in range(chance.choice([0, 0, 1, 2]))),
        unless=tuple(Exemption((condition(chance),)) for _ in range(chance.choice([0, 1]))),
    )


def condition(chance: Random) -> Condition:
    return Condition(chance.choice(FACTS), chance.random() < 0.3)


def asked(vocabulary: Vocabulary, number: int) -> list[Situation]:
    """Situations in which every fact is known, since the peers know nothing between true and false."""
    chance = Random(1)
    roles, actions = list(vocabulary.roles), list(vocabulary.actions)
    return [
        Situation(
            chance.choice(roles),
            chance.choice(actions),
            facts={fact: chance.random() < 0.5 for fact in FACTS},
        )
        for _ in range(number)
    ]


def seconds_each(
    judge: Callable[[Situation], Any], situations: Sequence[Situation], rounds: int = 5
) -> float:
    """The fastest of several rounds, for one situation."""
    found = []
    for _ in range(rounds):
        began = time.process_time()
        for situation in situations:
            judge(situation)
        found.append(time.process_time() - began)
    return min(found) / len(situations)


def middle(judge: Callable[[Situation], Any], situations: Sequence[Situation]) -> float:
    """The median time of one call."""
    found = []
    for situation in situations:
        began = time.perf_counter_ns()
        judge(situation)
        found.append(time.perf_counter_ns() - began)
    return median(found) / 1e9


def fastest(work: Callable[[], Any], rounds: int = 5) -> float:
    found = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found)


def first_time(compiled: CompiledPolicy, situations: Sequence[Situation], *, read_all: bool = False) -> float:
    """The time of one ruling that was never asked for, with its verdict, deciding clauses and duties.

    Nothing is kept from before but the plans. `read_all` reads every other part as well.
    """
    found = []
    for _ in range(5):
        fresh = CompiledPolicy(compiled.policy, compiled.vocabulary, compiled.clauses)
        for situation in situations:
            fresh.plan(situation.role, situation.action)
        began = time.process_time()
        for situation in situations:
            ruling = fresh.judge(situation)
            _ = ruling.verdict, ruling.deciding_ids, ruling.duties
            if read_all:
                _ = ruling.grounds, ruling.tried, ruling.asks, ruling.way_out, ruling.note
        found.append(time.process_time() - began)
    return min(found) / len(situations)


def one_by_one(clauses: int) -> dict[str, float]:
    """Microseconds for one ruling, of ours and of the peers."""
    rules, vocabulary = made_up(clauses)
    compiled = compile_policy(Policy(CONTROL, tuple(rules)), vocabulary, on=None)
    few, many = asked(vocabulary, 300), asked(vocabulary, 3000)
    walk, peer = plain_walk(rules, compiled), cedar(rules, compiled)
    agree(compiled, walk, many)
    for situation in many:
        compiled.judge(situation)
    return {
        "kept": seconds_each(compiled.judge, many) * 1e6,
        "kept, median of calls": middle(compiled.judge, many) * 1e6,
        "first time": first_time(compiled, few) * 1e6,
        "first time, every part read": first_time(compiled, few, read_all=True) * 1e6,
        "first time, verdict and clauses only": seconds_each(compiled.decide, many) * 1e6,
        "plain walk": seconds_each(walk, many) * 1e6,
        "cedarpy": seconds_each(peer, few, 3) * 1e6,
    }


def agree(
    compiled: CompiledPolicy, walk: Callable[[Situation], list[str]], situations: Sequence[Situation]
) -> None:
    """A comparison of things that differ would say nothing."""
    for situation in situations:
        ours = [each for each in compiled.decide(situation).outcomes if each.fate.value == "stands"]
        if sorted(each.match.compiled_clause.clause.id for each in ours) != sorted(walk(situation)):
            sys.exit(f"judging: the walk and the ruling differ on {situation}")


def at_once() -> dict[str, float]:
    """Thousands of rulings in a second, many at once."""
    rules, vocabulary = made_up(CLAUSES)
    compiled = compile_policy(Policy(CONTROL, tuple(rules)), vocabulary, on=None)
    situations = asked(vocabulary, SITUATIONS)
    packed = pack(compiled, situations)
    fill, peer = openfisca(rules, compiled, situations)
    columns = fill()
    banned = judge_packed(compiled, packed).ranks >= 4
    if (peer(columns) != banned).any():
        sys.exit("judging: OpenFisca and the rulings differ")
    times = {
        "from columns": fastest(lambda: judge_packed(compiled, packed)),
        "from situations": fastest(lambda: judge_many(compiled, situations), 3),
        "openfisca from columns": fastest(lambda: peer(columns), 3),
        "openfisca from situations": fastest(lambda: peer(fill()), 3),
    }
    return {name: SITUATIONS / taken / 1000 for name, taken in times.items()}


CONTROL = Control("made-up", "Policy", "School", "School", "made up", "agreed")


def main() -> None:
    single, tenfold, batch = one_by_one(CLAUSES), one_by_one(10 * CLAUSES), at_once()
    rules, vocabulary = made_up(CLAUSES)
    clauses = tuple(rules)
    checked = fastest(lambda: compile_policy(Policy(CONTROL, clauses), vocabulary, on=None))
    figures = {
        "clauses": CLAUSES,
        "microseconds for one ruling": single,
        "microseconds for one ruling, ten times the clauses": tenfold,
        "thousand rulings a second, 100,000 at once": batch,
        "milliseconds to make ready and check": checked * 1000,
        "ratios": {
            "times as fast as cedarpy, kept": single["cedarpy"] / single["kept"],
            "times as fast as cedarpy, first time": single["cedarpy"] / single["first time"],
            "speed against the plain walk, kept": single["plain walk"] / single["kept"],
            "slower with ten times the clauses, kept": tenfold["kept"] / single["kept"],
            "slower with ten times the clauses, first time": tenfold["first time"] / single["first time"],
            "cedarpy slower with ten times the clauses": tenfold["cedarpy"] / single["cedarpy"],
            "times as fast as openfisca, from columns": batch["from columns"]
            / batch["openfisca from columns"],
            "times as fast as openfisca, from situations": batch["from situations"]
            / batch["openfisca from situations"],
        },
    }
    print(json.dumps(figures, indent=2))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
