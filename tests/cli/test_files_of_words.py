"""Mistakes of words and of a policy are told in one pass; no word is silently somebody else."""

from pathlib import Path

import pytest

from belisha.cli.main import main

DOCUMENT = Path(__file__).parents[1] / "rules" / "documents" / "playgroup.md"


def test_mistakes_of_the_words_and_of_the_policy_come_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words, policy = tmp_path / "own.toml", tmp_path / "own.md"
    words.write_text('[roles.janitor]\nlabel = "janitor"\nwihtin = ["staff"]\n')
    policy.write_text(DOCUMENT.read_text(encoding="utf-8").replace("must: wipe-card", "must: wipe-cards"))
    assert main(["lint", str(policy), "--words", str(words)]) == 2
    said = capsys.readouterr().err
    assert "own.toml:1: `wihtin` is not a key" in said
    assert "own.md:" in said
    assert "`wipe-cards` is not an action; did you mean `wipe-card`" in said


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("manager", "read as: leader, of whom the policy speaks"),
        ("student", "read as: pupil. If not, say: placement student"),
        ("leader", ""),
    ],
)
def test_who_is_meant_is_told(word: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["ask", "--policy", str(DOCUMENT), "--as", word, "May I bring my phone?"])
    said = capsys.readouterr()
    assert told in said.err
    assert bool(said.err) is bool(told)


def test_whom_to_ask_is_called_what_the_policy_calls_them(capsys: pytest.CaptureFixture[str]) -> None:
    main(["ask", "--policy", str(DOCUMENT), "--as", "parent", "How much does a session cost?"])
    assert "Ask the leader." in capsys.readouterr().out


def test_an_examination_in_brief_counts_silences(capsys: pytest.CaptureFixture[str]) -> None:
    main(["examine", str(DOCUMENT), "--brief"])
    brief = capsys.readouterr().out
    assert "Friends and contact (" in brief
    main(["examine", str(DOCUMENT)])
    assert len(capsys.readouterr().out) > 10 * len(brief)
