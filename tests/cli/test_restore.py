"""A backup comes back whole: every table, every relation, into either database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from belisha.cli.backup.archive import open_backup
from tests.cli.backup_sites import IS_POSTGRESQL, Site

pytestmark = [pytest.mark.database, pytest.mark.xdist_group("restore")]
FILL = "from tests.cli.every_relation import build; build()"
UNGUARDED = (
    "from django.db import connection; from belisha.base import row_security; "
    "print(row_security.missing(connection))"
)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Path]]:
    """A site with a row of each relation in every table, and its backup."""
    folder = tmp_path_factory.mktemp("full")
    site = Site(folder / "full_site", env={"BELISHA_SECOND_FACTOR": "optional"}).begin()
    assert site.python(FILL) == "", "add what is missing to tests/cli/every_relation.py"
    done = site.run("backup", folder / "full.backup")
    assert done.status == 0, done.err
    yield site, folder / "full.backup"
    site.end()


def record(site: Site) -> object:
    """What `belisha verify` finds, without the names of triggers."""
    done = site.run("verify", "--json")
    assert done.out, done.err
    return json.loads(done.out)


@pytest.mark.parametrize("onto_postgresql", [False, True] if IS_POSTGRESQL else [False])
def test_every_relation_comes_back(full: tuple[Site, Path], tmp_path: Path, *, onto_postgresql: bool) -> None:
    """From the database of this run into both, where there are both; back again it is the same backup."""
    source, file = full
    kind = "postgresql" if onto_postgresql else "sqlite"
    target = Site(tmp_path / f"onto_{kind}", on_postgresql=onto_postgresql).begin()
    done = target.run("restore", file, "--verify")
    assert (done.status, done.err) == (0, "")
    assert record(target) == record(source)
    assert target.python(UNGUARDED) == "set()\n"
    again = tmp_path / "again.backup"
    assert target.run("backup", again).status == 0
    with open_backup(file) as before, open_backup(again) as after:
        assert after.manifest.rows == before.manifest.rows
        assert min(after.manifest.rows.values()) > 0
        tables = {name: told for name, told in before.manifest.sums.items() if name.startswith("tables/")}
        assert {name: after.manifest.sums[name] for name in tables} == tables
        assert after.manifest.last_ids == before.manifest.last_ids
    target.end()


def test_a_rehearsal_touches_nothing_and_leaves_nothing(full: tuple[Site, Path]) -> None:
    source, file = full
    before = sorted(each.name for each in source.folder.rglob("*"))
    done = source.run("restore", file, "--rehearse")
    assert done.status == 0, done.out + done.err
    assert "The rehearsal went well." in done.out
    assert ("in PostgreSQL" in done.out) is IS_POSTGRESQL
    assert sorted(each.name for each in source.folder.rglob("*")) == before


def test_a_rehearsal_of_what_does_not_come_back_says_so(full: tuple[Site, Path], tmp_path: Path) -> None:
    source, file = full
    cut = tmp_path / "cut.backup"
    cut.write_bytes(file.read_bytes()[:-900])
    done = source.run("restore", cut, "--rehearse")
    assert done.status == 1
    assert "this backup does not come back" in done.out


def test_an_encrypted_backup_whose_keys_are_apart_needs_both(full: tuple[Site, Path], tmp_path: Path) -> None:
    source, _ = full
    made = source.run("backup-key", tmp_path / "private.key")
    public = made.out.strip()
    file, keys = tmp_path / "locked.backup", tmp_path / "site.keys"
    assert source.run("backup", file, "--to", public, "--keys", keys).status == 0
    assert (tmp_path / "private.key").stat().st_mode & 0o077 == keys.stat().st_mode & 0o077 == 0
    opened = ("--private-key", tmp_path / "private.key")
    assert source.run("verify", file, *opened).status == 0
    target = Site(tmp_path / "locked_site").begin()
    for arguments, words in (
        ((), "give the private key with --private-key"),
        (opened, "give it with --keys FILE"),
    ):
        done = target.run("restore", file, "--verify", *arguments)
        assert done.status == 2
        assert words in done.err
    done = target.run("restore", file, "--verify", *opened, "--keys", keys)
    assert (done.status, done.err) == (0, "")
    assert (target.folder / "secret.key").read_text() == (source.folder / "secret.key").read_text()
    assert record(target) == record(source)
    target.end()
