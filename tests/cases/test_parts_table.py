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
from belisha.cases.models import IncidentCase
from belisha.cases.models.visibility import RIGHT
from belisha.demo.people import demo_people_of
from belisha.people.actor import actor_from
from belisha.people.models import User
from tests.access.table import Address, addresses
from tests.cases.filing import added
from tests.cases.reporting import begun
from tests.demo_fixtures import ClientFor

Give = Callable[[IncidentCase, Actor], None]


def _have_none(case: IncidentCase, actor: Actor) -> None:
    """Change nothing."""


def _work(case: IncidentCase, actor: Actor) -> None:
    grant(case, user=actor.user_id, why="In the test")


def _fill_office(case: IncidentCase, actor: Actor) -> None:
    for _, office in actor.offices:
        grant(case, office=office, why="In the test")


def _be_subject(case: IncidentCase, actor: Actor) -> None:
    _work(case, actor)
    _fill_office(case, actor)
    bar(case, user=actor.user_id, why="In the test")


def _be_subject_by_office(case: IncidentCase, actor: Actor) -> None:
    _work(case, actor)
    for _, office in actor.offices:
        bar(case, office=office, why="In the test")


def _be_harmed(case: IncidentCase, actor: Actor) -> None:
    case.people.create(part="harmed", user_id=actor.user_id)


OTHERS = ("teacher", "pupil")
# What each part finds, for those who may work on cases; nobody else finds anything, whatever their part.
PARTS: dict[str, tuple[Give, bool]] = {
    "no part": (_have_none, False),
    "harmed": (_be_harmed, False),
    "works on it": (_work, True),
    "fills an office that works on it": (_fill_office, True),
    "its subject": (_be_subject, False),
    "fills the office that is its subject": (_be_subject_by_office, False),
}


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def of_cases() -> list[Address]:
    return [each for each in addresses() if each.name.startswith("cases:") and "/CASE/" in each.address]


def found(client: Client, case: IncidentCase, item: str, rows: list[Address]) -> set[str]:
    """The addresses of the case at which something is there."""
    there = set()
    for each in rows:
        address = each.address.replace("SCHOOL", "grange").replace("CASE", case.reference)
        ask = client.get if "GET" in each.methods else client.post
        status = ask(address.replace("ITEM", item)).status_code
        assert status in (200, 404), f"{address}: {status}"
        if status == 200:
            there.add(each.name)
    return there


def test_who_finds_a_case_is_decided_by_part_and_right_and_never_for_its_subject(
    client_for: ClientFor,
) -> None:
    case = begun()
    item = added(case).reference
    case.access.all().delete()
    rows = of_cases()
    assert len(rows) > 8
    worked = set()
    for each in demo_people_of("grange"):
        user = User.objects.get(email=each.email)
        can_work = actor_from(user.pk, user.name).may(RIGHT, case.school_id)
        if not can_work and each.role not in OTHERS:
            continue
        client = client_for(each.email.removesuffix(".example"))
        for part, (give, is_let_in) in PARTS.items():
            # All addresses for its subject, and once for each part that is let in; else two.
            is_open = is_let_in and can_work
            is_first = is_open and part not in worked
            asked = rows if is_first or give is _be_subject else rows[:2]
            with transaction.atomic():
                give(case, actor_from(user.pk, user.name))
                there = found(client, case, item, asked)
                assert there == ({row.name for row in asked} if is_open else set()), f"{each.role}, {part}"
                transaction.set_rollback(True)
            worked |= {part} if is_open else set()
    assert worked == {part for part, (_, is_let_in) in PARTS.items() if is_let_in}
