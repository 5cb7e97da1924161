"""Two people who do the same at one moment make one record; a killed publication leaves nothing half done.

Both run as processes over a database file of their own, as a real site does.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.database

BUILD = """
import django
django.setup()
from django.db import connection
from belisha.base.new_database import fill_new_database
fill_new_database(connection)
from belisha.people.models import Membership, School, User
from belisha.policies.actions import bring_in_version
from belisha.rules.language.reading import load_policy
from belisha.rules.language.writing import write_policy
from belisha.access.actor import ANONYMOUS
from belisha.base.clock import today
school = School.objects.create(slug="grange", name="Grange Infant School")
for role in ("headteacher", "chair-of-governors", "governor", "clerk", "slt"):
    user = User.objects.create_user(f"{role}@grange.example", name=role)
    Membership.objects.create(school=school, user=user, role=role, from_on=today())
clerk = User.objects.get(email="clerk@grange.example")
heads = Membership.objects.filter(user__email="headteacher@grange.example")
heads.update(extra_rights=["record-ratification"])
bring_in_version(by=ANONYMOUS, school=school, source=write_policy(load_policy("grange")), label="before")
from tests.ratification.ratifying import approved, checked, met, new_draft, person, published, signed
version = new_draft()
checked(version)
approved(version)
"""
AT_ONCE = """
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from django.db import connection
from belisha.audit.models import Event
from belisha.policies.models import PolicyVersion
from belisha.ratification.meeting.actions import record_meeting, sign_version
from belisha.ratification.models import Ratification, Signature

def at_once(*acts):
    start = Barrier(len(acts))
    def run(act):
        start.wait(timeout=30)
        try:
            act()
        except Exception as error:
            return type(error).__name__
        finally:
            connection.close()
        return "done"
    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))

def meet(who, minute):
    given = {"met_on": today(), "body": "Governors", "minute": minute}
    by = person(f"{who}@grange")
    return lambda: record_meeting(by=by, version=version, **given)

def sign(who, part):
    by = person(f"{who}@grange")
    return lambda: sign_version(by=by, version=version, part=part, checksum=version.checksum)

version.refresh_from_db()
met_now = at_once(meet("clerk", "7"), meet("clerk", "7"), meet("headteacher", "8"))
sides = (("headteacher", "school"), ("chair-of-governors", "governors"))
signed_now = at_once(*(sign(*side) for side in (*sides, *sides)))
published_now = at_once(*(lambda: published(version) for _ in range(3)))
told = Event.objects.filter(subject=f"version {version.pk}")
print(json.dumps({
    "met": met_now, "signed": signed_now, "published": published_now,
    "rows": [Ratification.objects.count(), Signature.objects.count()],
    "in_force": PolicyVersion.objects.in_force().count(),
    "told": [told.filter(verb=verb).count() for verb in ("recorded-meeting", "ratified", "published")],
}))
"""
KILLED = """
import os, signal
met(version)
signed(version)
from belisha.ratification.publication import actions as publication
def die(**_):
    os.kill(os.getpid(), signal.SIGKILL)
publication.copy_intended_changes = die
published(version)
"""
AFTER = """
import django
django.setup()
import json
from belisha.audit.models import Event
from belisha.policies.models import PolicyVersion
from tests.ratification.ratifying import published
version = PolicyVersion.objects.get(label="next")
before = list(PolicyVersion.objects.order_by("pk").values_list("label", "state"))
published(version)
print(json.dumps({
    "killed": before,
    "again": list(PolicyVersion.objects.order_by("pk").values_list("label", "state")),
    "told": Event.objects.filter(subject=f"version {version.pk}", verb="published").count(),
}))
"""


@pytest.fixture
def run(tmp_path: Path) -> Any:
    env = {
        **os.environ,
        "BELISHA_DATA_DIR": str(tmp_path),
        "BELISHA_DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "belisha.config.settings",
        "PYTHONPATH": str(ROOT),
    }

    def ran(*parts: str) -> subprocess.CompletedProcess[str]:
        code = "".join(parts)
        given = {"env": env, "cwd": ROOT, "capture_output": True, "text": True, "timeout": 240}
        return subprocess.run([sys.executable, "-c", code], check=False, **given)  # type: ignore[call-overload,no-any-return]

    return ran


@pytest.mark.slow
def test_several_at_once_make_one_record(run: Any) -> None:
    done = run(BUILD, AT_ONCE)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    # Whoever comes second with the same is told that it is done; with another minute, that one is recorded.
    assert found["met"] in (
        ["TransitionRefusedError", "done", "done"],
        ["TransitionRefusedError", "TransitionRefusedError", "done"],
    )
    assert found["signed"] == ["done"] * 4
    assert found["published"] == ["done"] * 3
    assert (found["rows"], found["in_force"]) == ([1, 2], 1)
    assert found["told"] == [1, 1, 1]


@pytest.mark.slow
def test_a_killed_publication_leaves_nothing_half_done_and_is_done_again(run: Any) -> None:
    assert run(BUILD, KILLED).returncode == -signal.SIGKILL
    done = run(AFTER)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "killed": [["before", "published"], ["next", "ratified"]],
        "again": [["before", "superseded"], ["next", "published"]],
        "told": 1,
    }
