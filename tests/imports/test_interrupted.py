"""An import whose process is killed between two steps goes on exactly where it stopped, and nobody is half
done.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.database

PEOPLE, STEP = 60, 10
PREPARE = """
import django
django.setup()
from django.db import connection
from belisha.base.new_database import fill_new_database
fill_new_database(connection)
from belisha.people.models import Membership, School, User
from belisha.base.clock import today
school = School.objects.create(slug="kerb", name="Kerb School")
head = User.objects.create_user("head@kerb.example", name="Head")
Membership.objects.create(school=school, user=head, role="headteacher", from_on=today())
"""
BEGIN = """
from belisha.people.actor import actor_from
from belisha.imports import actions
from belisha.imports.models import Roll
head = User.objects.get(email="head@kerb.example")
by, school = actor_from(head.pk, head.name), School.objects.get(slug="kerb")
lines = [f"S{n},Person Number{n},teacher" for n in range(PEOPLE)]
data = "\\n".join(["Staff Code,Name,Role", *lines]).encode()
roll = actions.start_import(by=by, school=school, file_name="roll.csv", data=data)
roll = actions.map_columns(by=by, roll=roll, columns=roll.column_mapping["columns"], role_of_all="")
roll = actions.map_titles(by=by, roll=roll, roles={"teacher": "teacher"})
roll = actions.begin_import(
    by=by, roll=roll, seen=roll.plan, are_missing_gone=False, is_whole=False, invites=False
)
"""
APPLY = """
import time
while roll.state == "applying":
    roll = actions.apply_next(by=by, roll=roll, step=STEP)
    print("step", flush=True)
    time.sleep(PAUSE)
"""
KILLED_WITHIN = """
import os, signal
from belisha.imports.actions import apply
real = apply.write_lines
steps = []
def write_and_die(*args, **kwargs):
    found = real(*args, **kwargs)
    steps.append(1)
    if len(steps) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return found
apply.write_lines = write_and_die
"""
AGAIN = """
import django
django.setup()
from belisha.people.actor import actor_from
from belisha.people.models import School, User
from belisha.imports import actions
from belisha.imports.models import Roll
head = User.objects.get(email="head@kerb.example")
by, roll = actor_from(head.pk, head.name), Roll.objects.get()
"""
COUNT = """
import json
from belisha.people.models import Membership
from belisha.imports.models import RollKey, RollLine, RollPerson
teachers = Membership.objects.filter(role="teacher")
print(json.dumps({
    "people": User.objects.count() - 1, "roles": teachers.count(), "persons": RollPerson.objects.count(),
    "keys": RollKey.objects.count(), "done": RollLine.objects.filter(is_done=True).count(),
    "names": User.objects.values("name").distinct().count() - 1, "state": roll.state,
}))
"""


def script(*parts: str, pause: float = 0.0) -> str:
    return f"PEOPLE, STEP, PAUSE = {PEOPLE}, {STEP}, {pause}\n" + "".join(parts)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    own = {"BELISHA_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "belisha.config.settings"}
    return {**os.environ, **own, "BELISHA_DATABASE_URL": f"sqlite:///{tmp_path}/killed.sqlite3"}


def run(code: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )


def counted(environment: dict[str, str]) -> dict[str, object]:
    done = run(script(AGAIN, COUNT), environment)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def finish(environment: dict[str, str]) -> dict[str, object]:
    done = run(script(AGAIN, APPLY, COUNT), environment)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


WHOLE = {"people": PEOPLE, "roles": PEOPLE, "persons": PEOPLE, "keys": PEOPLE, "names": PEOPLE}


def test_killed_between_two_steps(environment: dict[str, str]) -> None:
    code = script(PREPARE, BEGIN, APPLY, pause=0.4)
    with subprocess.Popen(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert [process.stdout.readline().strip() for _ in range(2)] == ["step", "step"]
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    half = counted(environment)
    assert half["people"] == half["roles"] == half["keys"] == half["persons"] == half["done"] == 2 * STEP
    assert half["state"] == "applying"
    assert {key: value for key, value in finish(environment).items() if key in WHOLE} == WHOLE


def test_killed_within_a_step_leaves_that_step_undone(environment: dict[str, str]) -> None:
    done = run(script(PREPARE, BEGIN, KILLED_WITHIN, APPLY), environment)
    assert done.returncode == -signal.SIGKILL, done.stderr
    half = counted(environment)
    assert half["people"] == half["roles"] == half["keys"] == half["persons"] == half["done"] == 2 * STEP
    assert {key: value for key, value in finish(environment).items() if key in WHOLE} == WHOLE
