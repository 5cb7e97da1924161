"""Indecent images: no upload, no field for a description, no preview, on any page, whatever the role."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from belisha.base.models import EncryptedFile
from belisha.cases.actions import cases, referrals, reports
from belisha.cases.actions.chronology import CaseRefusedError
from belisha.cases.actions.evidence import add_case_file
from belisha.cases.models import ChronologyKind, IncidentCase, Report
from tests.cases.reporting import begun, heard_by, person, send
from tests.demo_fixtures import ClientFor

WORDS = "A member of staff found a naked picture of a pupil on a school laptop."
AREAS = ("", "chronology/", "people/", "referrals/", "evidence/", "outcome/")
LONGEST = 500


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def image_case() -> IncidentCase:
    return begun("indecent-image", "grange", WORDS, role="teacher")


def worker(case: IncidentCase) -> Any:
    return person(heard_by(case.reports.get())[0])


@pytest.mark.clause("G84d", "G82")
@pytest.mark.parametrize("slug", ["grange", "barley-lane", "hr-cooperative", "coads-green", "calcot"])
def test_no_page_of_such_a_case_takes_a_file_or_a_description(client_for: ClientFor, slug: str) -> None:
    """On every page of a case about an indecent image there is no upload.

    No box to write in and no picture.
    """
    case = begun("indecent-image", slug, WORDS, role="teacher")
    report = case.reports.get()
    client = client_for(f"{heard_by(report)[0]}@{slug}")
    pages = [f"/s/{slug}/cases/{case.reference}/{area}" for area in AREAS]
    for address in (*pages, f"/s/{slug}/reports/{report.reference}/"):
        page = client.get(address)
        text = page.content.decode()
        assert page.status_code == 200, address
        assert 'type="file"' not in text, address
        assert "<textarea" not in text, address
        assert "<img" not in text, address
        assert "multipart" not in text, address
        lengths = [int(each) for each in re.findall(r'<input[^>]*type="text"[^>]*maxlength="(\d+)"', text)]
        assert all(length <= LONGEST for length in lengths)


def test_the_reporter_of_an_image_adds_by_choosing_and_never_by_describing(demo: None) -> None:
    _, page, code = send(words=WORDS, role="teacher", choice="indecent-image")
    assert 'type="file"' not in page
    back = Client().post("/s/grange/report/receipt/", {"code": code}).content.decode()
    assert "<textarea" not in back
    assert "Please do not describe the picture" in back
    report = Report.objects.get()
    with pytest.raises(CaseRefusedError, match="do not describe"):
        reports.add_to_report(report=report, words="It shows")
    added = Client().post("/s/grange/report/receipt/", {"code": code, "more": "yes", "choice": "unsafe"})
    assert "I do not feel safe" in added.content.decode()


def test_no_route_takes_a_file_for_it_and_nothing_is_kept(client_for: ClientFor, tmp_path: Path) -> None:
    _, _, code = send(words=WORDS, role="teacher", choice="indecent-image")
    body = b"\x89PNG\r\n\x1a\n" + b"HARMLESS" * 500_000
    answer = Client().post(
        "/s/grange/report/attach/", {"code": code, "send": "yes", "file": SimpleUploadedFile("a.png", body)}
    )
    assert answer.status_code == 403
    case = image_case()
    client = client_for(f"{heard_by(case.reports.get())[0]}@grange")
    refused = client.post(
        f"/s/grange/cases/{case.reference}/evidence/",
        {
            "do": "file",
            "seen_on": "1",
            "seen_at": "1",
            "place": "x",
            "file": SimpleUploadedFile("a.png", body),
        },
    )
    assert refused.status_code == 400
    with pytest.raises(CaseRefusedError, match="Nothing can be added"):
        add_case_file(by=worker(case), case=case, pieces=[body], name="a.png", facts={})
    assert not EncryptedFile.objects.exists()
    assert not any(b"HARMLESS" in each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())


def test_words_are_refused_by_every_action_of_such_a_case(demo: None) -> None:
    case = image_case()
    by = worker(case)
    with pytest.raises(CaseRefusedError, match="Nothing is written about a picture"):
        cases.write_in_case(by=by, case=case, kind=ChronologyKind.NOTE, words="It shows a child")
    entry = cases.write_in_case(by=by, case=case, kind=ChronologyKind.DECISION, choice="police-advice")
    with pytest.raises(CaseRefusedError, match="Nothing is written"):
        cases.correct_entry(by=by, case=case, entry=entry, words="It shows")
    with pytest.raises(CaseRefusedError, match="Choose a reason"):
        cases.write_in_case(by=by, case=case, kind=ChronologyKind.NOTE, choice="made-up")


def test_what_may_be_recorded_is_where_it_is_and_who_knows(client_for: ClientFor) -> None:
    case = image_case()
    client = client_for(f"{heard_by(case.reports.get())[0]}@grange")
    facts = {
        "device": "Laptop 12",
        "place": "Office safe",
        "seen_by": "The technician",
        "told": "Police, 14:05",
    }
    client.post(f"/s/grange/cases/{case.reference}/", {"do": "facts", **facts})
    page = client.get(f"/s/grange/cases/{case.reference}/chronology/").content.decode()
    assert "Device: Laptop 12" in page
    assert "Who has seen it: The technician" in page


@pytest.mark.clause("G84c", "G84f")
def test_the_police_are_a_step_at_once_with_a_clock(demo: None) -> None:
    """When an indecent image is found, telling the police is a task at once, by the policy's own clause."""
    case = image_case()
    told = [task for task in case.tasks.all() if "G84c" in task.cites]
    assert told
    assert any(task.due_at is not None for task in case.tasks.all())


def test_the_way_to_the_police_is_recorded_with_a_reference(demo: None) -> None:
    case = image_case()
    by = worker(case)
    police = referrals.add_referral(by=by, case=case, to="police")
    referrals.send_referral(by=by, referral=police, reference="101, 14:05")
    answered = referrals.answer_referral(by=by, referral=police, reference="CN-1", choice="police-advice")
    assert answered.state == "answered"
