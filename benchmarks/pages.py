"""Pages of a signed-in head, with one school of 500 people and with 2,000 schools of 100 in the database.

The goal is a ratio of at most 1.3: what a page costs does not depend on how many other schools there are.
Each database is a new SQLite file in a temporary folder, or beside the PostgreSQL that
BELISHA_BENCH_POSTGRES names. Every page is asked for in turn from both, so that a busy machine slows them
alike.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SIZES = {"one": (1, 500), "nation": (int(os.environ.get("BENCH_SCHOOLS", "2000")), 100)}
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "100"))
PAGES = {
    "my page": "/me/",
    "desk": "/s/{slug}/desk/",
    "people, 50 rows": "/s/{slug}/people/manage/",
    "duties, 24 rows": "/s/{slug}/duties/",
    "record, 25 rows": "/s/{slug}/record/",
    "offices": "/s/{slug}/offices/",
    "policy": "/s/{slug}/policy/",
    "versions": "/s/{slug}/versions/",
    "state of it all": "/s/{slug}/state/",
    "acknowledgements": "/s/{slug}/acknowledge/",
    "cases, 50 rows": "/s/{slug}/reports/",
}
CASES_OF_THE_FIRST, CASES_ELSEWHERE = 60, 3


def main() -> int:
    if "--here" in sys.argv:
        return serve(*SIZES[sys.argv[-1]])
    with tempfile.TemporaryDirectory() as folder:
        asked = {name: start(name, folder) for name in SIZES}
        for running in asked.values():
            line(running)
        figures: dict[str, dict[str, float]] = {}
        for page in PAGES:
            took: dict[str, list[float]] = {name: [] for name in SIZES}
            for _ in range(ROUNDS):
                for name, running in asked.items():
                    took[name].append(ask(running, page))
            one, nation = (statistics.median(took[name]) for name in ("one", "nation"))
            figures[page] = {
                "one_ms": round(one * 1000, 1),
                "nation_ms": round(nation * 1000, 1),
                "ratio": round(nation / one, 2),
            }
            print(
                f"{page:18} {one * 1000:7.1f} ms  {nation * 1000:7.1f} ms  {nation / one:5.2f}x", flush=True
            )
        for running in asked.values():
            running.kill()
            running.wait()
    print(json.dumps({"schools": SIZES["nation"][0], "pages": figures}))
    return 0


def start(name: str, folder: str) -> "subprocess.Popen[str]":
    """A process with a database of its own of that size."""
    url = f"sqlite:///{folder}/{name}.sqlite3"
    base = os.environ.get("BELISHA_BENCH_POSTGRES")
    if base:
        database = f"belisha_bench_{name}"
        subprocess.run(["dropdb", "--if-exists", database, f"--maintenance-db={base}"], check=True)
        subprocess.run(["createdb", database, f"--maintenance-db={base}"], check=True)
        url = f"{base.rsplit('/', 1)[0]}/{database}"
    env = {
        **os.environ,
        "BELISHA_DATABASE_URL": url,
        "BELISHA_DATA_DIR": str(Path(folder) / name),
        "BELISHA_SECOND_FACTOR": "optional",
        "DJANGO_SETTINGS_MODULE": "belisha.config.settings",
    }
    return subprocess.Popen(
        [sys.executable, __file__, "--here", name],
        env=env,
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def line(running: "subprocess.Popen[str]") -> str:
    """The next line that the process says."""
    assert running.stdout
    said = running.stdout.readline()
    if not said:
        raise SystemExit("a process of the benchmark ended")
    return said.strip()


def ask(running: "subprocess.Popen[str]", page: str) -> float:
    """The seconds that the page took there."""
    assert running.stdin
    running.stdin.write(page + "\n")
    running.stdin.flush()
    return float(line(running))


def serve(schools: int, people: int) -> int:
    """Fill the database, then answer each page's name with the seconds that it took."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    slug, client = fill(schools, people)
    for path in PAGES.values():
        warm = client.get(path.format(slug=slug))
        assert warm.status_code == 200, (path, warm.status_code)
    print("ready", flush=True)
    for said in sys.stdin:
        path = PAGES[said.strip()].format(slug=slug)
        began = time.perf_counter()
        client.get(path)
        print(time.perf_counter() - began, flush=True)
    return 0


