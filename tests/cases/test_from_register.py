"""A contact attempt in the register becomes a case in a click, with its words, past whoever it is about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from belisha.cases.models import IncidentCase, Report
from belisha.outbox.models import Notice
from belisha.registers.models import RegisterEntry
from tests.cases.reporting import person
from tests.demo_fixtures import ClientFor
from tests.registers.asking_for import user
from tests.registers.test_contacts import report as attempt


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def address(entry: RegisterEntry, more: str = "") -> str:
    return f"/s/{entry.school.slug}/registers/contacts/{entry.pk}/{more}"


def test_it_is_a_case_in_a_click_with_the_words_and_the_entry(client_for: ClientFor) -> None:
    """What a teacher entered goes to the safeguarding lead, who makes it a case with the account noted."""
    entry = attempt(client_for("teacher@grange"), "grange", note="He wrote at night.")
    dsl = client_for("dsl@grange")
    assert "Make it a case" in dsl.get(address(entry)).content.decode()
    for _ in range(2):
        done = dsl.post(address(entry, "case/"))
        assert done.status_code == 302
    case = IncidentCase.objects.get()
    assert done.headers["Location"] == f"/s/grange/cases/{case.reference}/"
    page = dsl.get(f"/s/grange/cases/{case.reference}/").content.decode()
    assert "He wrote at night." in page
    assert address(entry) in page
    assert (case.category, case.opened(case.marks.get().sealed)) == ("contact-attempt", "starfish99")
    assert case.people.filter(part="reporter", user=user("teacher@grange")).exists()
    assert "Handed on, with its words." in dsl.get(address(entry)).content.decode()


def test_it_takes_the_right_to_work_on_cases_and_another_than_the_reporter(client_for: ClientFor) -> None:
    teacher = client_for("teacher@grange")
    entry = attempt(teacher, "grange")
    assert "Make it a case" not in teacher.get(address(entry)).content.decode()
    assert teacher.post(address(entry, "case/")).status_code == 403
    assert client_for("parent@grange").post(address(entry, "case/")).status_code == 404
    own = attempt(client_for("dsl@grange"), "grange")
    page = client_for("dsl@grange").post(address(own, "case/"), follow=True).content.decode()
    assert "Somebody else makes a case of what you entered yourself" in page
    assert not Report.objects.exists()


def test_whoever_tried_never_learns_of_the_case(client_for: ClientFor) -> None:
    head = user("headteacher@grange")
    tried = attempt(client_for("teacher@grange"), "grange", who="staff", name=head.name)
    dsl = client_for("dsl@grange")
    RegisterEntry.objects.filter(pk=tried.pk).update(office="dsl")
    assert dsl.post(address(tried, "case/")).status_code == 302
    case = IncidentCase.objects.get()
    assert case.people.filter(part="alleged", user=head).exists()
    assert not IncidentCase.objects.visible_to(person("headteacher")).exists()
    assert not Report.objects.visible_to(person("headteacher")).exists()
    assert client_for("headteacher@grange").post(address(tried, "case/")).status_code == 404
    assert not Notice.objects.filter(to=head, subject__contains="needs you").exists()
