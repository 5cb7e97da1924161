"""Whatever is wrong is said in one line that names it, with the status for misuse, and never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

ASK = ("ask", "--policy", "grange", "--as", "teacher")
JUDGE = ("judge", "--policy", "grange", "--as", "teacher", "--action")

MISUSES = [
    ((), "arguments are required: COMMAND"),
    (("aks",), "`aks` is not a command; did you mean `ask`?"),
    (("ask",), "say whose policy, who asks and what"),
    (("ask", "--policy", "grange", "--as", "teacher"), "say whose policy, who asks and what"),
    (("ask", "--nonsense"), "unrecognized arguments: --nonsense"),
    (("ask", "--policy", "grnge", "--as", "teacher", "hi"), "did you mean `grange`?"),
    (("ask", "--policy", "no.md", "--as", "teacher", "hi"), "there is no file `no.md`"),
    (("ask", "--policy", "grange", "--as", "teecher", "hi"), "did you mean `teacher`"),
    ((*ASK, ""), "say whose policy, who asks and what"),
    ((*ASK, "\x07 \x1b"), "the question is empty"),
    ((*ASK, "a " * 10_000), "the question has 19,999 characters; ask in at most 500"),
    ((*ASK, "--on", "2025-13-01", "hi"), "`2025-13-01` is not a day"),
    ((*ASK, "--on", "soon", "hi"), "`soon` is not a day; write it as 2026-11-21"),
    ((*ASK, "--fact", "in-break", "hi"), "`in-break` is not a fact; write NAME=VALUE"),
    ((*ASK, "--fact", "=yes", "hi"), "`=yes` is not a fact"),
    ((*ASK, "--fact", "immediate-famly=yes", "hi"), "did you mean `immediate-family`?"),
    ((*ASK, "--fact", "permission-of-hed=yes", "hi"), "did you mean `permission-of-headteacher`?"),
    (
        (*ASK, "--fact", "permission-of-headteacher-signed=yes", "hi"),
        "did you mean `permission-of-headteacher`?",
    ),
    ((*ASK, "--fact", "in-break=maybe", "hi"), "expected `yes` or `no`"),
    ((*ASK, "--fact", "age=old", "hi"), "expected a whole number from 0 to 120"),
    ((*ASK, "--fact", "age=-1", "hi"), "expected a whole number from 0 to 120"),
    ((*ASK, "--fact", "platform=instagrm", "hi"), "did you mean `instagram`?"),
    ((*ASK, "--fact", "in-break=yes", "--fact", "in-break=no", "hi"), "`in-break` is given twice"),
    ((*ASK, "--each", "questions.tsv"), "with --each the file says policy, role and question"),
    (("ask", "--each", "no.tsv"), "there is no file `no.tsv`"),
    ((*JUDGE, "befrend"), "`befrend` is no action; did you mean `befriend`?"),
    ((*JUDGE, "befriend", "--towards", "pupl"), "did you mean `pupil`"),
    ((*JUDGE, "befriend", "--towards", ""), "`` is not a role or body"),
    (("judge", "--policy", "grange", "--as", "teacher"), "required: --action"),
    (("compare", "grange"), "required"),
    (("compare", "grange", "calcott"), "did you mean `calcot`?"),
    (("examine", "nobody"), "neither a policy that ships nor a file"),
    (("examine", "grange", "--as", "teecher"), "did you mean `teacher`"),
    (("lint", "nobody"), "neither a policy that ships nor a file"),
    (("lint", "/"), "`/` is a directory; name a file in it"),
    (("coverage", "--policy", ""), "neither a policy that ships nor a file"),
    (("policies", "grang"), "`grang` is not a policy that ships; did you mean `grange`?"),
    ((*ASK, "--words", "no.toml", "hi"), "there is no file `no.toml`"),
    (("demo", "--port", "0"), "`0` is not a port; expected a number from 1 to 65535"),
    (("demo", "--port", "65536"), "`65536` is not a port"),
    (("demo", "--port", "eight"), "`eight` is not a port"),
    (("serve", "--bind", "8000"), "`8000` is not an address; write it as 127.0.0.1:8000"),
    (("serve", "--bind", "127.0.0.1:99999"), "is not an address"),
    (("serve", "--bind", "203.0.113.1:8000"), "cannot be listened on"),
    (("serve", "--workers", "0"), "`0` is not a number from 1 to 64"),
]


@pytest.mark.parametrize(("words", "said"), MISUSES, ids=[" ".join(words)[:50] for words, _ in MISUSES])
def test_a_misuse_is_told_in_one_line(run: Run, words: tuple[str, ...], said: str) -> None:
    told = run(*words)

    assert told.status == 2
    assert said in told.err
    assert told.err.count("\n") == 1, told.err
    assert told.err.startswith("belisha")
    assert not told.out


FILES = [
    ("empty", b"", "the file must begin with its front matter"),
    ("binary", b"\x00\x01\x02PK\xff", "is not a text file in UTF-8"),
    ("with nulls", b"---\nslug: x\0\n---\n", "is not a text file in UTF-8"),
    ("utf-16", "---\nslug: x\n---\n".encode("utf-16"), "is not a text file in UTF-8"),
    ("too large", b"a" * 4_000_001, "is larger than 4 MB"),
]


@pytest.mark.parametrize(("content", "said"), [each[1:] for each in FILES], ids=[each[0] for each in FILES])
@pytest.mark.parametrize("command", ["ask", "examine", "compare"])
def test_a_file_that_is_no_policy_is_told_in_one_line(
    run: Run, tmp_path: Path, command: str, content: bytes, said: str
) -> None:
    file = tmp_path / "policy.md"
    file.write_bytes(content)
    words = {
        "ask": ("ask", "--policy", str(file), "--as", "teacher", "May I?"),
        "examine": ("examine", str(file)),
        "compare": ("compare", "grange", str(file)),
    }
    told = run(*words[command])

    assert told.status == 2
    assert said in told.err
    assert told.err.count("\n") == 1, told.err


def test_every_mistake_of_a_policy_has_a_line_of_its_own(run: Run, own_policy: Path) -> None:
    text = own_policy.read_text(encoding="utf-8")
    own_policy.write_text(text.replace("- who: staff\n", "- who: stuff\n", 3), encoding="utf-8")
    told = run("ask", "--policy", str(own_policy), "--as", "teacher", "May I use Facebook?")

    assert told.status == 2
    assert told.err.count("`stuff`") == 3
    assert told.err.count("did you mean `staff`") == 3


def test_a_policy_that_contradicts_itself_is_refused_with_the_clauses(run: Run, own_policy: Path) -> None:
    clause = "### Facebook at break {#facebook-at-break}\n\nStaff use it.\n\n- who: staff\n"
    with own_policy.open("a", encoding="utf-8") as file:
        file.write(f"\n{clause}- must: use-social-media\n- when: in-lesson\n- cites: B1\n")
    told = run("judge", "--policy", str(own_policy), "--as", "teacher", "--action", "use-social-media")

    assert told.status == 2
    assert "Facebook at break" in told.err
    assert "Traceback" not in told.err
    assert run("examine", str(own_policy)).status == 1
