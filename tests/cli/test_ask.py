"""`belisha ask`: one question, or each of a file."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run, change

KEYS = {"policy", "as", "question", "understood", "alternatives", "verdict", "clauses", "way_out"}
KEYS |= {"asks", "duties", "ask_whom"}
FRIEND = "Can I accept a friend request from a pupil?"
MORE = "policy\trole\tquestion\tverdicts\n"


def test_an_answer_as_json_has_every_key(run: Run) -> None:
    told = run("ask", "--policy", "calcot", "--as", "supply teacher", "--json", FRIEND)
    answer = json.loads(told.out)

    assert told.status == 1
    assert set(answer) >= KEYS
    assert set(answer["understood"]) >= {"action", "towards", "facts", "sure"}
    assert (answer["policy"], answer["as"], answer["question"]) == ("calcot", "supply teacher", FRIEND)
    assert answer["understood"]["action"] == "befriend"
    assert answer["verdict"] == "needs-permission"
    assert all(set(each) >= {"id", "cites", "force", "text"} for each in answer["clauses"])
    assert all(set(each) >= {"fact", "question", "why", "then"} for each in answer["asks"])
    assert all(set(each) >= {"do", "to", "by", "cites"} for each in answer["duties"])
    assert answer["clauses"]
    assert answer["asks"]
    assert answer["duties"]


def test_two_schools_answer_by_their_own_policies(run: Run) -> None:
    said = {each: run("ask", "--policy", each, "--as", "teacher", FRIEND) for each in ("grange", "calcot")}

    assert said["grange"].out.startswith("No.\n")
    assert "[G44]" in said["grange"].out
    assert said["calcot"].out.startswith(
        "No, unless there was a family link before: then ask the headteacher.\n"
    )
    assert {each.status for each in said.values()} == {1}


def test_what_the_policy_does_not_cover_says_whom_to_ask(run: Run) -> None:
    told = run("ask", "--policy", "grange", "--as", "parent", "What time is lunch?")

    assert told.status == 0
    assert told.out.startswith("I did not find this in the policy.\n\nAsk the headteacher.")


def test_a_fact_changes_the_answer(run: Run) -> None:
    words = "ask", "--policy", "hr-cooperative", "--as", "teacher", "Can I be Facebook friends with a pupil?"

    assert run(*words).status == 1
    assert run(*words, "--fact", "immediate-family=YES").status == 0


def test_a_clause_that_changes_changes_the_answer(run: Run, own_policy: Path) -> None:
    words = "ask", "--policy", str(own_policy), "--as", "teacher", "Can I use Facebook on my phone at break?"
    assert run(*words).status == 0

    change(
        own_policy,
        "- may: use-social-media\n- when: in-break",
        "- must not: use-social-media\n- when: in-break",
    )
    told = run(*words)

    assert told.status == 1
    assert "[B109]" in told.out


def test_a_schools_own_words_are_understood(run: Run, tmp_path: Path) -> None:
    words = tmp_path / "words.toml"
    words.write_text(
        '[roles.lollipop-person]\nlabel = "patrol"\nwithin = ["staff"]\nnames = ["bee patrol"]\n'
    )
    asked = (
        "judge",
        "--policy",
        "grange",
        "--as",
        "bee patrol",
        "--action",
        "befriend",
        "--towards",
        "pupil",
    )

    assert run(*asked).status == 2
    assert run(*asked, "--words", str(words), "--json").status == 1


def test_a_mistake_in_a_schools_own_words_is_told(run: Run, tmp_path: Path) -> None:
    words = tmp_path / "words.toml"
    words.write_text('[roles.clown]\nlabel = "clown"\nwithin = ["stuff"]\n')
    told = run("ask", "--policy", "grange", "--as", "teacher", "--words", str(words), "May I?")

    assert told.status == 2
    assert "words.toml:1: " in told.err
    assert told.err.count("\n") == 1


def test_each_line_of_a_file_is_answered_in_order(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "questions.tsv"
    lines = (
        f"\ufeff{MORE}\n"
        f"grange\tteacher\t{FRIEND}\tprohibited\tG44\n"
        "   \t \n"
        "calcot\tparent\tWhat time is lunch?\u2028Or tea?\n"
        f"calcot\tteaching assistant\t{FRIEND}"
    )
    file.write_bytes(lines.replace("\n", "\r\n").encode())
    told = run("ask", "--each", str(file), "--json")
    answers = [json.loads(line) for line in told.out.splitlines()]

    assert told.status == 0
    assert [each["policy"] for each in answers] == ["grange", "calcot", "calcot"]
    assert [each["as"] for each in answers] == ["teacher", "parent", "teaching assistant"]
    assert [each["verdict"] for each in answers] == ["prohibited", "silent", "needs-permission"]
    assert all(set(each) >= KEYS for each in answers)
    assert len(run("ask", "--each", str(file)).out.splitlines()) == 3


def test_a_line_that_is_not_understood_keeps_its_place(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "questions.tsv"
    file.write_text(
        f"nowhere\tteacher\t{FRIEND}\ngrange\tnobody\t{FRIEND}\ngrange\tteacher\ngrange\tteacher\t{FRIEND}\n"
    )
    told = run("ask", "--each", str(file), "--json")
    answers = [json.loads(line) for line in told.out.splitlines()]

    assert told.status == 2
    assert ["error" in each for each in answers] == [True, True, True, False]
    assert [each["error"].split(":")[1] for each in answers[:3]] == ["1", "2", "3"]


def test_a_file_of_nothing_has_no_answers(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "questions.tsv"
    file.write_bytes(b"")
    told = run("ask", "--each", str(file))

    assert (told.status, told.out, told.err) == (0, "", "")
