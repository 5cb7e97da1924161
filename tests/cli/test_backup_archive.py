"""A backup that is not whole, or of another version, is refused before anything is touched."""

import hashlib
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from belisha.cli.backup.archive import DamagedError, Manifest, new_backup, open_backup
from belisha.config.env import SettingError
from tests.cli.backup_sites import Site

pytestmark = pytest.mark.database

MEMBERS = {
    "tables/a.jsonl": b'["id"]\n[1]\n' * 50,
    "files/secret.key": b"key\n",
    "files/in/a.txt": b"text" * 90,
}
OLDER = """
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from belisha.cli import main
executor = MigrationExecutor(connection)
executor.migrate([("usersessions", None)])
import sys
sys.exit(main.main(["backup", sys.argv[1]]))
"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("damaged")
    site = Site(folder / "damaged_source").begin()
    site.build()
    assert site.run("backup", folder / "demo.backup").status == 0
    site.end()
    return folder / "demo.backup"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path / "damaged_target").begin()
    yield made
    made.end()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    with new_backup(tmp_path / "small", Manifest("2026-11-21", "1", "sqlite", {})) as archive:
        for name, held in MEMBERS.items():
            archive.add(name, [held])
    return tmp_path / "small"


def members(file: Path) -> dict[str, bytes]:
    with open_backup(file) as archive:
        return {name: archive.archive.read(name) for name in archive.manifest.sums}


def rewritten(file: Path, target: Path, change: Callable[[dict[str, Any]], None], **held: bytes) -> Path:
    """The backup with another manifest, and other members by their name's end."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        manifest = json.loads(old.read("manifest.json"))
        change(manifest)
        for name in old.namelist():
            if name != "manifest.json":
                new.writestr(name, held.get(name.split("/")[-1].split(".")[0], old.read(name)))
        new.writestr("manifest.json", json.dumps(manifest))
    return target


def test_a_whole_one_is_read(small: Path) -> None:
    assert members(small) == MEMBERS


def test_one_cut_short_anywhere_is_refused(small: Path, tmp_path: Path) -> None:
    whole, short = small.read_bytes(), tmp_path / "short"
    for length in range(len(whole)):
        short.write_bytes(whole[:length])
        with pytest.raises(DamagedError):
            members(short)


def test_one_with_any_other_byte_is_refused_or_holds_the_same(small: Path, tmp_path: Path) -> None:
    whole, other, refused = small.read_bytes(), tmp_path / "other", 0
    chance = random.Random(7)
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= chance.randrange(1, 256)
        other.write_bytes(changed)
        try:
            assert members(other) == MEMBERS
        except DamagedError:
            refused += 1
    assert refused > len(whole) / 2


@pytest.mark.parametrize("name", ["/etc/passwd", "files/../../passwd", "elsewhere/x"])
def test_a_member_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with new_backup(tmp_path / "evil", Manifest("2026-11-21", "1", "sqlite", {})) as archive:
        archive.add(name, [b"x"])
    with pytest.raises(DamagedError, match="which no backup does"):
        members(tmp_path / "evil")


def test_what_fails_while_it_is_written_leaves_nothing(tmp_path: Path) -> None:
    def half_written() -> Iterator[bytes]:
        yield b"x"
        raise SettingError

    manifest = Manifest("2026-11-21", "1", "sqlite", {})
    with pytest.raises(SettingError), new_backup(tmp_path / "x", manifest) as archive:
        archive.add("files/a", half_written())
    assert not list(tmp_path.iterdir())


def refused(site: Site, file: Path, words: str) -> None:
    before = site.run("verify").out
    done = site.run("restore", file, "--verify", "--replace")
    assert done.status == 2
    assert words in done.err
    assert done.err.count("\n") == 1
    assert site.run("verify").out == before
    assert not (site.folder / ".restore").exists()


def test_nothing_is_touched_by_what_is_damaged_newer_or_altered(
    site: Site, kept: Path, tmp_path: Path
) -> None:
    assert site.run("restore", kept, "--verify").status == 0
    cut = tmp_path / "cut"
    cut.write_bytes(kept.read_bytes()[:-700])
    refused(site, cut, "cut short")
    assert site.run("verify", cut).status == 1
    (tmp_path / "other").write_bytes(b"PK and no more")
    refused(site, tmp_path / "other", "cut short, or it is another file")

    def newer(manifest: dict[str, Any]) -> None:
        manifest["migrations"]["people"].append("9999_later")

    refused(site, rewritten(kept, tmp_path / "newer", newer), "does not know `people.9999_later`")

    def kind(manifest: dict[str, Any]) -> None:
        manifest["kind"] = "belisha backup 2"

    refused(site, rewritten(kept, tmp_path / "kind", kind), "this Belisha reads `belisha backup 1` here")
    refused(site, _with_altered_event(kept, tmp_path / "forged"), "was altered")
    refused(site, _without_a_school(kept, tmp_path / "loose"), "refers to one that it does not hold")


def _with_altered_event(kept: Path, target: Path) -> Path:
    """As somebody makes it who knows the format: the checksum fits, the chain does not."""
    return _with_table(
        kept, target, "audit_event", lambda text: text.replace(b'"published"', b'"withdrawn"', 1), 0
    )


def _without_a_school(kept: Path, target: Path) -> Path:
    return _with_table(kept, target, "people_school", lambda text: text.rsplit(b"\n", 2)[0] + b"\n", -1)


def _with_table(kept: Path, target: Path, table: str, change: Callable[[bytes], bytes], rows: int) -> Path:
    with zipfile.ZipFile(kept) as archive:
        text = archive.read(f"tables/{table}.jsonl")
    changed = change(text)
    assert changed != text

    def told(manifest: dict[str, Any]) -> None:
        manifest["sums"][f"tables/{table}.jsonl"] = hashlib.sha256(changed).hexdigest()
        manifest["rows"][table] += rows

    return rewritten(kept, target, told, **{table: changed})


def test_one_of_an_older_version_is_brought_up_to_date(site: Site, kept: Path, tmp_path: Path) -> None:
    assert site.run("restore", kept).status == 0
    assert "usersessions" not in site.python(OLDER, str(tmp_path / "older"))
    with open_backup(tmp_path / "older") as archive:
        assert "usersessions" not in archive.manifest.migrations
    site.begin()
    done = site.run("restore", tmp_path / "older", "--verify")
    assert (done.status, done.err) == (0, "")
    done = site.run("backup", tmp_path / "again")
    assert done.status == 0, done.err
    with open_backup(tmp_path / "again") as archive:
        assert "usersessions" in archive.manifest.migrations
