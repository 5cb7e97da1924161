"""`belisha serve` sweeps by itself: a site that runs alone still reminds."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.backup_sites import BIN, Site

pytestmark = pytest.mark.database

BUILD = """
from belisha.cli.startup import prepare_database
prepare_database()
from belisha.people.models import School
School.objects.create(slug="ash", name="Ash School")
"""
SWEPT = "from belisha.duties.models import Sweep\nprint(Sweep.objects.filter(school__slug='ash').count())"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path / "sweeping_site").begin()
    made.python(BUILD)
    yield made
    made.end()


def within(seconds: float, true: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.2)
    return true()


def sweeping(site: Site) -> list[int]:
    """The processes that sweep this installation beside a server."""
    mine = f"BELISHA_DATA_DIR={site.folder}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command, environment = (process / "cmdline").read_bytes(), (process / "environ").read_bytes()
        except OSError:
            continue
        if b"--while-parent" in command and mine in environment.split(b"\0"):
            found.append(int(process.name))
    return found


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def test_it_sweeps_while_it_serves_and_no_longer(
    site: Site, free_tcp_port: int, stop: signal.Signals
) -> None:
    serving = site.start(BIN / "belisha", "serve", "--bind", f"127.0.0.1:{free_tcp_port}", "--workers", "1")
    try:
        assert within(60, lambda: bool(sweeping(site)))
        assert within(60, lambda: site.python(SWEPT).strip() == "1")
    finally:
        os.kill(serving.pid, stop)
        serving.communicate(timeout=60)
    assert within(30, lambda: not sweeping(site))


def test_a_sweep_that_ends_by_itself_is_begun_again(site: Site, free_tcp_port: int) -> None:
    serving = site.start(BIN / "belisha", "serve", "--bind", f"127.0.0.1:{free_tcp_port}", "--workers", "1")
    try:
        assert within(90, lambda: bool(sweeping(site)))
        (first,) = sweeping(site)
        os.kill(first, signal.SIGKILL)
        assert within(90, lambda: bool(sweeping(site)) and first not in sweeping(site))
    finally:
        serving.terminate()
        serving.communicate(timeout=60)
    assert within(30, lambda: not sweeping(site))


def test_never_leaves_it_to_the_command(site: Site, free_tcp_port: int) -> None:
    command = ["serve", "--bind", f"127.0.0.1:{free_tcp_port}", "--workers", "1", "--sweep-every", "never"]
    serving = site.start(BIN / "belisha", *command)
    try:
        assert not within(8, lambda: bool(sweeping(site)))
    finally:
        serving.terminate()
        serving.communicate(timeout=60)


def test_how_often_is_a_time(site: Site) -> None:
    done = site.run("serve", "--sweep-every", "often")
    assert done.status == 2
    assert "`often` is not a time from 10s to 24h; write it as 15m" in done.err
