"""`belisha import`: clauses as JSON, a policy file that answers, and a sentence for a bad file."""

from __future__ import annotations

from pathlib import Path

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
