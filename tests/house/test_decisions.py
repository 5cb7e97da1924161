"""A decision record says what was decided, when, why, what else was weighed, and what follows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.project import ROOT

FOLDER = ROOT / "docs" / "decisions"
RECORDS = sorted(FOLDER.glob("[0-9]*.md"))
PARTS = ["Why", "What else was weighed", "What follows"]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_a_record_has_every_part(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    number = record.name[:4]
    assert re.match(rf"# {number}\. \S.*\n\n(Decided|Replaced by \[\d{{4}}\]\(.*\)) 20\d\d-\d\d-\d\d\.", text)
    assert re.findall(r"^## (.*)$", text, flags=re.MULTILINE) == PARTS


def test_records_are_numbered_without_gaps() -> None:
    assert [int(record.name[:4]) for record in RECORDS] == list(range(1, len(RECORDS) + 1))


def test_the_index_lists_every_record_with_its_title() -> None:
    index = (FOLDER / "README.md").read_text(encoding="utf-8")
    for record in RECORDS:
        title = record.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        assert f"- [{title}]({record.name})" in index, (
            f"add `- [{title}]({record.name})` to docs/decisions/README.md"
        )
