"""`belisha sweep` as processes: killed while it sends, twice at once, stopped. The mail server is real."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.outbox.mail_server import MailServer, listening

pytestmark = pytest.mark.database

COMMAND = Path(sys.executable).with_name("belisha")
PATIENCE = 60
BUILD = """
import django; django.setup()
from django.db import connection
from belisha.base.new_database import fill_new_database
fill_new_database(connection)
from belisha.people.models import School, User
from belisha.outbox.actions import queue_notice
from belisha.outbox.models import Priority
school = School.objects.create(slug="small", name="Small School")
ann = User.objects.create_user("ann@small.example", name="Ann")
about = {"school_id": school.pk, "to_id": ann.pk, "text": "T", "pace": Priority.AT_ONCE}
for n in range(COUNT):
    queue_notice(key=f"letter {n}", subject=f"{n}", **about)
"""


class Site:
    """A site of its own in a folder, whose commands run as processes."""

    def __init__(self, folder: Path, server: MailServer) -> None:
        self.file = folder / "site.sqlite3"
        self.env = {
            **os.environ,
            "BELISHA_DATA_DIR": str(folder),
            "BELISHA_DATABASE_URL": f"sqlite:///{self.file}",
            "BELISHA_MAIL_HOST": "127.0.0.1",
            "BELISHA_MAIL_PORT": f"{server.port}",
            "BELISHA_MAIL_TLS": "false",
            "DJANGO_SETTINGS_MODULE": "belisha.config.settings",
        }
        self.env.pop("BELISHA_TODAY", None)

    def build(self, count: int) -> None:
        self.run(BUILD.replace("COUNT", f"{count}"))

    def run(self, code: str) -> None:
        subprocess.run([sys.executable, "-c", code], env=self.env, check=True)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.file, timeout=20)) as database:
            return database.execute(query).fetchall()

    def sweep(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [COMMAND, "sweep", *words],
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def states(self) -> Counter[str]:
        return Counter(str(row[0]) for row in self.rows("SELECT state FROM notices_notice"))

    def count(self, table: str) -> int:
        return int(str(self.rows(f"SELECT count(*) FROM {table}")[0][0]))

    def let_time_pass(self) -> None:
        """As if what is being sent had been claimed an hour ago."""
        with closing(sqlite3.connect(self.file, timeout=20)) as database:
            database.execute("UPDATE notices_notice SET tried_at = datetime(tried_at, '-1 hour')")
            database.commit()


BUILD_DEMO = """
import django; django.setup()
from django.db import connection
from belisha.base.new_database import fill_new_database
fill_new_database(connection)
from belisha.demo.build import build_demo
build_demo()
"""


@pytest.fixture
def server() -> Iterator[MailServer]:
    with listening(MailServer()) as made:
        yield made


@pytest.fixture
def site(tmp_path: Path, server: MailServer) -> Site:
    return Site(tmp_path, server)


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out, err


def test_killed_while_it_sends_nothing_is_lost_and_one_letter_at_most_comes_twice(
    site: Site, server: MailServer
) -> None:
    site.build(12)
    kills = 0
    for enough in (3, 7):
        server.keeps_waiting = 0.05
        sender = site.sweep()
        server.wait_for(enough)
        server.keeps_waiting = 30  # the letter is taken, and the answer does not come
        time.sleep(0.3)
        sender.send_signal(signal.SIGKILL)
        ended(sender)
        kills += 1
        assert site.states()["sending"] <= kills
    server.keeps_waiting = 0
    assert ended(site.sweep())[0] == 0
    # What was on its way is in doubt: it is left alone for a quarter of an hour.
    assert site.states()["sending"] + site.states()["sent"] == 12
    site.let_time_pass()
    assert ended(site.sweep())[0] == 0
    assert site.states() == {"sent": 12}
    by_subject: dict[str, list[str]] = {}
    for letter in server.got:
        by_subject.setdefault(str(letter["Subject"]), []).append(str(letter["Message-ID"]))
    assert set(by_subject) == {f"{n}" for n in range(12)}
    assert all(len(set(names)) == 1 for names in by_subject.values())
    assert sum(len(names) - 1 for names in by_subject.values()) <= kills


def test_two_senders_at_once_send_each_letter_once(site: Site, server: MailServer) -> None:
    site.build(60)
    server.keeps_waiting = 0.01
    both = [site.sweep(), site.sweep()]
    assert [ended(each)[0] for each in both] == [0, 0]
    assert Counter(str(each["Subject"]) for each in server.got) == {f"{n}": 1 for n in range(60)}
    assert site.states() == {"sent": 60}


DUTIES = "SELECT school_id, key, reminded, opened_on, remind_on FROM duties_duty ORDER BY school_id, key"
MAILS = "SELECT school_id, key, text FROM notices_notice ORDER BY school_id, key"


@pytest.mark.slow
def test_a_sweep_that_is_killed_or_runs_twice_at_once_leaves_what_one_sweep_leaves(
    site: Site, tmp_path: Path, server: MailServer
) -> None:
    site.run(BUILD_DEMO)
    site.env["BELISHA_TODAY"] = "2026-11-24"  # a Tuesday
    built = tmp_path / "built.sqlite3"
    site.run(f"import sqlite3; sqlite3.connect({str(site.file)!r}).execute(\"VACUUM INTO '{built}'\")")
    found = []
    for way in ("once", "killed", "twice at once"):
        for each in tmp_path.glob("site.sqlite3*"):
            each.unlink()
        shutil.copy(built, site.file)
        if way == "killed":
            for enough in (1, 90):
                sweeper = site.sweep("--no-mail")
                while sweeper.poll() is None and site.count("duties_duty") < enough:
                    time.sleep(0.005)
                sweeper.kill()
                ended(sweeper)
        sweepers = [site.sweep("--no-mail") for _ in range(2 if way == "twice at once" else 1)]
        told = [ended(each) for each in sweepers]
        assert [status for status, _, _ in told] == [0] * len(told), told
        found.append((site.rows(DUTIES), site.rows(MAILS)))
    once, killed, twice = found
    assert len(once[0]) > 100
    assert killed == once
    assert twice == once


def test_again_and_again_until_it_is_stopped(site: Site, server: MailServer) -> None:
    site.build(3)
    sweeper = site.sweep("--every", "1h")
    server.wait_for(3)
    sweeper.send_signal(signal.SIGTERM)
    status, out, err = ended(sweeper)
    assert (status, err) == (0, "")
    assert sum(int(sent) for sent in re.findall(r"(\d+) sent", out)) == 3


def test_a_database_that_is_not_there_yet_is_told_in_one_line(site: Site) -> None:
    status, _, err = ended(site.sweep())
    assert status == 2
    assert "belisha serve" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("word", ["15", "5s", "25h", "m", "-1m"])
def test_a_time_that_is_none_is_told(site: Site, word: str) -> None:
    status, _, err = ended(site.sweep("--every", word))
    assert status == 2
    assert "15m" in err or "expected" in err
