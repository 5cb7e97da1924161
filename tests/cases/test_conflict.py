"""Whoever a report is about never learns that it exists: not in lists, duties, numbers, mail.

Record or addresses.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from belisha.audit.models import Event
from belisha.cases.actions import cases, people
from belisha.cases.actions.access import people_with_access
from belisha.cases.models import ChronologyKind, IncidentCase, Report
from belisha.complaints.models import Matter
from belisha.duties.models import Duty
from belisha.duties.sweeping import sweep_source
from belisha.outbox.models import Notice
from belisha.people.models import User
from tests.cases.reporting import begun, heard_by, person, reported
from tests.demo_fixtures import ClientFor

ABOUT_HEAD = "The headteacher sends late night messages to a pupil."
PAGES = ("/me/", "/s/grange/reports/", "/s/grange/duties/", "/s/grange/record/", "/s/grange/matters/")


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def seen_by(client: Client) -> dict[str, str]:
    """What the pages say, without the token that changes, and that they themselves looked at the record."""
    found = {}
    for page in PAGES:
        text = client.get(page, follow=True).content.decode()
        text = re.sub(r'(csrfmiddlewaretoken" value="|nonce=")[^"]+', "", text)
        rows = text.split("<tr")
        found[page] = "<tr".join(row for row in rows if "looked at the record" not in row)
    return found


@pytest.mark.parametrize(
    ("words", "about", "barred", "hearer"),
    [
        (ABOUT_HEAD, "headteacher", "headteacher", "chair-of-governors"),
        (ABOUT_HEAD, "", "headteacher", "chair-of-governors"),
        ("She never acts on anything and shouts at children.", "dsl", "dsl", "headteacher"),
        ("He posts insults about staff on Facebook.", "chair", "chair-of-governors", ""),
    ],
)
def test_a_report_goes_round_whoever_it_is_about(
    demo: None, words: str, about: str, barred: str, hearer: str
) -> None:
    report = reported(words, about=about)
    offices = heard_by(report)
    assert offices
    assert barred not in offices
    assert not hearer or hearer in offices
    subject = person(barred)
    assert subject.user_id not in people_with_access(report)
    assert not Report.objects.visible_to(subject).exists()


def test_the_subject_sees_the_same_site_before_and_after(client_for: ClientFor) -> None:
    """Lists, duties, numbers and the record of a head are word for word what they were."""
    head = client_for("headteacher@grange")
    before = seen_by(head)
    report = reported(ABOUT_HEAD, about="headteacher")
    case = cases.make_case(by=person("chair-of-governors"), report=report, category="adult-concern")
    cases.write_in_case(
        by=person("chair-of-governors"), case=case, kind=ChronologyKind.NOTE, words="Rang the LADO."
    )
    sweep_source(case.school, "cases", case.begun_at.date())
    after = seen_by(head)
    assert {page for page in PAGES if before[page] != after[page]} == set()
    for address in (
        f"/s/grange/reports/{report.reference}/",
        *(
            f"/s/grange/cases/{case.reference}/{page}"
            for page in ("", "chronology/", "people/", "referrals/", "evidence/", "outcome/")
        ),
    ):
        assert head.get(address).status_code == 404
        assert head.post(address, {"do": "write", "kind": "note", "words": "x"}).status_code == 404
    assert head.post(f"/s/grange/cases/{case.reference}/export/", {"kind": "case"}).status_code == 404


def test_no_duty_and_no_mail_of_it_reaches_the_subject(demo: None) -> None:
    report = reported(ABOUT_HEAD, about="headteacher")
    sweep_source(report.school, "cases", report.made_at.date())
    head = person("headteacher")
    assert Duty.objects.filter(source="cases", is_confidential=True).exists()
    assert not Duty.objects.filter(source="cases", person=head.user_id).exists()
    assert not Duty.objects.visible_to(head).filter(source="cases").exists()
    assert not Notice.objects.filter(to=head.user_id, key__contains=report.reference).exists()
    assert "headteacher" not in Duty.objects.filter(source="cases").values_list("late_to", flat=True)


def test_whoever_is_named_does_not_hear_it_though_their_office_would(demo: None) -> None:
    head = User.objects.get(email="headteacher@grange.example")
    family = head.name.split()[-1]
    report = reported(f"Mrs {family} shares pupils' pictures from her phone.", about="staff")
    assert head.pk not in people_with_access(report)
    assert people_with_access(report)


def test_whoever_turns_out_to_be_alleged_loses_the_case_at_once(client_for: ClientFor) -> None:
    case = begun()
    office = heard_by(case.reports.get())[0]
    chair = person("chair-of-governors")
    people.add_member(by=person(office), case=case, user_id=chair.user_id or 0, why="Second pair of eyes")
    client = client_for(f"{office}@grange")
    address = f"/s/grange/cases/{case.reference}/"
    assert client.get(address).status_code == 200
    subject = person(office).user_id
    people.add_case_person(by=chair, case=case, part="alleged", user_id=subject)
    assert client.get(address).status_code == 404
    with pytest.raises(PermissionDenied):
        cases.write_in_case(by=person(office), case=case, kind=ChronologyKind.NOTE, words="Let me explain.")


def test_a_case_that_moved_is_closed_to_whoever_was_reading_it(client_for: ClientFor) -> None:
    case = begun()
    office = heard_by(case.reports.get())[0]
    client, reader = client_for(f"{office}@grange"), person(office)
    assert client.get(f"/s/grange/cases/{case.reference}/").status_code == 200
    people.hand_over(by=reader, case=case, office="chair-of-governors", why="A friend of mine is in it")
    assert client.get(f"/s/grange/cases/{case.reference}/").status_code == 404
    with pytest.raises(PermissionDenied):
        cases.write_in_case(by=reader, case=case, kind=ChronologyKind.NOTE, words="One more thing.")
    assert IncidentCase.objects.visible_to(person("chair-of-governors")).filter(pk=case.pk).exists()


def test_whoever_steps_aside_never_sees_it_again_and_somebody_else_does(demo: None) -> None:
    case = begun()
    office = heard_by(case.reports.get())[0]
    people.step_aside(by=person(office), case=case, why="He is my nephew.")
    assert not IncidentCase.objects.visible_to(person(office)).filter(pk=case.pk).exists()
    assert people_with_access(case)


def test_a_report_about_oneself_is_not_heard_by_oneself(demo: None) -> None:
    dsl = person("dsl")
    report = reported(
        "I posted a picture of a pupil by mistake.", role="teacher", about="self", user_id=dsl.user_id
    )
    assert dsl.user_id not in people_with_access(report)


@pytest.mark.parametrize("kind", ["complaint", "concern"])
def test_a_matter_about_the_head_leaves_no_trace_for_the_head(
    client_for: ClientFor, kind: str, django_capture_on_commit_callbacks: Any
) -> None:
    """The record, duties and numbers of a head do not tell that a matter was brought about them."""
    head = client_for("headteacher@grange")
    before = seen_by(head)
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(f"/s/grange/tell/{kind}/", {"words": "It is about the head.", "about_the_school": "on"})
    matter = Matter.objects.get()
    if kind == "concern":
        assert matter.heard_by == "handle-complaints"
    after = seen_by(head)
    assert {page for page in PAGES if before[page] != after[page]} == set()
    assert Event.objects.filter(chain=-matter.school_id, subject=f"matter {matter.reference}").exists()


def test_a_concern_is_handed_to_the_safeguarding_lead_with_its_words(client_for: ClientFor) -> None:
    Client().post(
        "/s/grange/tell/concern/", {"words": "A man waits at the gate every day.", "name": "A. Parent"}
    )
    matter = Matter.objects.get()
    head = client_for("headteacher@grange")
    for _ in range(2):
        done = head.post(f"/s/grange/matters/{matter.reference}/to-safeguarding/")
        assert done.status_code == 302
    report = Report.objects.get()
    assert "dsl" in heard_by(report)
    page = client_for("dsl@grange").get(f"/s/grange/reports/{report.reference}/").content.decode()
    assert "A man waits at the gate every day." in page


def test_each_look_is_on_the_record_and_the_dpo_sees_it_without_words(client_for: ClientFor) -> None:
    case = begun()
    office = heard_by(case.reports.get())[0]
    client_for(f"{office}@grange").get(f"/s/grange/cases/{case.reference}/")
    looks = Event.objects.filter(subject=str(case), verb="looked-at-case")
    assert looks.count() == 1
    dpo = client_for("dpo@grange") if User.objects.filter(email="dpo@grange.example").exists() else None
    if dpo is None:
        from belisha.people.models import Membership

        user = User.objects.get(email="governor@grange.example")
        Membership.objects.create(school=case.school, user=user, role="dpo", from_on=case.begun_at.date())
        dpo = client_for("governor@grange")
    page = dpo.get("/s/grange/looks/").content.decode()
    assert f"Case {case.reference}".casefold() in page.casefold()
    assert "calling my son names" not in page
    assert client_for("headteacher@grange").get("/s/grange/looks/").status_code == 403
