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
# People of a school, pupils in the file, rows of a school that come due, entries of the head in a register.
PEOPLE, PUPILS, A_SCHOOL, OWN = 20, 2500, max(ROWS // SCHOOLS, 1), 2
ASK = "/s/{slug}/ask/?as=headteacher&action=use-school-name&fact=platform:facebook&fact=age:12"
PAGES = "in", "out"
LISTS = ("permissions", "declarations", "accounts", "equipment")
READ = ("permissions", "exceptions", "declarations", "accounts", "platforms", "contacts")


def main() -> int:
    if "--one" in sys.argv:
        return one(int(sys.argv[-1]))
    figures: dict[str, Any] = {"schools": SCHOOLS, "rows that come due": ROWS}
    with tempfile.TemporaryDirectory() as folder:
        figures["sqlite"] = measured({n: f"sqlite:///{folder}/{n}.sqlite3" for n in (1, SCHOOLS)}, folder)
        if base := os.environ.get("BELISHA_BENCH_POSTGRES"):
            figures["postgresql"] = measured({n: made(base, n) for n in (1, SCHOOLS)}, folder)
    print(json.dumps(figures))
    return 0


def made(base: str, schools: int) -> str:
    """The address of a new database of PostgreSQL, beside the one that is named."""
    database = f"belisha_bench_registers_{schools}"
    subprocess.run(["dropdb", "--if-exists", database, f"--maintenance-db={base}"], check=True)
    subprocess.run(["createdb", database, f"--maintenance-db={base}"], check=True)
    return f"{base.rsplit('/', 1)[0]}/{database}"


def measured(urls: dict[int, str], folder: str) -> dict[str, Any]:
    """The figures of one kind of database: every page is asked for in turn with one school and with all."""
    running = {schools: start(url, folder, schools) for schools, url in urls.items()}
    queries = {schools: int(said(each)) for schools, each in running.items()}
    took: dict[tuple[int, str], list[float]] = {}
    for _ in range(ROUNDS):
        for name in (*PAGES, *LISTS):
            for schools, each in running.items():
                took.setdefault((schools, name), []).append(float(told(each, name)))
    ms = {key: statistics.median(times) * 1000 for key, times in took.items()}
    rest = json.loads(told(running[SCHOOLS], "rest"))
    for each in running.values():
        each.kill()
        each.wait()
    return {
        "answer, signed in: ms": round(ms[SCHOOLS, "in"], 2),
        "answer, signed out: ms": round(ms[SCHOOLS, "out"], 2),
        "answer: ratio": round(ms[SCHOOLS, "in"] / ms[SCHOOLS, "out"], 2),
        "answer: queries with one school": queries[1],
        "answer: queries with all schools": queries[SCHOOLS],
        **{f"{name}, 50 rows: ratio": round(ms[SCHOOLS, name] / ms[1, name], 2) for name in LISTS},
        **rest,
    }


def start(url: str, folder: str, schools: int) -> "subprocess.Popen[str]":
    """A process with a database of its own of that many schools."""
    env = {**os.environ, "BELISHA_DATABASE_URL": url, "BELISHA_DATA_DIR": f"{folder}/{schools}"}
    env |= {"DJANGO_SETTINGS_MODULE": "belisha.config.settings", "BELISHA_SECOND_FACTOR": "optional"}
    command = [sys.executable, str(Path(__file__).resolve()), "--one", str(schools)]
    return subprocess.Popen(command, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def said(running: "subprocess.Popen[str]") -> str:
    """The next line that the process says."""
    assert running.stdout
    line = running.stdout.readline()
    if not line:
        raise SystemExit("a process of the benchmark ended")
    return line.strip()


def told(running: "subprocess.Popen[str]", word: str) -> str:
    """What the process says to a word."""
    assert running.stdin
    running.stdin.write(f"{word}\n")
    running.stdin.flush()
    return said(running)


def one(schools: int) -> int:
    """Fill the database, say how many queries an answer asks, then answer each word."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    call_command("migrate", verbosity=0)
    slug, head = fill(schools, PEOPLE)
    enter(slug)
    ask = ASK.format(slug=slug)
    paths = {"in": (head, ask), "out": (Client(), ask)}
    paths |= {name: (head, f"/s/{slug}/registers/{name}/") for name in LISTS}
    for client, path in paths.values():
        assert client.get(path).status_code == 200, path
    assert b"Under the permission of" in head.get(ask).content
    with CaptureQueriesContext(connection) as captured:
        head.get(ask)
    print(len(captured), flush=True)
    for line in sys.stdin:
        if line.strip() == "rest":
            print(json.dumps({"10,000 consents: seconds": consents(slug), **sweeps()}), flush=True)
            continue
        client, path = paths[line.strip()]
        began = time.perf_counter()
        client.get(path)
        print(time.perf_counter() - began, flush=True)
    return 0


def enter(slug: str) -> None:
    """Enter 60 rows in each register, some of the head's own; a permission of the head counts now."""
    from django.utils import timezone

    from belisha.base.clock import today
    from belisha.people.models import Membership, School
    from belisha.policies.queries import policy_in_force
    from belisha.registers.encryption import sealed_values
    from belisha.registers.forms import platform_choices
    from belisha.registers.leave import asked_leave
    from belisha.registers.models import RegisterEntry
    from belisha.rules.judge import judge
    from belisha.rules.ruling import Situation

    school, found = School.objects.get(slug=slug), policy_in_force(slug)
    assert found is not None
    people = list(Membership.objects.filter(school=school).order_by("pk").values_list("user", flat=True))
    situation = Situation("headteacher", "use-school-name")
    leave = [each.stored() for each in asked_leave(found.policy, judge(found.policy, situation), situation)]
    said = {"what": "The banner", "use": "Lessons", "purpose": "News", "conditions": "Once"}
    values, ages = sealed_values(said), sealed_values({"school_age": "13"})
    platforms = ["facebook", *(name for name, _ in platform_choices() if name not in ("", "facebook"))]
    for register in dict.fromkeys((*LISTS, *READ)):
        is_asked = register in ("permissions", "exceptions", "accounts")
        RegisterEntry.objects.bulk_create(
            RegisterEntry(
                school=school,
                register=register,
                state="granted" if is_asked else "recorded",
                made_by_id=people[0 if n < OWN else 1 + n % (len(people) - 1)],
                title=f"Entry {n}",
                year=2026,
                channel=platforms[n % len(platforms)] if register == "platforms" else "",
                details=ages if register == "platforms" else values,
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
    """Microseconds a row: of a sweep that opens duties of a plain source, and of one of registers."""
    from belisha.base.clock import today
    from belisha.duties import sources
    from belisha.duties.models import Duty
    from belisha.outbox.models import Notice
    from belisha.people.models import School
    from belisha.registers.duty_sources import register_duties
    from belisha.registers.models import RegisterEntry

    schools = list(School.objects.order_by("pk"))
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
    return {
        "microseconds a duty of a plain source": plain,
        "microseconds a row of a register": registers,
        "sweep: ratio": round(registers / plain, 2),
    }


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
    """Microseconds of our processor that a sweep with one source only takes for a row."""
    from datetime import UTC, datetime

    from belisha.base.clock import today
    from belisha.duties import sources
    from belisha.duties.sweeping import sweep

    sources.duty_sources()
    sources._REGISTERED.clear()  # noqa: SLF001 - only the benchmark's own
    prepare()
    day = today()
    began = time.process_time()
    found = sweep(day, datetime(day.year, day.month, day.day, 10, tzinfo=UTC))
    seconds = time.process_time() - began
    assert not found.failed
    assert found.opened == rows, (found, rows)
    return round(seconds / rows * 1e6, 1)


if __name__ == "__main__":
    sys.exit(main())
