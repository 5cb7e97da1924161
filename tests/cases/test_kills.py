"""Killed at any step of receiving, sealing and exporting, the site has all of a thing or nothing of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.backup_sites import Site

pytestmark = [pytest.mark.database, pytest.mark.slow]
RUN = "from tests.cases.killing import main; main()"


def test_whatever_is_killed_leaves_all_of_it_or_nothing_and_the_rest_verifies(tmp_path: Path) -> None:
    site = Site(tmp_path / "killed_site").begin().build()
    try:
        told = [json.loads(line) for line in site.python(RUN).splitlines()]
        assert told.pop() == {"act": "full disk", "refused": True, "left": {}}
        assert [each["act"] for each in told] == ["file", "export", "report", "case"]
        assert all(each["faults"] == [] and each["kills"] > 1 for each in told), told
        assert told[1]["grown"] == []
        done = site.run("verify", "--school", "grange")
        assert done.status == 0, done.out
        assert "OK      evidence" in done.out
        file = next((site.folder / "files").glob("*/*"))
        file.write_bytes(file.read_bytes()[:-1] + b"\0")
        done = site.run("verify")
        assert (done.status, "ALTERED evidence" in done.out) == (1, True)
    finally:
        site.end()
