"""The list of cases shows what is late first, and each person what they were given by name."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from belisha.cases.actions import people, tasks
from belisha.cases.models import CaseAccess, CaseTask, IncidentCase
from tests.cases.filing import worker
from tests.cases.reporting import begun, heard_by, person
from tests.demo_fixtures import ClientFor

LIST = "/s/grange/reports/"
MOST_QUERIES = 30


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def test_late_and_own_cases_are_found_and_the_latest_comes_first(client_for: ClientFor) -> None:
    late, other = begun(), begun()
    begun_later = begun()
    late.tasks.filter(number=2).update(due_at=timezone.now() - timedelta(days=2))
    office = heard_by(late.reports.get())[0]
    chair = person("chair-of-governors")
    people.add_member(by=worker(other), case=other, user_id=chair.user_id or 0, why="To help")
    client = client_for(f"{office}@grange")
    page = client.get("/s/grange/reports/").content.decode()
    places = [page.index(each.reference) for each in (late, other, begun_later)]
    assert min(places) == places[0]
    assert "1 late" in page
    shown = client.get("/s/grange/reports/?show=late").content.decode()
    assert (late.reference in shown, other.reference in shown) == (True, False)
    given = client_for("chair-of-governors@grange").get("/s/grange/reports/?show=mine").content.decode()
    assert (other.reference in given, late.reference in given) == (True, False)


def test_the_page_of_a_case_puts_late_tasks_first_and_folds_what_is_done(client_for: ClientFor) -> None:
    case = begun()
    case.tasks.filter(number=5).update(due_at=timezone.now() - timedelta(days=2))
    tasks.do_task(by=worker(case), task=case.tasks.get(number=1), words="")
    client = client_for(f"{heard_by(case.reports.get())[0]}@grange")
    page = client.get(f"/s/grange/cases/{case.reference}/").content.decode()
    places = [page.index(f'id="task-{number}"') for number in (5, 2, 1)]
    assert places == sorted(places)
    assert "Done or not needed (1)" in page


def test_the_list_asks_the_database_as_often_for_many_cases_as_for_one(client_for: ClientFor) -> None:
    begun()
    client = client_for(f"{heard_by(begun().reports.get())[0]}@grange")
    client.get(LIST)  # what is read once a process
    with CaptureQueriesContext(connection) as for_two:
        client.get(LIST)
    first = IncidentCase.objects.latest("pk")
    made = IncidentCase.objects.bulk_create(
        IncidentCase(school=first.school, category="cyberbullying") for _ in range(60)
    )
    CaseAccess.objects.bulk_create(
        CaseAccess(case=case, office=access.office, why="In the test")
        for case in made
        for access in first.access.exclude(office="")
    )
    CaseTask.objects.bulk_create(CaseTask(case=case, number=n, do="Do") for case in made for n in range(3))
    with CaptureQueriesContext(connection) as for_many:
        page = client.get(LIST).content.decode()
    assert page.count("3 tasks to do") > 40
    assert len(for_many) == len(for_two) <= MOST_QUERIES, [each["sql"][:90] for each in for_many]


def test_the_list_reads_no_table_of_cases_from_end_to_end(client_for: ClientFor) -> None:
    """What other schools have does not make it slower: each query comes by an index."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by what is in the tables, which is little in a test")
    client = client_for(f"{heard_by(begun().reports.get())[0]}@grange")
    with CaptureQueriesContext(connection) as asked:
        client.get(LIST)
    scanned, looked_at = [], 0
    for each in asked:
        if "cases_" in each["sql"] and each["sql"].startswith("SELECT"):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {each['sql']}")
                plan = [row[3] for row in cursor.fetchall()]
            looked_at += 1
            scanned += [(line, each["sql"][:200]) for line in plan if re.match(r"SCAN cases_\w+$", line)]
    assert looked_at >= 3
    assert scanned == []
