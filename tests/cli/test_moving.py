"""A school moves to another installation, beside the schools that are there, and nothing of it is lost."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from belisha.audit.moved import is_moved
from belisha.cli.moving.ids import STEP, offset_for, shift_key, shift_link
from tests.cli.backup_sites import BIN, Site

pytestmark = [pytest.mark.database, pytest.mark.xdist_group("moving")]
BUILD = "from tests.cli.moving_rows import build; build()"
OLD_IDS = "from tests.cli.moving_rows import old_ids; print(*old_ids(), sep=chr(10))"
TOLD = "from tests.cli.moving_rows import told; told()"
SCHOOLS = "from belisha.people.models import School; print(*School.objects.values_list('slug', flat=True))"
TAMPER = (
    "from django.db import connection; from belisha.audit import triggers; triggers.remove(connection); "
    "from belisha.audit.models import MovedRecord; MovedRecord.objects.update(offset=1); "
    "triggers.install(connection)"
)


@pytest.fixture(scope="module")
def leaving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Path]]:
    """A site whose ids begin at 7,000,000, with one of everything, and the export of a school of it."""
    folder = tmp_path_factory.mktemp("leaving")
    site = Site(folder / "leaving_site", env={"BELISHA_SECOND_FACTOR": "optional"}).begin()
    assert site.python(BUILD) == ""
    (folder / "words").write_text("a long passphrase of many words\n")
    done = site.run("export-school", "grange", folder / "a.school", "--passphrase-file", folder / "words")
    assert (done.status, done.err) == (0, "")
    yield site, folder / "a.school"
    site.end()


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Site]:
    """Another site, with five schools of its own, one of which has the same name in addresses."""
    site = Site(tmp_path / "here", env={"BELISHA_SECOND_FACTOR": "optional"}).begin().build()
    yield site
    site.end()


def words_of(file: Path, *more: str) -> tuple[str | Path, ...]:
    return ("import-school", file, "--passphrase-file", file.with_name("words"), *more)


def checked(site: Site) -> dict[str, object]:
    done = site.run("verify", "--json")
    assert done.status == 0, done.out
    return {str(each["chain"]): each["hash"] for each in json.loads(done.out)["chains"]}


@pytest.mark.slow
def test_a_school_moves_beside_others_and_back(
    leaving: tuple[Site, Path], here: Site, tmp_path: Path
) -> None:
    """What its readers can read is the same; no id of before is left; its record verifies at each place."""
    source, file = leaving
    before = checked(here)
    done = here.run(*words_of(file, "--slug", "grange-again"))
    assert (done.status, done.err) == (0, "")
    assert "is at /s/grange-again/" in done.out
    assert "/join/" in done.out, "whoever signs in for another school too is invited"
    assert checked(here).items() >= before.items()
    assert here.python(OLD_IDS).strip() == ""
    assert here.python(TOLD) == source.python(TOLD)
    again = tmp_path / "b.school"
    shutil.copyfile(file.with_name("words"), again.with_name("words"))
    done = here.run("export-school", "grange-again", again, "--passphrase-file", file.with_name("words"))
    assert (done.status, done.err) == (0, "")
    back = Site(tmp_path / "back", on_postgresql=False, env=here.env).begin()
    done = back.run(*words_of(again, "--slug", "grange"))
    assert (done.status, done.err) == (0, "")
    checked(back)
    assert back.python(TOLD) == source.python(TOLD)
    back.python(TAMPER)
    assert "records from elsewhere" in back.run("verify").out
    assert back.run("verify").status == 1
    back.end()


def test_what_does_not_fit_is_refused_and_changes_nothing(leaving: tuple[Site, Path], here: Site) -> None:
    file = leaving[1]
    taken = here.run(*words_of(file))
    assert (taken.status, taken.out) == (2, "")
    assert "another school is at /s/grange/ here" in taken.err
    assert "--slug" in taken.err
    odd = here.run(*words_of(file, "--slug", "No Such Name"))
    assert "cannot be a school’s name in addresses" in odd.err.replace("'", "’")
    cut = file.with_name("cut.school")
    cut.write_bytes(file.read_bytes()[:-100])
    assert "Nothing was changed" in here.run(*words_of(cut, "--slug", "other")).err
    plain = leaving[0].run("export-school", "grange", file.with_name("plain.school"))
    assert "encrypt it" in plain.err
    assert (
        "there is no school `nowhere`"
        in leaving[0]
        .run("export-school", "nowhere", file.with_name("x"), "--passphrase-file", file.with_name("words"))
        .err
    )
    assert len(here.python(SCHOOLS).split()) == 5


@pytest.mark.slow
@pytest.mark.parametrize("after", ["files:", "cases_report:", "training_trainingrecord:"])
def test_a_kill_anywhere_leaves_nothing(leaving: tuple[Site, Path], here: Site, after: str) -> None:
    """Neither a school nor a row; what lies in the folder of files, the sweep takes away."""
    command = [BIN / "belisha", *words_of(leaving[1], "--slug", "killed")]
    running = here.start("env", "PYTHONUNBUFFERED=1", *command)
    assert running.stdout is not None
    for line in running.stdout:
        if line.strip().startswith(after):
            os.kill(running.pid, signal.SIGKILL)
            break
    assert running.wait(timeout=60) == -signal.SIGKILL
    assert len(here.python(SCHOOLS).split()) == 5
    checked(here)
    done = here.run(*words_of(leaving[1], "--slug", "killed"))
    assert (done.status, done.err) == (0, ""), "and it can be imported afterwards"


def test_ids_are_shifted_and_nothing_else() -> None:
    assert offset_for(lowest=3, last_here=812) == STEP
    assert offset_for(lowest=7 * STEP + 3, last_here=812) == -6 * STEP
    table = {
        "version 12": "version 1000012",
        "training privacy 12 2026-09-01": "training privacy 1000012 2026-09-01",
        "approve version 12 3c9dfd5 person 92": "approve version 1000012 3c9dfd5 person 1000092",
        "edition version 12 Keeping safe 2026 7": "edition version 1000012 Keeping safe 2026 7",
        "person 2026": "person 1002026",
        "version:12": "version:1000012",
        "governors' action 4": "governors' action 1000004",
        "post 4 out": "post 1000004 out",
        "2026-12-01": "2026-12-01",
        "declarations 2026 of 7": "declarations 2026 of 1000007",
        "review document 4 has no date, version 9": "review document 1000004 has no date, version 1000009",
    }
    assert {key: shift_key(key, STEP) for key in table} == table
    for key, moved in table.items():
        assert is_moved(key, moved, STEP)
    assert shift_link("/s/a/data/requests/7/", STEP, ("a", "b")) == "/s/b/data/requests/1000007/"
    assert not is_moved({"clause": "K1", "person": 7}, {"clause": "K2", "person": 7 + STEP}, STEP)
    assert not is_moved("version 12", "version 13", STEP)