def fill(schools: int, people: int) -> tuple[str, Any]:
    """Schools with a policy in force, their people, a duty each. The first one's slug, its head signed in."""
    from datetime import date, timedelta  # noqa: PLC0415
    from importlib.resources import files  # noqa: PLC0415

    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from belisha.access.actor import ANONYMOUS  # noqa: PLC0415
    from belisha.audit.actions import record  # noqa: PLC0415
    from belisha.base.clock import today  # noqa: PLC0415
    from belisha.duties.models import Duty  # noqa: PLC0415
    from belisha.people.models import Membership, School, User  # noqa: PLC0415
    from belisha.policies.actions import bring_in_version  # noqa: PLC0415
    from belisha.policies.models import PolicyDocument, PolicyVersion  # noqa: PLC0415
    from belisha.policies.states import VersionState  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["testserver"]
    source = files("belisha").joinpath("library", "policies", "grange.md").read_text(encoding="utf-8")
    rows = School.objects.bulk_create(School(slug=f"s{n}", name=f"School {n}") for n in range(schools))
    first = bring_in_version(by=ANONYMOUS, school=rows[0], source=source, label="1")
    documents = PolicyDocument.objects.bulk_create(
        PolicyDocument(school=school, slug="grange", title=first.document.title) for school in rows[1:]
    )
    now, since = timezone.now(), date(2026, 9, 1)
    PolicyVersion.objects.bulk_create(
        PolicyVersion(
            school_id=document.school_id,
            document=document,
            label="1",
            source=source,
            checksum=first.checksum,
            state=VersionState.PUBLISHED,
            published_at=now,
        )
        for document in documents
    )
    for begin in range(0, schools, 200):
        some = rows[begin : begin + 200]
        users = User.objects.bulk_create(
            User(email=f"p{n}@{school.slug}.example", name=f"Person {n} {school.slug}", password="!")
            for school in some
            for n in range(people)
        )
        roles = ("headteacher", "dsl", "clerk", "chair-of-governors")
        places = [(school, n) for school in some for n in range(people)]
        Membership.objects.bulk_create(
            Membership(
                school=school, user=user, role=roles[n] if n < len(roles) else "teacher", from_on=since
            )
            for user, (school, n) in zip(users, places, strict=True)
        )
        Duty.objects.bulk_create(
            Duty(
                school=school,
                source="training",
                key=f"bench {n}",
                title="Read the policy",
                person=user,
                due_on=today() + timedelta(n % 60 - 20),
                opened_on=since,
            )
            for user, (school, n) in zip(users, places, strict=True)
        )
    for n in range(100):
        record(school_id=rows[0].pk, by=None, verb="did something", subject=f"thing {n}")
    fill_cases(rows)
    client = Client()
    head = User.objects.get(email=f"p0@{rows[0].slug}.example")
    client.force_login(head, settings.AUTHENTICATION_BACKENDS[0])
    return rows[0].slug, client


def fill_cases(schools: "list[Any]") -> None:
    """Cases with tasks, which the head of each school works on: many at the first one, some at each other."""
    from datetime import timedelta  # noqa: PLC0415

    from django.utils import timezone  # noqa: PLC0415

    from belisha.cases.models import CaseAccess, CaseTask, IncidentCase  # noqa: PLC0415

    now = timezone.now()
    cases = IncidentCase.objects.bulk_create(
        IncidentCase(school=school, category="cyberbullying", begun_at=now - timedelta(hours=n))
        for place, school in enumerate(schools)
        for n in range(CASES_ELSEWHERE if place else CASES_OF_THE_FIRST)
    )
    CaseAccess.objects.bulk_create(
        CaseAccess(case=case, office=office, why="bench")
        for case in cases
        for office in ("headteacher", "dsl")
    )
    CaseTask.objects.bulk_create(
        CaseTask(case=case, number=n, do="Do it", due_at=now + timedelta(hours=n * 9 - 20))
        for case in cases
        for n in range(4)
    )


if __name__ == "__main__":
    sys.exit(main())
