"""The other commands: what they print, as words and as JSON, and their exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from belisha.rules.language.reading import library_slugs, shipped_slugs
from tests.cli.conftest import Run, change

NAMES = ("ask", "judge", "compare", "examine", "lint", "import", "coverage", "policies", "demo", "serve")


@pytest.mark.parametrize("name", NAMES)
def test_help_teaches_with_examples(run: Run, name: str) -> None:
    told = run(name, "--help")

    assert told.status == 0
    assert f"examples:\n  belisha {name}" in told.out


def test_help_lists_every_command(run: Run) -> None:
    told = run("--help")

    assert all(f"    {name} " in told.out for name in NAMES)


def test_judge_says_what_decides_and_what_was_tried(run: Run) -> None:
    words = ("judge", "--policy", "calcot", "--as", "teacher", "--action", "befriend", "--towards", "pupil")
    told, value = run(*words), json.loads(run(*words, "--json").out)

    assert told.status == 1
    assert told.out.startswith("No, unless there was a family link before: then ask the headteacher.")
    assert "Exceptions tried:" in told.out
    assert (value["action"], value["towards"], value["verdict"]) == ("befriend", "pupil", "needs-permission")
    known = ("--fact", "permission-of-headteacher=yes", "--fact", "family-link=yes")
    assert run(*words, *known).out.startswith("Yes.")


def test_judge_knows_bodies_outside_the_school(run: Run) -> None:
    told = run(
        "judge", "--policy", "grange", "--as", "teacher", "--action", "befriend", "--towards", "the police"
    )

    assert told.status in (0, 1)


def test_compare_says_what_differs_by_topic(run: Run) -> None:
    value = json.loads(run("compare", "barley-lane", "calcot", "--json").out)
    told = run("compare", "barley-lane", "calcot")

    assert told.status == 0
    assert (value["a"], value["b"], value["first"]) == ("barley-lane", "calcot", "Barley Lane")
    differences = [each for topic in value["topics"] for each in topic["differences"]]
    assert differences
    keys = {"sentence", "roles", "actions", "towards", "facts", "first", "second"}
    assert all(set(each) >= keys for each in differences)
    assert told.out.rstrip().endswith(f"Barley Lane and Calcot: {len(differences)} differences.")


def test_compare_names_two_versions_by_their_files(run: Run, own_policy: Path) -> None:
    same = run("compare", "barley-lane", str(own_policy))
    assert same.out == "\nbarley-lane and our-policy.md: no differences.\n"

    rule = "{}: use-social-media\n- when: in-lesson"
    change(own_policy, rule.format("- must not"), rule.format("- should not"))
    assert "advised against at our-policy.md" in " ".join(
        run("compare", "barley-lane", str(own_policy)).out.split()
    )


def test_examine_tells_silences_by_role(run: Run) -> None:
    everyone = json.loads(run("examine", "calcot", "--json").out)
    pupil = json.loads(run("examine", "calcot", "--as", "pupil", "--json").out)
    told = run("examine", "calcot")

    assert set(everyone) == {"policy", "contradictions", "never_decide", "unreached", "silences"}
    assert 0 < len(pupil["silences"]) < len(everyone["silences"])
    assert all("pupil" in each["roles"] for each in pupil["silences"])
    assert told.status == 0
    assert told.out.startswith("calcot: no contradictions")


def test_lint_finds_an_overdue_review(run: Run) -> None:
    told = run("lint", "calcot", "--on", "2026-11-21")
    value = json.loads(run("lint", "calcot", "--on", "2026-11-21", "--json").out)

    assert told.status == 1
    assert "overdue" in told.out
    assert {"check", "severity", "sentence", "where", "do"} <= set(value[0])


def test_lint_takes_a_plain_document(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "old.txt"
    file.write_text("Our policy.\n\nTo be reviewed in September 2019.\n")

    assert run("lint", str(file), "--on", "2026-11-21", "--json").status in (0, 1)


def test_coverage_carries_every_clause(run: Run) -> None:
    every = run("coverage")
    one = json.loads(run("coverage", "--policy", "grange", "--json").out)

    assert every.status == 0
    assert every.out.rstrip().endswith("346 of 346 carried.")
    assert {"policy", "carried", "missing"} <= set(one)
    assert one["missing"] == []
    assert "friend-pupil" in one["carried"]["G44"]
    assert len(json.loads(run("coverage", "--json").out)) == len(library_slugs())


def test_a_clause_that_is_cited_no_more_is_missing(run: Run, own_policy: Path) -> None:
    change(own_policy, "- cites: B109\n", "- cites: B108\n")
    told = run("coverage", "--policy", str(own_policy), "--json")

    assert told.status == 1
    assert json.loads(told.out)["missing"] == ["B109"]


def test_policies_are_listed_with_their_state(run: Run) -> None:
    rows = json.loads(run("policies", "--on", "2026-11-21", "--json").out)

    assert [each["slug"] for each in rows] == list(shipped_slugs())
    assert "overdue" in {each["slug"]: each["state"] for each in rows}["calcot"]


@pytest.mark.parametrize("slug", shipped_slugs())
def test_a_policy_that_ships_is_printed_as_its_file(run: Run, slug: str, tmp_path: Path) -> None:
    file = tmp_path / "copy.md"
    file.write_text(run("policies", slug).out, encoding="utf-8")

    assert "no differences" in run("compare", slug, str(file)).out
