"""`belisha check`: one draft, or each of a file."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

KEYS = {"verdict", "findings", "asks", "metadata", "faces", "publish_copy"}
FINDING = {"action", "start", "end", "words", "severity", "verdict", "clauses", "fix", "sure"}


def test_a_check_as_json_has_every_key(run: Run) -> None:
    told = run(
        "check", "--policy", "grange", "--as", "teacher", "--json", "Lovely assembly at Grange Infant School"
    )
    answer = json.loads(told.out)
    assert told.status == 1
    assert set(answer) >= KEYS
    assert all(set(each) >= FINDING for each in answer["findings"])
    assert {"G36"} <= {
        cite for each in answer["findings"] for clause in each["clauses"] for cite in clause["cites"]
    }


def test_each_line_of_a_file_is_checked_in_order(run: Run, tmp_path: Path) -> None:
    roll, posts = tmp_path / "roll.csv", tmp_path / "posts.tsv"
    roll.write_text("name,role,year_group\nRuby Ashdown,pupil,2\n", encoding="utf-8")
    posts.write_text(
        "policy\trole\taudience\ttext\n"
        "grange\tteacher\tpublic\tRuby Ashdown was brilliant today\n"
        "grange\tastronaut\tpublic\tHello\n"
        "calcot\tparent\tschool page\tThe bakery is excellent\n",
        encoding="utf-8",
    )
    told = run("check", "--each", str(posts), "--roll", str(roll), "--json")
    lines = [json.loads(line) for line in told.out.splitlines()]
    assert lines[0]["severity"] == "block"
    assert "`astronaut` is not a role" in lines[1]["error"]
    assert lines[2]["findings"] == []
    assert told.status == 2


def test_a_missing_column_is_said(run: Run, tmp_path: Path) -> None:
    posts = tmp_path / "posts.tsv"
    posts.write_text("policy\ttext\ngrange\tHello\n", encoding="utf-8")
    told = run("check", "--each", str(posts))
    assert told.status == 2
    assert "role, audience" in told.err


def test_an_empty_draft_is_said(run: Run) -> None:
    told = run("check", "--policy", "grange", "--as", "teacher", "")
    assert told.status == 2
    assert "nothing to check" in told.err
