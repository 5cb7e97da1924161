"""No mail, calendar or record says who or what: a mark in each name and each story is in none of them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.models import Event
from belisha.base.clock import today
from belisha.cases.actions import cases, evidence, outcomes, people, referrals, reports, takedowns, tasks
from belisha.cases.actions.outcomes import OutcomeWords
from belisha.cases.intake import SentReport
from belisha.cases.library import reporting
from belisha.cases.models import CaseAccess, ChronologyKind, IncidentCase, Report
from belisha.channels.enquiries.actions import enter_enquiry
from belisha.complaints.actions import add_words, answer_matter, submit_matter
from belisha.complaints.models import Matter, MatterKind
from belisha.complaints.receipts import new_receipt
from belisha.complaints.spool import SentMatter, SpooledMatter
from belisha.connections.models import WebhookDelivery
from belisha.demo.people import demo_people_of
from belisha.duties.feed_actions import make_feed
from belisha.duties.models import Duty
from belisha.duties.sweeping import sweep_school
from belisha.outbox.delivery import deliver
from belisha.outbox.models import Notice
from belisha.people.memberships.actions import add_person
from belisha.registers.actions import Recorded, record_entry
from belisha.registers.descriptions import load_registers
from belisha.reputation.watching import bring_in_mention
from belisha.retention.breaches import log_breach
from belisha.retention.requests import take_in_request
from tests.cases.filing import added, worker
from tests.cases.reporting import BULLIED, person, school

STORY, NAME = "Wombleqx", "Zorbaqx"
LATER = (1, 3, 10, 45)  # days until it is looked for what is due, and what is late


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    settings.EMAIL_HOST = "mail.example"
    settings.EMAIL_BACKEND = f"{EmailBackend.__module__}.{EmailBackend.__qualname__}"


def said(what: str) -> str:
    return f"{what} {STORY} by Quill {NAME}"


def _reported(words: str, **more: Any) -> Report:
    sent = SentReport(
        said(words), "parent", where=said("In"), about_name=f"Quill {NAME}", harmed=f"Ann {NAME}",
        wishes=said("Stop"), name=f"Pat {NAME}", contact=f"{NAME}@mail.example", **more,
    )  # fmt: skip
    reports.receive_report(school=school(), sent=sent)
    return Report.objects.latest("pk")


def _case(report: Report, category: str) -> IncidentCase:
    office = report.access.filter(is_barred=False)[0].office
    return cases.make_case(by=person(office), report=report, category=category, comment=said("Begun"))


def _everything_in(case: IncidentCase, child: int, witness: int) -> None:
    by = worker(case)
    cases.write_in_case(by=by, case=case, kind=ChronologyKind.NOTE, words=said("Note"))
    people.add_case_person(by=by, case=case, part="harmed", user_id=child, about=said("Harmed"))
    people.add_case_person(by=by, case=case, part="alleged", user_id=witness)
    people.add_mark(by=by, case=case, kind="handle", value=f"@{NAME}")
    people.add_member(by=by, case=case, user_id=person("slt").user_id or 0, why=said("Helps"))
    added(case, name=f"{STORY}.png")
    seen = {"seen_on": "24/11/2026", "seen_at": "21:40", "place": said("Group"), "handle": f"@{NAME}"}
    evidence.add_capture(by=by, case=case, facts=seen)
    task = case.tasks.filter(locked_until="").first()
    assert task is not None
    tasks.do_task(by=by, task=task, words=said("Done"))
    made = referrals.add_referral(by=by, case=case, to="police")
    referrals.send_referral(by=by, referral=made, reference=said("Log"))
    down = takedowns.ask_takedown(by=by, case=case, asked_of="platform", platform="A platform",
                                  address=f"https://pages.example/{STORY}")  # fmt: skip
    takedowns.finish_takedown(by=by, takedown=down, words=said("Gone"))
    takedowns.ask_takedown(by=by, case=case, asked_of="person", address=f"https://pages.example/{NAME}")


def _beside_cases(head: Actor, child: int) -> None:
    """What is told of elsewhere: matters, an entry of a register, a request, a breach, an enquiry."""
    place = school()
    for kind, hearers in (
        (MatterKind.COMPLAINT, "handle-complaints"), (MatterKind.CONCERN, "hear-concerns"),
    ):  # fmt: skip
        sent = SentMatter(kind, hearers, said("Matter"), f"Pat {NAME}", f"{NAME}@mail.example")
        submit_matter(SpooledMatter(place.pk, sent, new_receipt()))
    matter = Matter.objects.filter(kind=MatterKind.COMPLAINT, school=place).latest("pk")
    answer_matter(by=person("clerk"), matter=matter, words=said("Answer"))
    add_words(matter=matter, words=said("More"))
    teacher = person("teacher")
    record_entry(
        by=teacher, school=place, register=load_registers()["contacts"],
        recorded=Recorded({"name": f"Quill {NAME}", "note": said("Wrote")}, "key", topic="befriend",
                          office="dsl", person_id=child),
    )  # fmt: skip
    take_in_request(by=head, school=place, kind="access", received_on=today(), person=child)
    log_breach(by=head, school=place, what=said("Lost"), noticed_at=timezone.now())
    enter_enquiry(by=head, school=place, channel="A page", words=said("When?"), arrived_on=today())
    link = f"https://paper.example.org/{STORY}"
    bring_in_mention(school=place, link=link, title=said("About"), text=said("Text"), by=head)


def _calendars() -> list[str]:
    """The calendar of each person of the school, and of each of their offices."""
    found = []
    for each in demo_people_of("grange"):
        actor = person(each.email.partition("@")[0])
        offices = {office for at, office in actor.offices if at == school().pk}
        for office in ("", *sorted(offices)):
            token = make_feed(by=actor, school=school(), office=office, alarm="day")
            found.append(Client().get(f"/duties/calendar/{token}.ics").content.decode())
    return found


def _sent_texts() -> dict[str, list[str]]:
    """All that goes out or stands where others look, by what it is."""
    return {
        "mails": [
            f"{each.subject}\n{each.body}\n{getattr(each, 'alternatives', ())}" for each in mail.outbox
        ],
        "notices": [f"{each.subject}\n{each.text}\n{each.key}" for each in Notice.objects.all()],
        "duties": [f"{each.title} {each.key} {each.link}" for each in Duty.objects.all()],
        "calendars": [each.replace("\r\n ", "") for each in _calendars()],
        "record": [f"{each.subject} {each.detail} {each.refused}" for each in Event.objects.all()],
        "messages to other systems": [str(each.body) for each in WebhookDelivery.objects.all()],
    }


@pytest.mark.slow
def test_no_mail_calendar_or_record_holds_a_name_or_a_word_of_a_story(demo: None, time_machine: Any) -> None:
    place, head, now = school(), person("headteacher"), timezone.now()
    child = add_person(by=head, school=place, name=f"Ann {NAME}", role="pupil", from_on=today()).pk
    other = add_person(by=head, school=place, name=f"Quill {NAME}", role="pupil", from_on=today()).pk
    before = Notice.objects.count()
    case = _case(_reported(BULLIED, danger="yes"), "cyberbullying")
    _everything_in(case, child, other)
    picture = _reported("Somebody shares a picture of a boy without clothes.")
    assert picture.is_image
    reports.add_to_report(report=picture, choice=next(iter(reporting()["image"]["more"])))
    waiting = _reported(BULLIED)
    reports.add_to_report(report=waiting, words=said("More"))
    reports.answer_report(by=worker(case), report=case.reports.get(), words=said("Answer"))
    _beside_cases(head, child)
    for days in LATER:
        time_machine.move_to(now + timedelta(days=days))
        sweep_school(place, today(), is_sure=True)
        deliver()
    ended = OutcomeWords("no-breach", reasons=said("Why"), consequence=said("Then"), lesson=said("Next"))
    outcomes.record_outcome(by=worker(case), case=case, words=ended)
    outcomes.record_appeal(by=worker(case), case=case, by_part="harmed", grounds=said("Unfair"))
    sweep_school(place, today(), is_sure=True)
    deliver()
    texts = _sent_texts()
    assert Notice.objects.count() > before + 10
    assert len(texts["mails"]) > 10
    assert any("BEGIN:VEVENT" in each and "reports/" in each for each in texts["calendars"])
    held = {
        kind: [each[:400] for each in found if STORY.casefold() in each.casefold() or NAME.casefold() in
               each.casefold()]
        for kind, found in texts.items()
    }  # fmt: skip
    assert {kind: found for kind, found in held.items() if found} == {}


def test_nothing_of_a_case_lies_open_in_the_database(demo: None) -> None:
    """Every text of every table of cases and evidence, after every button was used: no name and no word."""
    place, head = school(), person("headteacher")
    child = add_person(by=head, school=place, name=f"Ann {NAME}", role="pupil", from_on=today()).pk
    other = add_person(by=head, school=place, name=f"Quill {NAME}", role="pupil", from_on=today()).pk
    case = _case(_reported(BULLIED), "cyberbullying")
    _everything_in(case, child, other)
    by = worker(case)
    reports.answer_report(by=by, report=case.reports.get(), words=said("Answer"))
    cases.hold_case(by=by, case=case, is_held=True, reason=said("Held"))
    people.step_aside(by=person("slt"), case=case, why=said("Related"))
    people.hand_over(by=by, case=case, office="dsl", why=said("Over"))
    found = set()
    for model in (*apps.get_app_config("cases").get_models(), *apps.get_app_config("evidence").get_models()):
        for row in model.objects.values():
            open_texts = str({name: value for name, value in row.items() if value is not None})
            if any(mark.casefold() in open_texts.casefold() for mark in (STORY, NAME)):
                found.add(model.__name__)
    assert CaseAccess.objects.count() > 3
    assert found == set()
