"""The data protection officer sees each look at what is sensitive: who, when, at what kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from belisha.cases.actions.access import bar
from belisha.cases.models import IncidentCase
from belisha.people.models import Membership, User
from tests.cases.filing import added
from tests.cases.reporting import begun, heard_by
from tests.demo_fixtures import ClientFor

LOOKS = "/s/grange/data/looks/"


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def case(client_for: ClientFor) -> IncidentCase:
    """A case at whose pages somebody has looked: report, case, evidence, a copy, an export."""
    made = begun(about_name="Zebedee Quill")
    item = added(made)
    client = client_for(f"{heard_by(made.reports.get())[0]}@grange")
    at = f"/s/grange/cases/{made.reference}"
    client.get(f"/s/grange/reports/{made.reports.get().reference}/")
    client.get(f"{at}/")
    b"".join(client.get(f"{at}/evidence/{item.reference}/file/?show=yes").streaming_content)  # type: ignore[attr-defined]
    b"".join(client.get(f"{at}/evidence/{item.reference}/file/").streaming_content)  # type: ignore[attr-defined]
    b"".join(client.post(f"{at}/export/", {"kind": "case"}).streaming_content)  # type: ignore[attr-defined]
    return made


def dpo(client_for: ClientFor, case: IncidentCase) -> Client:
    user = User.objects.get(email="governor@grange.example")
    Membership.objects.create(school=case.school, user=user, role="dpo", from_on=case.begun_at.date())
    return client_for("governor@grange")


def test_who_looked_when_and_at_what_kind_is_shown_without_any_name_of_those_it_is_about(
    client_for: ClientFor, case: IncidentCase
) -> None:
    page = dpo(client_for, case).get(LOOKS).content.decode()
    looker = User.objects.get(email=f"{heard_by(case.reports.get())[0]}@grange.example")
    for words in (
        "Looked at a report",
        "Looked at a case",
        "Looked at evidence",
        "Copied evidence",
        "Exported a case",
        "Reports of what has happened",
        "Cases",
        f"case {case.reference}",
        looker.name,
    ):
        assert words in page, words
    children = User.objects.filter(memberships__school=case.school, memberships__role="pupil")
    assert children
    assert not [each.name for each in children if each.name in page]
    assert "Zebedee Quill" not in page


def test_others_are_not_shown_looks_at_cases_nor_a_dpo_those_at_a_case_about_them(
    client_for: ClientFor, case: IncidentCase
) -> None:
    head = client_for("headteacher@grange").get(LOOKS).content.decode()
    assert f"case {case.reference}" not in head
    assert "shown to the data protection officer alone" in head
    officer = dpo(client_for, case)
    bar(case, user=User.objects.get(email="governor@grange.example").pk, why="In the test")
    page = officer.get(LOOKS).content.decode()
    assert f"case {case.reference}" not in page
    assert "Looked at a case" not in page
    assert "Copied evidence" not in page
    assert f"report {case.reports.get().reference}" in page
