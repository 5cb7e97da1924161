"""What governors read, for one school, a trust and beside a nation; and a disposal that is killed.

The report of a year of a school of 500 people (the goal: at most 2 s), the sum of a trust of 40 such schools
(at most 15 s), and both again with 2,000 schools in the database (at most 1.2 times). Then 100,000 records
are destroyed (at most 300 s): the process is killed on the way and another takes it up; nothing is left and
nothing is counted twice. On SQLite, and on PostgreSQL where BELISHA_BENCH_POSTGRES names a database that may
be emptied. BENCH_SCHOOLS, BENCH_TRUST and BENCH_ROWS make it smaller.
"""

# ruff: noqa: PLC0415 - Django is made ready in the process that measures

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

SCHOOLS = int(os.environ.get("BENCH_SCHOOLS", "2000"))
ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
TRUST = int(os.environ.get("BENCH_TRUST", "40"))
PEOPLE, ROUNDS = 500, int(os.environ.get("BENCH_ROUNDS", "5"))
# A year of a school: questions, duties, official posts.
ASKED, OWED, POSTED, BATCH = 6000, 2500, 200, 2000
# Of every other school of the nation.
FEW = 20


def main() -> int:
    if "--dispose" in sys.argv:
        return dispose()
    if "--one" in sys.argv:
        return one()
    figures: dict[str, Any] = {"schools": SCHOOLS, "records destroyed": ROWS}
    with tempfile.TemporaryDirectory() as folder:
        urls = {"sqlite": f"sqlite:///{folder}/governing.sqlite3"}
        if url := os.environ.get("BELISHA_BENCH_POSTGRES"):
            urls["postgresql"] = url
        for name, url in urls.items():
            done = child(url, folder, "--one").communicate()[0]
            figures[name] = json.loads(done.splitlines()[-1])
    print(json.dumps(figures))
    return 0


def child(url: str, folder: str, word: str) -> "subprocess.Popen[str]":
    env = {**os.environ, "BELISHA_DATABASE_URL": url, "BELISHA_DATA_DIR": folder}
    env |= {"DJANGO_SETTINGS_MODULE": "belisha.config.settings", "BELISHA_TODAY": ""}
    command = [sys.executable, str(Path(__file__).resolve()), word]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)


def one() -> int:
    ready()
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0)
    from belisha.demo.build import build_demo

    build_demo()
    trust = [year_of(number) for number in range(TRUST)]
    before = measured(trust)
    for number in range(TRUST, SCHOOLS):
        small(number)
    analysed()
    after = measured(trust)
    print(
        json.dumps(
            {
                "report of a school, s": round(before["report"], 2),
                f"report of a trust of {TRUST}, s": round(before["trust"], 2),
                "report, with all schools: ratio": round(after["report"] / before["report"], 2),
                "trust, with all schools: ratio": round(after["trust"] / before["trust"], 2),
                **killed(),
            }
        )
    )
    return 0


def ready() -> None:
    import django

    django.setup()


def analysed() -> None:
    """Let the database count its rows, as PostgreSQL does by itself in time."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def year_of(number: int) -> Any:
    """A school of 500 people with a policy in force and a year of questions, duties and posts."""
    from belisha.people.models import Membership, School, User
    from belisha.policies.models import PolicyVersion
    from belisha.policies.states import VersionState

    school = School.objects.create(slug=f"school-{number}", name=f"School {number}")
    users = User.objects.bulk_create(
        (User(email=f"p{n}@s{number}.example", name=f"Person {n}", password="!") for n in range(PEOPLE)),
        batch_size=BATCH,
    )
    roles = ("teacher", "pupil", "parent", "pupil", "parent")
    Membership.objects.bulk_create(
        (
            Membership(school=school, user=user, role=roles[n % 5], from_on=date(2020, 1, 1))
            for n, user in enumerate(users)
        ),
        batch_size=BATCH,
    )
    own = PolicyVersion.objects.filter(school__slug="grange", state=VersionState.PUBLISHED).latest("pk")
    document = own.document
    document.pk, document.school = None, school
    document.save()
    own.pk, own.school, own.document = None, school, document
    own.save()
    fill(school, own, users)
    return school


def fill(school: Any, version: Any, users: list[Any]) -> None:
    from django.utils import timezone

    from belisha.answers.models import AnswerLog
    from belisha.channels.models import OfficialPost
    from belisha.duties.models import Duty
    from belisha.rules.ruling import Verdict

    verdicts, now = list(Verdict), timezone.now()
    AnswerLog.objects.bulk_create(
        (
            AnswerLog(
                school=school, version=version, asked_at=now - timedelta(days=n % 360), role="teacher",
                action="befriend", verdict=verdicts[n % len(verdicts)], clauses=[f"clause-{n % 30}"],
                is_sure=True,
            )
            for n in range(ASKED)
        ),
        batch_size=BATCH,
    )  # fmt: skip
    Duty.objects.bulk_create(
        (
            Duty(
                school=school, source="training" if n % 2 else "cards", key=f"{n}", title="Read it",
                person=users[n % PEOPLE], due_on=(now - timedelta(days=n % 360)).date(), opened_on=now.date(),
                done_at=now if n % 3 else None,
            )
            for n in range(OWED)
        ),
        batch_size=BATCH,
    )  # fmt: skip
    OfficialPost.objects.bulk_create(
        OfficialPost(
            school=school, channel="Page", text="Open.", author=users[0], author_role="headteacher",
            made_at=now - timedelta(days=n),
        )
        for n in range(POSTED)
    )  # fmt: skip


def small(number: int) -> None:
    from django.utils import timezone

    from belisha.answers.models import AnswerLog
    from belisha.people.models import Membership, School, User
    from belisha.policies.models import PolicyVersion
    from belisha.rules.ruling import Verdict

    school = School.objects.create(slug=f"school-{number}", name=f"School {number}")
    users = User.objects.bulk_create(
        User(email=f"p{n}@s{number}.example", name=f"Person {n}", password="!") for n in range(FEW)
    )
    Membership.objects.bulk_create(
        Membership(school=school, user=user, role="teacher", from_on=date(2020, 1, 1)) for user in users
    )
    version = PolicyVersion.objects.filter(school__slug="school-0").latest("pk")
    AnswerLog.objects.bulk_create(
        AnswerLog(
            school=school, version=version, asked_at=timezone.now(), role="teacher",
            verdict=Verdict.PROHIBITED, clauses=["clause-1"], is_sure=True,
        )
        for _ in range(10 * FEW)
    )  # fmt: skip


def measured(trust: list[Any]) -> dict[str, float]:
    """The median of some rounds, in seconds: one school's whole report, and the figures of a trust."""
    from belisha.base.clock import today
    from belisha.base.suppression import roll_up
    from belisha.governance.report import figures_of, governors_report

    first, last = today() - timedelta(days=365), today()

    def summed() -> None:
        found = [figures_of(each.pk, first, last) for each in trust]
        for figures in zip(*found, strict=True):
            roll_up(each.shown for each in figures)

    return {
        "report": timed(lambda: governors_report(trust[0], first, last)),
        "trust": timed(summed),
    }


