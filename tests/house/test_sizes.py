"""A file that grows without end is the one where all verbs of a noun collect: it is split before that."""

from __future__ import annotations

from tests.house.project import ROOT, python_files

LONGEST = 400


def test_no_python_file_is_longer_than_400_lines() -> None:
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in python_files()}
    too_long = [f"{file.relative_to(ROOT)}: {n} lines" for file, n in lengths.items() if n > LONGEST]
    assert not too_long, f"expected {LONGEST} lines at most; split by what each part is for: {too_long}"
