"""Bringing in 10,000 people: from the bytes of a CSV file to their roles, and the same file again.

It runs on a database of its own: SQLite in a temporary folder, and the PostgreSQL that
BELISHA_BENCH_POSTGRES names (`postgres://user@host/database`; a database is made beside it and dropped).
Run it as a script: `.venv/bin/python benchmarks/rolls.py`.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

PEOPLE, CHANGED, GOAL = 10_000, 1_000, 10.0
ROLES = {"pupil": "pupil", "class teacher": "teacher", "midday supervisor": "support-staff"}
ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    if "--here" in sys.argv:
        return measure()
    worst, figures = 0, {}
    with tempfile.TemporaryDirectory() as folder:
        urls = {"SQLite": f"sqlite:///{folder}/bench.sqlite3"}
        if os.environ.get("BELISHA_BENCH_POSTGRES"):
            urls["PostgreSQL"] = os.environ["BELISHA_BENCH_POSTGRES"]
        for name, url in urls.items():
            print(name, flush=True)
            env = {**os.environ, "BELISHA_DATABASE_URL": url, "BELISHA_DATA_DIR": folder}
            env["DJANGO_SETTINGS_MODULE"] = "belisha.config.settings"
            done = subprocess.run(
                [sys.executable, __file__, "--here"],
                env=env,
                check=False,
                cwd=ROOT,
                text=True,
                stdout=subprocess.PIPE,
            )
            print(done.stdout, end="", flush=True)
            worst |= done.returncode
            if not done.returncode:
                figures[name] = json.loads(done.stdout.splitlines()[-1])
    print(json.dumps({"people": PEOPLE, "goal in seconds": GOAL, "seconds": figures}))
    return worst


def has_second_post(n: int) -> bool:
    return n % 3 == 0 and n // 3 % 10 == 0


def roll(changed: int = 0) -> bytes:
    """A third staff with addresses and line managers, the others pupils, as a spreadsheet writes them.

    Every tenth of the staff has a second post, on a line of its own.
    """
    headings = "Staff Code,Adno,Forename,Surname,Work Email,Job Title,Year,Class,Start Date,Birthday,Notes"
    lines = [f"{headings},Line Manager"]
    for n in range(PEOPLE):
        group = f"{'Owls' if n >= changed else 'Larks'} {n % 30}"
        if n % 3:
            lines.append(
                f",{n},First{n},Last{n % 977},,pupil,Year {n % 13 + 1},{group},01/09/2024,01/01/2015,none,"
            )
        else:
            person = f"T{n},,First{n},Last{n % 977},t{n}@bench.example"
            manager = f"T{n // 300 * 300}" if n % 300 else ""
            lines.append(f"{person},Class Teacher,,{group},01/09/2019,,none,{manager}")
            if has_second_post(n):
                lines.append(f"{person},Midday Supervisor,,{group},01/09/2020,,none,{manager}")
    return "\n".join(lines).encode()


def measure() -> int:
    import django  # noqa: PLC0415

    django.setup()
    with own_database():
        from belisha.base.clock import today  # noqa: PLC0415
        from belisha.people.models import Membership, School, User  # noqa: PLC0415

        school = School.objects.create(slug="bench", name="Bench School")
        head = User.objects.create_user("head@bench.example", name="Head")
        Membership.objects.create(school=school, user=head, role="headteacher", from_on=today())
        works = {"10,000 joiners": 0, "the same file again": 0, "1,000 changes among 10,000": CHANGED}
        times = {
            words: timed(words, lambda changed=changed: bring_in(school, head, roll(changed)))
            for words, changed in works.items()
        }
        second = sum(map(has_second_post, range(PEOPLE)))
        assert Membership.objects.count() == PEOPLE + second + 1
        assert Membership.objects.exclude(line_manager=None).values("user").distinct().count() > PEOPLE // 4
    print(json.dumps({words: round(took, 2) for words, took in times.items()}))
    return int(max(times.values()) > GOAL)


def own_database() -> Any:
    """Django's test database, dropped at the end."""
    from contextlib import contextmanager  # noqa: PLC0415

    from django.db import connection  # noqa: PLC0415

    @contextmanager
    def made() -> Iterator[None]:
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)

    return made()


def bring_in(school: Any, head: Any, data: bytes) -> list[float]:
    """The import, with what it took: reading and naming, the dry run, and each step."""
    from belisha.imports import actions  # noqa: PLC0415
    from belisha.people.actor import actor_from  # noqa: PLC0415

    by = actor_from(head.pk, head.name)
    times = [time.perf_counter()]
    found = actions.start_import(by=by, school=school, file_name="roll.csv", data=data)
    found = actions.map_columns(by=by, roll=found, columns=found.column_mapping["columns"], role_of_all="")
    times.append(time.perf_counter())
    found = actions.map_titles(by=by, roll=found, roles=ROLES)
    times.append(time.perf_counter())
    found = actions.begin_import(
        by=by, roll=found, seen=found.plan, are_missing_gone=False, is_whole=False, invites=False
    )
    times.append(time.perf_counter())
    while found.state == "applying":
        found = actions.apply_next(by=by, roll=found)
        times.append(time.perf_counter())
    return times


def timed(words: str, work: Callable[[], list[float]]) -> float:
    began = time.process_time()
    times = work()
    ours = time.process_time() - began
    steps = [after - before for before, after in pairwise(times[3:])]
    read, check, begin = (times[place + 1] - times[place] for place in range(3))
    whole = times[-1] - times[0]
    print(
        f"  {words}: {whole:.2f} s (read {read:.2f}, dry run {check:.2f}, begin {begin:.2f}, {len(steps)} "
        "steps, "
        f"the slowest {max(steps):.2f}; {ours:.2f} s of our processor; goal {GOAL:.0f} s)"
    )
    return whole


if __name__ == "__main__":
    sys.exit(main())
