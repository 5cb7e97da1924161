"""Registers: an answer that reads six, lists of 50 rows, 10,000 consents, and a sweep over what comes due.

The goals: the answer to somebody signed in takes at most 1.5 times that of the same answer signed out,
asked in turn; it asks no more queries with 2,000 schools than with one; a list of 50 rows costs at most 1.3
times as much there; 10,000 consents are taken in within 10 seconds; a row of a register that comes due
costs the sweep no more than a duty of a plain source. BENCH_SCHOOLS, BENCH_ROUNDS and BENCH_ROWS make it
smaller. On SQLite, and on the PostgreSQL database that BELISHA_BENCH_POSTGRES names, which is emptied.
"""

# ruff: noqa: PLC0415 - Django is made ready in the process that measures

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pages import fill

SCHOOLS = int(os.environ.get("BENCH_SCHOOLS", "2000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "60"))
ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
PEOPLE, PUPILS, A_SCHOOL = 20, 2500, 500
ASK = "/s/{slug}/ask/?as=headteacher&action=use-school-name&fact=platform:facebook&fact=age:12"
LISTS = ("permissions", "declarations", "accounts", "equipment")
READ = ("permissions", "exceptions", "declarations", "accounts", "platforms", "contacts")


def main() -> int:
    figures: dict[str, Any] = {"schools": SCHOOLS, "rows that come due": ROWS}
    with tempfile.TemporaryDirectory() as folder:
        bases = {"sqlite": ""}
        if url := os.environ.get("BELISHA_BENCH_POSTGRES"):
            bases["postgresql"] = url
        for name, url in bases.items():
            found = {}
            for schools in (1, SCHOOLS):
                place = url or f"sqlite:///{folder}/{name}-{schools}.sqlite3"
                found[schools] = in_a_process_of_its_own(place, folder, schools)
            figures[name] = put_together(found[1], found[SCHOOLS])
    print(json.dumps(figures))
    return 0


def put_together(one: dict[str, Any], nation: dict[str, Any]) -> dict[str, Any]:
    """The figures of both sizes side by side."""
    lists = {f"{name}, 50 rows: ratio": round(nation[name] / one[name], 2) for name in LISTS}
    return {
        "answer, signed in: ms": nation["in"],
        "answer, signed out: ms": nation["out"],
        "answer: ratio": round(nation["in"] / nation["out"], 2),
        "queries with one school": one["queries"],
        "queries with all schools": nation["queries"],
        **lists,
        "10,000 consents: seconds": nation["import"],
        "microseconds a duty of a plain source": nation["plain"],
        "microseconds a row of a register": nation["registers"],
        "sweep: ratio": round(nation["registers"] / nation["plain"], 2),
    }


def in_a_process_of_its_own(url: str, folder: str, schools: int) -> dict[str, Any]:
    """The figures on one database of that many schools."""
    env = {**os.environ, "BELISHA_DATABASE_URL": url, "BELISHA_DATA_DIR": f"{folder}/{schools}"}
    env |= {"DJANGO_SETTINGS_MODULE": "belisha.config.settings", "BELISHA_SECOND_FACTOR": "optional"}
    command = [sys.executable, str(Path(__file__).resolve()), "--one", str(schools)]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    *told, last = done.stdout.splitlines()
    print("\n".join(told), flush=True)
    found: dict[str, Any] = json.loads(last)
    return found


def one(schools: int) -> None:
    """Fill the database and print the figures."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0)
    slug, head = fill(schools, PEOPLE)
    enter(slug)
    out, ask, figures = Client(), ASK.format(slug=slug), {}
    paths = {"in": (head, ask), "out": (out, ask)}
    paths |= {name: (head, f"/s/{slug}/registers/{name}/") for name in LISTS}
    for client, path in paths.values():
        assert client.get(path).status_code == 200, path
    assert b"Under the permission of" in head.get(ask).content
    with CaptureQueriesContext(connection) as captured:
        head.get(ask)
    figures["queries"] = len(captured)
    took: dict[str, list[float]] = {name: [] for name in paths}
    for _ in range(ROUNDS):
        for name, (client, path) in paths.items():
            began = time.perf_counter()
            client.get(path)
            took[name].append(time.perf_counter() - began)
    figures |= {name: round(statistics.median(times) * 1000, 2) for name, times in took.items()}
    if schools > 1:
        figures["import"] = consents(slug)
        figures |= sweeps()
    print(json.dumps(figures))


def enter(slug: str) -> None:
    """Enter 60 rows in each register, of the head and others; a permission of the head counts now."""
    from django.utils import timezone

    from belisha.base.clock import today
    from belisha.people.models import Membership, School
    from belisha.policies.queries import policy_in_force
    from belisha.registers.encryption import sealed_values
    from belisha.registers.leave import asked_leave
    from belisha.registers.models import RegisterEntry
    from belisha.rules.judge import judge
    from belisha.rules.ruling import Situation

    school, found = School.objects.get(slug=slug), policy_in_force(slug)
    assert found is not None
    people = list(Membership.objects.filter(school=school).order_by("pk").values_list("user", flat=True))
    situation = Situation("headteacher", "use-school-name")
    leave = [each.stored() for each in asked_leave(found.policy, judge(found.policy, situation), situation)]
    values = sealed_values({"what": "The banner", "use": "Lessons", "purpose": "News", "conditions": "Once"})
    for register in dict.fromkeys((*LISTS, *READ)):
        is_asked = register in ("permissions", "exceptions", "accounts")
        RegisterEntry.objects.bulk_create(
            RegisterEntry(
                school=school,
                register=register,
                state="granted" if is_asked else "recorded",
                made_by_id=people[0 if n % 3 == 0 else n % len(people)],
                title=f"Entry {n}",
                year=2026,
                channel="facebook" if register == "platforms" else "",
                details=values,
                situation={"role": "headteacher", "action": "use-school-name"} if is_asked else {},
                clauses=leave if register == "permissions" else [],
                decided_by_id=people[3] if is_asked else None,
                decided_as="chair-of-governors" if is_asked else "",
                decided_at=timezone.now() if is_asked else None,
                form="written" if is_asked else "",
                is_prior=True if is_asked else None,
                from_on=today() if is_asked else None,
                to_on=today() + timedelta(days=60) if is_asked else None,
                key=f"bench {register} {n}",
            )
            for n in range(60)
        )


def consents(slug: str) -> float:
    """Seconds to read, plan and take in a file of 10,000 answers."""
    from belisha.people.actor import actor_from
    from belisha.people.models import Membership, School, User
    from belisha.registers.consent_import import import_consents, plan_consents, pupils_by_name, read_consents

    school = School.objects.get(slug=slug)
    users = User.objects.bulk_create(User(name=f"Pupil Number {n}") for n in range(PUPILS))
    Membership.objects.bulk_create(
        Membership(school=school, user=user, role="pupil", group="Oak", from_on=date(2026, 9, 1))
        for user in users
    )
    head = User.objects.get(email=f"p0@{slug}.example")
    lines = "".join(f"{user.name},Oak,yes,no,yes,yes\n" for user in users)
    data = f"Name,Class,Website,Newspapers and television,Social,Video\n{lines}".encode()
    began = time.perf_counter()
    plan = plan_consents(read_consents(data), pupils_by_name(school))
    changed = import_consents(by=actor_from(head.pk, head.name), school=school, plan=plan, witness="Office")
    seconds = time.perf_counter() - began
    assert changed == 4 * PUPILS, changed
    return round(seconds, 2)


def sweeps() -> dict[str, float]:
    """Microseconds a row: a sweep that opens duties of a plain source, and one of registers."""
    from belisha.base.clock import today
    from belisha.duties import sources
    from belisha.duties.models import Duty
    from belisha.outbox.models import Notice
    from belisha.people.models import School
    from belisha.registers.duty_sources import register_duties
    from belisha.registers.models import RegisterEntry

    schools = list(School.objects.order_by("pk")[: max(ROWS // A_SCHOOL, 1)])
    plain = swept(lambda: sources.duty_source("plain")(_plain), len(schools) * A_SCHOOL)
    Duty.objects.all().delete()
    Notice.objects.all().delete()
    RegisterEntry.objects.all().update(state="closed")
    for school in schools:
        RegisterEntry.objects.bulk_create(
            RegisterEntry(
                school=school, register="phones", state="recorded", due_on=today(), key=f"due {n}", year=2026
            )
            for n in range(A_SCHOOL)
        )
    registers = swept(lambda: sources.duty_source("registers")(register_duties), len(schools) * A_SCHOOL)
    return {"plain": plain, "registers": registers}


def _plain(school: Any, on: date) -> Iterator[Any]:
    """As many duties of an office as the school has rows, without reading any."""
    from belisha.duties.sources import DutySpec

    for n in range(A_SCHOOL):
        yield DutySpec(
            key=f"plain {n}",
            title="Do a thing",
            due_on=on,
            office="slt",
            link=f"/s/{school.slug}/things/{n}/",
        )


def swept(prepare: Callable[[], object], rows: int) -> float:
    """Microseconds a row that a sweep takes with one source only."""
    from datetime import UTC, datetime

    from belisha.base.clock import today
    from belisha.duties import sources
    from belisha.duties.sweeping import sweep

    sources.duty_sources()
    sources._REGISTERED.clear()  # noqa: SLF001 - only the benchmark's own
    prepare()
    day = today()
    began = time.perf_counter()
    found = sweep(day, datetime(day.year, day.month, day.day, 10, tzinfo=UTC))
    seconds = time.perf_counter() - began
    assert not found.failed
    assert found.opened == rows, (found, rows)
    return round(seconds / rows * 1e6, 1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]))
    else:
        sys.exit(main())
