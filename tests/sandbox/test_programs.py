"""Other programs: limits, no network, nothing left behind."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from belisha.drafting.documents import read_safely
from belisha.reading.values import DocumentError
from belisha.sandbox.office import can_convert
from belisha.sandbox.programs import ProgramError, ProgramLimits, find_program, own_folder, run_program

PYTHON = find_program("python3")
pytestmark = pytest.mark.skipif(not PYTHON, reason="needs a Python of the system to run as a program")


def said(code: str, given: bytes = b"", *more: str, limits: ProgramLimits | None = None) -> bytes:
    """Return what a piece of Python prints as a program of its own."""
    limits = limits or ProgramLimits(seconds=10, processor=5, memory=300)
    return run_program(PYTHON, ("-I", "-S", "-c", code, *more), given, limits)


def test_what_is_given_is_its_input_or_a_file_that_is_on_no_disk() -> None:
    assert said("import sys; sys.stdout.buffer.write(sys.stdin.buffer.read()[::-1])", b"abc") == b"cba"
    read = "import sys; print(open(sys.argv[1]).read(), sys.argv[1].startswith('/proc/self/fd/'))"
    assert said(read, b"marker", "{file}") == b"marker True\n"


def test_it_has_no_network_and_none_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELISHA_SECRET_OF_A_TEST", "marker")
    assert b"marker" not in said("import os; print(dict(os.environ))")
    code = "import socket\nfor name in socket.if_nameindex(): print(name[1])"
    assert set(said(code).split()) <= {b"lo"}


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("import time; time.sleep(60)", "takes too long"),
        ("while True: pass", "takes too long"),
        ("print(len(bytearray(2_000_000_000)))", "broke off"),
        ("print('x' * 3_000_000)", "too much in it"),
    ],
)
def test_what_passes_a_limit_is_ended_with_a_sentence(code: str, why: str) -> None:
    limits = ProgramLimits(seconds=2, processor=1, memory=300, answer=1)
    with pytest.raises(ProgramError, match=why):
        said(code, limits=limits)


def test_it_writes_no_file_that_it_was_not_allowed(tmp_path: Path) -> None:
    with pytest.raises(ProgramError, match="broke off"):
        said(
            "import os, sys; os.write(os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT), b'x')",
            b"",
            f"{tmp_path}/x",
        )


def test_its_folder_is_gone_afterwards() -> None:
    with own_folder() as folder:
        limits = ProgramLimits(seconds=10, file=1)
        code = "open('here.txt', 'w').write('x'); import os; print(os.environ['HOME'])"
        assert (
            run_program(PYTHON, ("-I", "-S", "-c", code), b"", limits, folder=folder).decode()
            == f"{folder}\n"
        )
        assert Path(folder, "here.txt").is_file()
    assert not Path(folder).exists()


@pytest.mark.skipif(can_convert(), reason="LibreOffice is installed")
def test_an_old_word_file_is_refused_with_a_sentence_where_libreoffice_is_missing() -> None:
    with pytest.raises(DocumentError, match="save it as DOCX"):
        read_safely(old_word(), "policy.doc")


@pytest.mark.skipif(not can_convert(), reason="LibreOffice is not installed")
def test_an_old_word_file_that_is_none_is_refused_and_nothing_is_left() -> None:
    before = set(Path(tempfile.gettempdir()).glob("belisha-program-*"))
    with pytest.raises(DocumentError, match="save it as DOCX"):
        read_safely(old_word(), "policy.doc")
    assert set(Path(tempfile.gettempdir()).glob("belisha-program-*")) <= before


def old_word() -> bytes:
    """Return the beginning of a file of an old Word, cut off."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(900)
