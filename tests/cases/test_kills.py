"""Killed at any step, or on a disk that fills up there, the site has all of a thing or nothing of it.

Receiving, sealing, redacting, locking away, exporting, handing to the police, keeping a captured page, and
destroying: what was acknowledged is there and verifies, what was not leaves nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cases.fault_acts import ACTS
from tests.cli.backup_sites import Site
from tests.evidence.authority import LocalAuthority

pytestmark = [pytest.mark.database, pytest.mark.slow]
RUN = "import sys; from tests.cases.killing import main; main(*sys.argv[1:])"
ROOM = "size=96m"
AT_ONCE = 4  # acts in one process: a slow machine ends each in time


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own in memory, which only root can have."""
    folder, mount = tmp_path / "disk", shutil.which("mount")
    folder.mkdir()
    if os.geteuid() or mount is None:
        pytest.skip("a disk in memory needs root")
    done = subprocess.run([mount, "-t", "tmpfs", "-o", ROOM, "tmpfs", folder], check=False)
    if done.returncode:
        pytest.skip("no disk in memory can be mounted here")
    yield folder
    subprocess.run([str(shutil.which("umount")), folder], check=True)


def tried(folder: Path, fault: str) -> None:
    authority = LocalAuthority(folder.parent / "authority")
    with authority.listening() as address:
        named = {"BELISHA_TSA": address, "BELISHA_TSA_CERTIFICATES": str(authority.root)}
        site = Site(folder, env=named).begin().build()
        try:
            lines = [
                line
                for first in range(0, len(ACTS), AT_ONCE)
                for line in site.python(RUN, fault, "", *list(ACTS)[first : first + AT_ONCE]).splitlines()
            ]
            told = {each["act"]: each for each in map(json.loads, lines)}
            assert {name: each["faults"] for name, each in told.items()} == {name: [] for name in ACTS}
            assert all(each["steps"] > 1 for each in told.values()), told
            came = {word for each in told.values() for word in each["came"]}
            assert came >= ({"killed"} if fault == "killed" else {"refused", "acknowledged"})
            done = site.run("verify", "--school", "grange")
            assert done.status == 0, done.out
            assert "OK      evidence" in done.out
            file = next((site.folder / "files").glob("*/*"))
            file.write_bytes(file.read_bytes()[:-1] + b"\0")
            done = site.run("verify")
            assert (done.status, "ALTERED evidence" in done.out) == (1, True)
        finally:
            site.end()


def test_whatever_is_killed_leaves_all_of_it_or_nothing_and_the_rest_verifies(tmp_path: Path) -> None:
    tried(tmp_path / "killed_site", "killed")


def test_where_no_file_grows_any_more_all_or_nothing_is_there_and_the_rest_verifies(tmp_path: Path) -> None:
    tried(tmp_path / "limited_site", "limited")


def test_on_a_full_disk_all_or_nothing_is_there_and_the_rest_verifies(small_disk: Path) -> None:
    tried(small_disk / "full_site", "full")