def timed(work: Callable[[], object]) -> float:
    def rounds() -> Iterator[float]:
        for _ in range(ROUNDS + 1):
            begun = time.perf_counter()
            work()
            yield time.perf_counter() - begun

    return statistics.median(list(rounds())[1:])


def killed() -> dict[str, Any]:
    """Destroy old questions of a school; kill whoever does it on the way, and let another take it up."""
    from django.db.models import Sum
    from django.utils import timezone

    from belisha.answers.models import AnswerLog
    from belisha.people.models import School
    from belisha.policies.models import PolicyVersion
    from belisha.retention.models import Disposal, DisposalStub
    from belisha.retention.states import DisposalState

    school = School.objects.get(slug="grange")
    version = PolicyVersion.objects.filter(school=school).latest("pk")
    AnswerLog.objects.filter(school=school).delete()
    long_ago = timezone.now() - timedelta(days=3000)
    AnswerLog.objects.bulk_create(
        (
            AnswerLog(
                school=school, version=version, asked_at=long_ago, role="teacher", action="befriend",
                verdict="prohibited", clauses=["friend-pupil"], is_sure=True,
            )
            for _ in range(ROWS)
        ),
        batch_size=BATCH,
    )  # fmt: skip
    begun = time.perf_counter()
    disposal = approved(school)
    kills, url, folder = 0, os.environ["BELISHA_DATABASE_URL"], os.environ["BELISHA_DATA_DIR"]
    running = child(url, folder, "--dispose")
    while running.poll() is None:
        time.sleep(0.2)
        done = Disposal.objects.get(pk=disposal.pk).destroyed
        if kills < 2 and done > ROWS * (kills + 1) // 3:
            running.send_signal(signal.SIGKILL)
            running.wait()
            kills += 1
            running = child(url, folder, "--dispose")
    took = time.perf_counter() - begun
    disposal.refresh_from_db()
    counted = DisposalStub.objects.filter(school=school, holding="answers").aggregate(all=Sum("count"))["all"]
    left = AnswerLog.objects.filter(school=school).count()
    whole = (disposal.state, disposal.destroyed, counted, left) == (DisposalState.DESTROYED, ROWS, ROWS, 0)
    return {"disposal, s": round(took, 1), "disposal: kills": kills, "disposal: whole": whole}


def approved(school: Any) -> Any:
    """A disposal of the answers, approved by somebody else than whoever prepared it."""
    from belisha.people.models import User
    from belisha.retention.disposal import prepare_disposal
    from belisha.retention.models import Disposal
    from belisha.retention.states import DISPOSAL_LIFE
    from tests.ratification.ratifying import person

    made = prepare_disposal(by=person("headteacher@grange"), school=school, key="answers")
    other = User.objects.filter(memberships__school=school).exclude(pk=made.prepared_by_id).first()
    Disposal.objects.filter(pk=made.pk).update(
        state=DISPOSAL_LIFE.move("be approved").target, decided_by=other, decided_at=made.prepared_at
    )
    return made


def dispose() -> int:
    ready()
    from belisha.retention.disposal import carry_on

    carry_on()
    return 0


if __name__ == "__main__":
    sys.exit(main())
