"""Each address of a case, by each role of the school and each part in the case: who finds it at all.

The subject of a case is a role of its own: whatever else they were given, nothing is there for them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from belisha.access.actor import Actor
from belisha.cases.actions.access import bar, grant
from belisha.cases.models import IncidentCase, Report
from belisha.cases.models.visibility import RIGHT
from belisha.cases.urls import urlpatterns
from belisha.demo.people import demo_people_of
from belisha.people.actor import actor_from
from belisha.people.models import User
from tests.access.table import Address, addresses
from tests.cases.filing import added
from tests.cases.reporting import begun, reported
from tests.demo_fixtures import ClientFor

Row = IncidentCase | Report
Give = Callable[[Any, Actor], None]


def _have_none(row: Row, actor: Actor) -> None:
    """Change nothing."""


def _work(row: Row, actor: Actor) -> None:
    grant(row, user=actor.user_id, why="In the test")


def _fill_office(row: Row, actor: Actor) -> None:
    for _, office in actor.offices:
        grant(row, office=office, why="In the test")


def _be_subject(row: Row, actor: Actor) -> None:
    _work(row, actor)
    _fill_office(row, actor)
    bar(row, user=actor.user_id, why="In the test")


def _be_subject_by_office(row: Row, actor: Actor) -> None:
    _work(row, actor)
    for _, office in actor.offices:
        bar(row, office=office, why="In the test")


def _be_harmed(case: IncidentCase, actor: Actor) -> None:
    case.people.create(part="harmed", user_id=actor.user_id)


Parts = dict[str, tuple[Give, bool]]
OTHERS = ("teacher", "pupil")
# What each part finds, for those who may work on cases; nobody else finds anything, whatever their part.
PARTS: Parts = {
    "no part": (_have_none, False),
    "harmed": (_be_harmed, False),
    "works on it": (_work, True),
    "fills an office that works on it": (_fill_office, True),
    "its subject": (_be_subject, False),
    "fills the office that is its subject": (_be_subject_by_office, False),
}


# Addresses of this room that lead to no one case or report; other tests say who finds what there.
OF_NONE = {
    "cases:report": "the door, open to everybody",
    "cases:come_back": "opened by a receipt",
    "cases:attach": "opened by a receipt",
    "cases:list": "holds what `visible_to` gives; see test_conflict",
    "cases:looks": "without what is about the reader; see test_conflict and tests/retention/test_looks.py",
    "cases:from_matter": "of a concern: whoever handles it; see test_conflict",
    "cases:from_register": "of an entry of a register; see test_from_register",
}


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def of_cases() -> list[Address]:
    return [each for each in addresses() if each.name.startswith("cases:") and "/CASE/" in each.address]


def of_reports() -> list[Address]:
    return [each for each in addresses() if each.name.startswith("cases:") and "/REPORT/" in each.address]


def found(client: Client, row: Row, item: str, rows: list[Address]) -> set[str]:
    """The addresses of the row at which something is there. Where nothing is to see, nothing can be sent."""
    there = set()
    for each in rows:
        address = each.address.replace("SCHOOL", "grange").replace("ITEM", item)
        address = address.replace("CASE", row.reference).replace("REPORT", row.reference)
        ask = client.get if "GET" in each.methods else client.post
        status = ask(address).status_code
        assert status in (200, 404), f"{address}: {status}"
        if status == 200:
            there.add(each.name)
        elif "POST" in each.methods:
            assert client.post(address, {"do": "write"}).status_code == 404, f"{address} takes a form"
    return there


def walk(client_for: ClientFor, row: Row, item: str, rows: list[Address], parts: Parts) -> set[str]:
    """Ask as each role and part at the school. Return the parts that were let in somewhere."""
    worked = set()
    for each in demo_people_of("grange"):
        user = User.objects.get(email=each.email)
        can_work = actor_from(user.pk, user.name).may(RIGHT, row.school_id)
        if not can_work and each.role not in OTHERS:
            continue
        client = client_for(each.email.removesuffix(".example"))
        for part, (give, is_let_in) in parts.items():
            # All addresses for its subject, and once for each part that is let in; else two.
            is_open = is_let_in and can_work
            is_first = is_open and part not in worked
            asked = rows if is_first or give is _be_subject else rows[:2]
            with transaction.atomic():
                give(row, actor_from(user.pk, user.name))
                there = found(client, row, item, asked)
                assert there == ({row.name for row in asked} if is_open else set()), f"{each.role}, {part}"
                transaction.set_rollback(True)
            worked |= {part} if is_open else set()
    return worked


def let_in(parts: Parts) -> set[str]:
    return {part for part, (_, is_let_in) in parts.items() if is_let_in}


def test_who_finds_a_case_is_decided_by_part_and_right_and_never_for_its_subject(
    client_for: ClientFor,
) -> None:
    case = begun()
    item = added(case).reference
    case.access.all().delete()
    assert walk(client_for, case, item, of_cases(), PARTS) == let_in(PARTS)


def test_who_finds_a_report_is_decided_by_part_and_right_and_never_for_its_subject(
    client_for: ClientFor,
) -> None:
    report = reported()
    report.access.all().delete()
    parts = {part: held for part, held in PARTS.items() if part != "harmed"}
    assert walk(client_for, report, "", of_reports(), parts) == let_in(parts)


def test_no_address_of_cases_reports_and_evidence_is_missing_from_the_table() -> None:
    known = {f"cases:{each.name}" for each in urlpatterns}
    assert {each.name for each in (*of_cases(), *of_reports())} | OF_NONE.keys() == known
