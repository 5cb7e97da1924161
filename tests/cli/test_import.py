"""`belisha import`: clauses as JSON, a policy file that answers, and a sentence for a bad file."""

from __future__ import annotations

from pathlib import Path

from belisha.cli.commands.bring import ImportProgress
from tests.cli.conftest import Run
from tests.drafting.test_imported import a_policy


def test_the_command_writes_a_policy_file_that_answers(run: Run, tmp_path: Path) -> None:
    document, out = tmp_path / "Elm Grove.docx", tmp_path / "elm.md"
    document.write_bytes(a_policy())
    told = run("import", str(document), "--json", "--policy-file", str(out))
    assert told.status == 0
    assert len(told.out.splitlines()) == 6
    answer = run("ask", "--policy", str(out), "--as", "teacher", "Can I be friends with a pupil online?")
    assert answer.out.startswith("No.")


def test_the_command_says_what_is_wrong_with_a_file(run: Run, tmp_path: Path) -> None:
    document = tmp_path / "scan.pdf"
    document.write_bytes(b"%PDF-1.4 broken")
    told = run("import", str(document))
    assert told.status == 2
    assert "cut short" in told.err


def test_an_interruption_says_how_far_it_was_and_that_nothing_was_written() -> None:
    progress = ImportProgress()
    assert progress.stopped("policy.pdf").startswith("policy.pdf: stopped. Nothing was read yet.")
    progress.tell("pages", 37, 200, 0)
    progress.tell("passages", 5, 900, 12)
    assert progress.stopped("policy.pdf") == (
        "policy.pdf: stopped. 5 of 900 passages read, 12 clauses found. "
        "Nothing was written; the document is as it was."
    )


def test_a_policy_file_that_cannot_be_written_leaves_nothing_beside_it(run: Run, tmp_path: Path) -> None:
    document, out = tmp_path / "Elm Grove.docx", tmp_path / "taken.md"
    document.write_bytes(a_policy())
    out.mkdir()
    told = run("import", str(document), "--policy-file", str(out))
    assert told.status == 2
    assert sorted(each.name for each in tmp_path.iterdir()) == ["Elm Grove.docx", "taken.md"]
