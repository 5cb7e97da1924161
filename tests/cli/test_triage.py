"""`belisha triage`: one story, or each of a file."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

STORY = "A parent keeps bullying me with nasty comments on Facebook."
KEYS = {"category", "sure", "grounds", "asks", "people", "route", "steps", "do_not", "attach", "clocks"}


def test_a_proposal_as_json_has_every_key(run: Run) -> None:
    told = run("triage", "--policy", "barley-lane", "--as", "teaching assistant", "--json", STORY)
    found = json.loads(told.out)

    assert told.status == 0
    assert set(found) >= KEYS
    assert (found["policy"], found["as"], found["story"]) == ("barley-lane", "teaching assistant", STORY)
    assert found["category"] == "cyberbullying"
    assert all(set(each) >= {"id", "cites", "text"} for each in found["grounds"])
    assert all(set(each) >= {"office", "name", "why", "cites"} for each in found["route"])
    assert all(set(each) >= {"do", "who", "by", "locked_until", "cites"} for each in found["steps"])
    assert all(set(each) >= {"what", "cites"} for each in found["do_not"])
    assert found["route"]
    assert found["steps"]


def test_a_proposal_in_words_says_whom_to_tell_and_what_not_to_do(run: Run) -> None:
    told = run("triage", "--policy", "barley-lane", "--as", "teacher", STORY)

    assert told.status == 0
    assert told.out.startswith("Cyberbullying.\n")
    assert "What not to do:" in told.out
    assert "B84" in told.out


def test_each_story_of_a_file_has_a_line_in_order(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "stories.tsv"
    file.write_text(
        f"policy\trole\tstory\tmust\ngrange\tteacher\t{STORY}\tG88f\ncalcot\twizard\tx\n\ncalcot\tparent\t{STORY}\n"
    )
    told = run("triage", "--each", str(file), "--json")
    lines = [json.loads(each) for each in told.out.splitlines()]

    assert told.status == 2
    assert [each.get("policy") for each in lines] == ["grange", None, "calcot"]
    assert "stories.tsv:3:" in lines[1]["error"]
    assert "`wizard`" in lines[1]["error"]


def test_what_is_missing_or_wrong_is_said(run: Run, tmp_path: Path) -> None:
    assert "say whose policy" in run("triage", "--policy", "grange", STORY).err
    assert "leave them out" in run("triage", "--each", "x.tsv", "--policy", "grange").err
    assert "the story is empty" in run("triage", "--policy", "grange", "--as", "teacher", " \u200b ").err
    assert run("triage", "--policy", "nowhere", "--as", "teacher", STORY).status == 2
