"""Questions judged again, clause by clause: as one by one, in one process as on a cluster."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest

from belisha.cli.argument_types import policy_of
from belisha.cli.cluster import cluster
from belisha.cli.main import main
from belisha.rules.clause_replay import Asked, Replayed, Texts, pieces, replay_clauses
from belisha.rules.judge import compile_policy
from belisha.rules.ruling import Situation
from belisha.rules.vocabulary.loading import load_vocabulary

DAY = date(2026, 11, 21)


def questions(count: int, seed: int = 1) -> list[Asked]:
    words, chance = load_vocabulary(), Random(seed)
    roles, actions = sorted(words.roles), sorted(words.actions)
    facts = ["in-break", "public-post", "live", "with-permission"]
    known = [fact for fact in facts if fact in words.facts]
    made = []
    for _ in range(count):
        given = {fact: chance.random() < 0.5 for fact in known if chance.random() < 0.3}
        towards = chance.choice(["pupil", "parent", None])
        made.append(
            (Situation(chance.choice(roles), chance.choice(actions), towards, given), chance.randint(1, 9))
        )
    return made


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts(policy_of("barley-lane"), policy_of("calcot"), DAY)


def test_the_counts_are_those_of_judging_one_by_one(texts: Texts) -> None:
    asked = questions(400)
    found = replay_clauses(texts, asked)
    words = load_vocabulary()
    before, after = (compile_policy(each, words, on=DAY) for each in (texts.before, texts.after))
    counts: Counter[tuple[str, str]] = Counter()
    changed = 0
    for situation, times in asked:
        was, now = before.judge(situation), after.judge(situation)
        changed += times * (was.verdict != now.verdict)
        for clause in was.deciding_ids:
            counts[clause, "before"] += times
        for clause in now.deciding_ids:
            counts[clause, "after"] += times
    assert (found.total, found.left_out, found.changed) == (sum(times for _, times in asked), 0, changed)
    assert {each.clause: each.before for each in found.clauses if each.before} == {
        clause: count for (clause, kind), count in counts.items() if kind == "before"
    }
    assert {each.clause: each.after for each in found.clauses if each.after} == {
        clause: count for (clause, kind), count in counts.items() if kind == "after"
    }


def test_what_a_text_no_longer_knows_is_left_out_and_counted(texts: Texts) -> None:
    asked = [*questions(20), (Situation("no-such-role", "befriend"), 7)]
    assert replay_clauses(texts, asked).left_out == 7
    assert replay_clauses(texts, []) == Replayed(0, 0, 0, ())
    assert [len(each) for each in pieces(questions(7), 3)] == [3, 3, 1]


@pytest.mark.slow
def test_a_cluster_counts_the_same_as_one_process(texts: Texts) -> None:
    asked = questions(120_000)
    with cluster("local", 2) as spread:
        assert replay_clauses(texts, asked, spread=spread) == replay_clauses(texts, asked)


def test_the_command_says_what_is_wrong_with_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "questions.jsonl"
    line = '{"role": "teacher", "action": "befriend", "towards": "pupil", "times": 3}\n'
    file.write_text(line)
    assert main(["replay", "barley-lane", "calcot", str(file), "--on", "2026-11-21"]) == 0
    assert "3 questions" in capsys.readouterr().out
    file.write_text(f'{line}{{"role": "teacher", "times": 0}}\n')
    assert main(["replay", "barley-lane", "calcot", str(file)]) == 2
    assert "line 2 is no question" in capsys.readouterr().err
