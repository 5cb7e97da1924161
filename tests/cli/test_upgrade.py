"""A database of another version: a newer one is refused, an older one waits until it is upgraded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.backup_sites import Site

pytestmark = pytest.mark.database
OLDER = """
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
MigrationExecutor(connection).migrate([("usersessions", None)])
"""
NEWER = """
from django.db.migrations.recorder import MigrationRecorder
from django.db import connection
MigrationRecorder(connection).record_applied("people", "9999_later")
"""
COMMANDS = [("sweep",), ("verify",), ("new-school",), ("upgrade",)]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path / "upgrade_site").begin().build()
    yield made
    made.end()


def test_a_newer_database_is_refused_by_every_command(site: Site, tmp_path: Path, free_tcp_port: int) -> None:
    site.python(NEWER)
    before = sorted(site.folder.iterdir())
    commands = [*COMMANDS, ("serve", "--bind", f"127.0.0.1:{free_tcp_port}"), ("backup", tmp_path / "x")]
    for words in commands:
        done = site.run(*words)
        assert done.status == 2, words
        assert "of a newer Belisha: this one does not know `people.9999_later`" in done.err
    assert sorted(site.folder.iterdir()) == before
    assert not (tmp_path / "x").exists()


def test_an_older_database_waits_for_the_upgrade_which_takes_a_backup(
    site: Site, tmp_path: Path, free_tcp_port: int
) -> None:
    site.python(OLDER)
    for words in (("sweep",), ("verify",), ("serve", "--bind", f"127.0.0.1:{free_tcp_port}")):
        done = site.run(*words)
        assert done.status == 2, words
        assert "of an older Belisha: run `belisha upgrade`" in done.err
    done = site.run("upgrade")
    assert (done.status, done.err) == (0, "")
    (backup,) = site.folder.glob("before-upgrade-*.backup")
    assert str(backup) in done.out
    assert site.run("verify").status == 0
    again = site.run("upgrade")
    assert (again.status, again.out) == (0, "The database is up to date.\n")
    assert len(list(site.folder.glob("*.backup"))) == 1
    target = Site(tmp_path / "from_before").begin()
    done = target.run("restore", backup, "--verify")
    assert (done.status, done.err) == (0, "")
    target.end()


def test_an_empty_database_is_set_up_without_asking(tmp_path: Path) -> None:
    site = Site(tmp_path / "empty_site").begin()
    done = site.run("sweep")
    assert done.status == 2
    assert "the database is empty" in done.err
    assert site.run("new-school").status == 0
    assert site.run("sweep", "--no-mail").status == 0
    assert not list(site.folder.glob("*.backup"))
    site.end()
