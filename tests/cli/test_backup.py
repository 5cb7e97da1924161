"""An installation is destroyed and comes back: under load, from a full disk, after a kill, or not at all."""

import json
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.backup_sites import BIN, IS_POSTGRESQL, Site

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the demonstration with a file of its own."""
    folder = tmp_path_factory.mktemp("kept")
    site = Site(folder / "source").begin()
    site.build()
    (site.folder / "files").mkdir()
    (site.folder / "files" / "minutes.txt").write_text("agreed", encoding="utf-8")
    done = site.run("backup", folder / "demo.backup")
    assert done.status == 0, done.err
    site.end()
    return folder / "demo.backup"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path / tmp_path.name.replace("-", "_")[-20:]).begin()
    yield made
    made.end()


def state(site: Site) -> tuple[str, dict[str, bytes]]:
    """Where each chain ends, and the files."""
    heads = site.run("verify", "--json").out
    files = {
        file.name: file.read_bytes()
        for file in site.folder.rglob("*")
        if file.is_file() and "sqlite3" not in file.name
    }
    return heads, files


def events(heads: str) -> int:
    return sum(chain["events"] for chain in json.loads(heads)["chains"])


def change(site: Site) -> None:
    """Something happens that the backup does not know."""
    code = (
        "from belisha.audit.actions import record\nrecord(school_id=1, by=None, verb='did', subject='later')"
    )
    site.python(code)


def test_an_installation_destroyed_under_load_comes_back(site: Site, tmp_path: Path) -> None:
    site.build()
    file, key = tmp_path / "load.backup", (site.folder / "secret.key").read_text()
    said: list[str] = []

    def backed_up() -> None:
        done = site.run("backup", file)
        assert done.status == 0, done.err
        said.append(done.out)

    before, after = site.under_load(backed_up, tmp_path / "stop")
    assert len(after) > len(before)
    assert site.emails() == after
    site.begin()
    done = site.run("restore", file, "--verify")
    assert (done.status, done.err) == (0, "")
    assert "is whole" in done.out
    restored = site.emails()
    assert before <= restored <= after
    (count,) = site.python(
        "from belisha.audit.models import Event\nprint(Event.objects.filter(verb='loaded').count())"
    ).split()
    assert int(count) == len(restored)
    assert (site.folder / "secret.key").read_text() == key
    assert site.run("verify").status == 0
    later = site.python(
        "from belisha.people.models import User\nprint(User.objects.create(email='n@n.example', name='N').pk)"
    )
    highest = site.python("from belisha.people.models import User\nprint(User.objects.order_by('-pk')[0].pk)")
    assert later == highest


def test_a_backup_is_for_its_owner_and_takes_no_other_files_place(
    site: Site, kept: Path, tmp_path: Path
) -> None:
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    site.run("restore", kept)
    before = kept.read_bytes()
    done = site.run("backup", kept)
    assert (done.status, kept.read_bytes()) == (2, before)
    assert "already" in done.err
    full = site.run("backup", tmp_path / "full.backup", limit_kb=8)
    assert full.status == 2
    assert "Traceback" not in full.err
    assert not list(tmp_path.glob("full*"))


def test_a_restore_brings_files_and_keys_and_refuses_what_is_not_empty(site: Site, kept: Path) -> None:
    done = site.run("restore", kept, "--verify")
    assert (done.status, done.err) == (0, "")
    assert (site.folder / "files" / "minutes.txt").read_text() == "agreed"
    assert not (site.folder / ".restore").exists()
    change(site)
    before = state(site)
    done = site.run("restore", kept, "--verify")
    assert (done.status, state(site)) == (2, before)
    assert "it holds 5 schools" in done.err
    done = site.run("restore", kept, "--verify", "--replace")
    assert done.status == 0, done.err
    assert events(state(site)[0]) == events(before[0]) - 1


@pytest.mark.parametrize("delay", [0.1, 0.8])
def test_a_kill_during_a_restore_leaves_the_old_or_the_new(site: Site, kept: Path, delay: float) -> None:
    site.run("restore", kept)
    change(site)
    old = events(state(site)[0])
    (site.folder / "secret.key").write_text("another-key-that-sealed-nothing-yet-but-will-soon\n")
    change(site)
    restoring = site.start(BIN / "belisha", "restore", kept, "--verify", "--replace")
    key = site.folder / "secret.key"
    while len(key.read_text().split()) == 1 and restoring.poll() is None:
        time.sleep(0.005)
    time.sleep(delay)
    restoring.kill()
    restoring.wait()
    done = site.run("verify", "--json")
    assert not (site.folder / ".restore").exists()
    assert len(key.read_text().split()) == 1
    assert events(done.out) in (old + 1, old - 1), done.err
    # The chain that another key sealed is read whichever data are there.
    assert not [
        chain
        for chain in json.loads(done.out)["chains"]
        if chain["name"] == "barley-lane" and chain["faults"]
    ]
    done = site.run("restore", kept, "--verify", "--replace")
    assert done.status == 0, done.err
    assert site.run("verify").status == 0
    assert len(key.read_text().split()) == 1


@pytest.mark.skipif(IS_POSTGRESQL, reason="the server's files are not the command's")
def test_a_full_disk_leaves_the_old_one(site: Site, kept: Path) -> None:
    site.run("restore", kept)
    change(site)
    before = state(site)
    done = site.run("restore", kept, "--verify", "--replace", limit_kb=300)
    assert done.status == 2
    assert "Traceback" not in done.err
    assert state(site) == before


@pytest.mark.skipif(not IS_POSTGRESQL, reason="needs both databases")
def test_a_backup_of_one_database_is_restored_into_the_other(kept: Path, tmp_path: Path) -> None:
    lite, post = (Site(tmp_path / name, on_postgresql=on) for name, on in (("lite", False), ("post", True)))
    file, heads = kept, set()
    for number, each in enumerate((lite, post, lite)):
        done = each.begin().run("restore", file, "--verify")
        assert (done.status, done.err) == (0, "")
        heads.add(state(each)[0])
        file = tmp_path / f"{number}.backup"
        assert each.run("backup", file).status == 0
    assert len(heads) == 1
    post.end()
