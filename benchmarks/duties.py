"""The sweep over a million duties: 2,000 schools of 100 people who owe five things each.

`opened`: nothing is there yet; every duty is opened and everybody is written a reminder. `idle`: all is open
and nothing has come up, as it is nearly always. `leavers`: one person in twenty has left. `reminded`: seven
days before the due day a step of every duty comes up on one morning. On SQLite, and on PostgreSQL where
BELISHA_BENCH_POSTGRES names a database that may be emptied (`postgres://…`). With a number of schools as the
argument, so many schools.
"""

# ruff: noqa: PLC0415 - Django is made ready in the process that measures

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

SCHOOLS, PEOPLE, THINGS = 2000, 100, 5
MONDAY = date(2026, 11, 23)
DUE = MONDAY + timedelta(days=28)
BATCH = 2000


def main(words: list[str]) -> None:
    schools = int(words[0]) if words else SCHOOLS
    figures: dict[str, Any] = {"duties": schools * PEOPLE * THINGS, "schools": schools}
    with tempfile.TemporaryDirectory() as folder:
        urls = {"sqlite": f"sqlite:///{folder}/duties.sqlite3"}
        if url := os.environ.get("BELISHA_BENCH_POSTGRES"):
            urls["postgresql"] = url
        for name, url in urls.items():
            figures[name] = in_a_process_of_its_own(url, folder, schools)
    print(json.dumps(figures))


def in_a_process_of_its_own(url: str, folder: str, schools: int) -> dict[str, Any]:
    """The figures on one database; the memory is that of a fresh process."""
    env = {**os.environ, "BELISHA_DATABASE_URL": url, "BELISHA_DATA_DIR": folder}
    env |= {"DJANGO_SETTINGS_MODULE": "belisha.config.settings", "BELISHA_TODAY": ""}
    command = [sys.executable, str(Path(__file__).resolve()), "--one", str(schools)]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    *told, last = done.stdout.splitlines()
    print("\n".join(told), flush=True)
    found: dict[str, Any] = json.loads(last)
    return found


def one(schools: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "postgresql":
        # The record lets nothing be removed from it, so the tables go as a whole.
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    build(schools)
    print(f"built in {time.perf_counter() - began:.0f} s", flush=True)
    print(json.dumps(measured(schools)))


def build(schools: int) -> None:
    from belisha.people.models import Membership, School, User

    School.objects.bulk_create(
        (School(slug=f"school-{n}", name=f"School {n}") for n in range(schools)), batch_size=BATCH
    )
    ids = list(School.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), 100):
        some = ids[start : start + 100]
        users = User.objects.bulk_create(
            (
                User(email=f"p{n}@s{school}.example", name=f"Person {n}", password="!")
                for school in some
                for n in range(PEOPLE)
            ),
            batch_size=BATCH,
        )
        Membership.objects.bulk_create(
            (
                Membership(
                    school_id=some[place // PEOPLE],
                    user=user,
                    role="headteacher" if place % PEOPLE == 0 else "teacher",
                    from_on=date(2020, 1, 1),
                )
                for place, user in enumerate(users)
            ),
            batch_size=BATCH,
        )


def wanted(school: Any, on: date) -> Iterator[Any]:
    """Everybody at the school owes five things. One query, as a real source has."""
    from belisha.duties.sources import DutySpec
    from belisha.people.models import Membership

    people = Membership.objects.filter(school=school).on(on).values_list("user_id", flat=True)
    for person in people:
        for thing in range(THINGS):
            yield DutySpec(
                key=f"thing {thing} person {person}",
                title=f"Thing {thing}",
                due_on=DUE,
                person_id=person,
                clause="clause",
                cites="X1",
                link=f"/s/{school.slug}/things/{thing}/",
            )


def measured(schools: int) -> dict[str, Any]:
    from django.db.models import F

    from belisha.duties import sources
    from belisha.duties.models import Duty
    from belisha.duties.sweeping import SweepCounts, sweep
    from belisha.outbox.models import Notice
    from belisha.people.models import Membership

    sources.duty_sources()
    sources._REGISTERED.clear()  # noqa: SLF001 - only the benchmark's own
    sources.duty_source("plain")(wanted)
    figures: dict[str, Any] = {}

    def timed(name: str, day: date, check: Callable[[SweepCounts], bool]) -> None:
        now = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
        began, processor = time.perf_counter(), time.process_time()
        swept = sweep(day, now)
        seconds, processor = time.perf_counter() - began, time.process_time() - processor
        assert not swept.failed
        assert check(swept), swept
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        figures[name] = {
            "seconds": round(seconds, 1),
            "seconds of our processor": round(processor, 1),
            "peak MB": round(memory),
        }
        print(f"{name}: {figures[name]} {swept}", flush=True)

    total, people = schools * PEOPLE * THINGS, schools * PEOPLE
    timed("opened", MONDAY, lambda swept: swept.opened == total and swept.mails == people)
    tuesday = MONDAY + timedelta(days=1)
    timed("idle", tuesday, lambda swept: (swept.opened, swept.dropped, swept.mails) == (0, 0, 0))
    Membership.objects.annotate(place=F("pk") % 20).filter(place=3).update(to_on=tuesday)
    leavers = Membership.objects.filter(to_on=tuesday).count()
    wednesday = MONDAY + timedelta(days=2)
    timed("leavers", wednesday, lambda swept: swept.dropped == leavers * THINGS)
    before = DUE - timedelta(days=7)
    timed("reminded", before, lambda swept: swept.mails == people - leavers)
    assert Duty.objects.count() == total
    assert Notice.objects.count() == people * 2 - leavers
    return figures


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]))
    else:
        main(sys.argv[1:])
