"""One of everything at one school, made mostly by the actions that the pages call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.urls import resolve
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.acknowledgements.actions import PaperSignature, Signing, write_acknowledgement
from belisha.acknowledgements.models import Acknowledgement, Method
from belisha.acknowledgements.presented_text import text_for_roles
from belisha.acknowledgements.queries import bindings
from belisha.base.clock import today
from belisha.cases.actions import access
from belisha.cases.actions.cases import make_case
from belisha.cases.actions.reports import submit_report
from belisha.cases.intake import SentReport, SpooledReport
from belisha.channels.actions import PostInput, write_post
from belisha.channels.enquiries.actions import enter_enquiry
from belisha.channels.models import OfficialAccount
from belisha.complaints.actions import submit_matter
from belisha.complaints.models import ComplaintsProcedure, MatterKind
from belisha.complaints.receipts import new_receipt
from belisha.complaints.spool import SentMatter, SpooledMatter
from belisha.connections.models import Webhook
from belisha.directory.models import SchoolContact
from belisha.drafting.actions.imported import keep_document
from belisha.drafting.imported.policy import BroughtDocument
from belisha.drafting.imported.policy import policy_of as policy_of_document
from belisha.drafting.models import Merging
from belisha.duties.feed_actions import make_feed
from belisha.duties.models import Duty, Feed
from belisha.evidence.actions import receive_item
from belisha.imports.states import ImportState
from belisha.outbox.models import Notice, NoticeState
from belisha.people.accounts.access_tokens import TokenScope, make_token
from belisha.people.accounts.invitations import invite_person
from belisha.people.devices.actions import add_device
from belisha.people.memberships.actions import add_person
from belisha.people.models import Absence, Membership, Oversight, School, SchoolKind, Term, User
from belisha.policies.models import PolicyDocument, PolicyVersion, SchoolWord
from belisha.policies.own_document.actions import set_document
from belisha.policies.queries import policy_of
from belisha.policies.states import VersionState
from belisha.ratification.consultation.actions import comment_on, open_consultation
from belisha.ratification.consultation.signed_links import link_of
from belisha.ratification.scenarios.actions import add_scenario
from belisha.reading.read import read
from belisha.registers.actions import Recorded, record_entry
from belisha.registers.descriptions import load_registers
from belisha.registers.files import AttachedFile
from belisha.registers.request_actions import Granting, RequestInput, ask, grant
from belisha.rules.judge import judge
from belisha.rules.ruling import Situation
from belisha.training.actions import CompletedTraining, record_training
from belisha.training.models import TrainingRecord
from belisha.training.requirements import requirements_at
from tests.access.building_retention import build_retention
from tests.imports import steps
from tests.ratification import ratifying
from tests.ratification.ratifying import person

SCHOOL, ELSEWHERE = "grange", "calcot"
BODY = "hr-cooperative"
ROLL = "Code,Forename,Surname,Mail,Post\nEJ,Eleanor,Jones,e.jones@grange.example,Teacher\n"


def build_one_of_everything() -> dict[str, Any]:
    """The numbers and words that addresses take: `version.draft`, `person`, `token.invitation`."""
    school = School.objects.get(slug=SCHOOL)
    head, teacher = person(f"headteacher@{SCHOOL}"), person(f"teacher@{SCHOOL}")
    return {
        **_versions(),
        **_people(school, head, teacher),
        **_what_people_did(school, teacher),
        "official_post": _official_post(school, head),
        "picture_post": _picture_post(school, head),
        "official_account": _official_account(school),
        "enquiry": _enquiry(school, head),
        **_rolls(),
        **_of_publishers(),
        **build_retention(school, teacher.user_id or 0),
    }


def build_elsewhere() -> dict[str, Any]:
    """What the other school has itself, for addresses with two things in them: one is theirs, one is not."""
    school = School.objects.get(slug=ELSEWHERE)
    merging = _merging(ratifying.in_force(ELSEWHERE))
    teacher = User.objects.get(email=f"teacher@{ELSEWHERE}.example")
    return {"version": ratifying.in_force(school.slug).pk, "person": teacher.pk, "merging": merging.pk}


def _versions() -> dict[str, Any]:
    in_force = ratifying.in_force(SCHOOL)
    found = {"in_force": in_force}
    for name in ("draft", "asked", "approval", "approved", "ratified"):
        found[name] = ratifying.new_draft(SCHOOL, label=name)
    consultation = open_consultation(
        by=person("slt@grange"),
        version=found["asked"],
        audience=["staff"],
        closes_on=today() + timedelta(days=7),
        by_link=True,
    )
    comment = comment_on(
        by=person("teacher@grange"), consultation=consultation, clause=ratifying.CLAUSE, text="Why?"
    )
    found["read"] = ratifying.new_draft(SCHOOL, label="read")
    reading = read(b"# Staff\n\nStaff must not film pupils.\n", "policy.md")
    mapped = policy_of_document(reading, name="policy.md").mapped
    brought = BroughtDocument("policy.md", b"# Staff", reading, mapped)
    keep_document(by=person("headteacher@grange"), version=found["read"], brought=brought)
    set_document(by=person("headteacher@grange"), version=in_force, name="policy.pdf", data=b"%PDF-1.7")
    ratifying.asked(found["approval"])
    for name in ("approved", "ratified"):
        ratifying.approved(found[name])
    ratifying.checked(found["ratified"])
    ratifying.met(found["ratified"])
    ratifying.signed(found["ratified"])
    asked = Situation("teacher", "befriend", "pupil")
    scenario = add_scenario(
        by=person("slt@grange"),
        document=in_force.document,
        question="May I be friends with a pupil?",
        situation=asked,
        verdict=judge(policy_of(in_force), asked, on=today()).verdict,
    )
    states = {
        "draft": "draft",
        "asked": "in consultation",
        "approval": "for approval",
        "ratified": "ratified",
    }
    for name, state in states.items():
        found[name].refresh_from_db()
        assert found[name].state == VersionState(state)
    return {
        **{f"version.{name}": version.pk for name, version in found.items()},
        "document": in_force.document_id,
        "word": SchoolWord.objects.create(school=in_force.school, word="x", kind="role", means="teacher").pk,
        "merging": _merging(in_force).pk,
        "clause.merged": next(iter(policy_of(in_force).by_id)),
        "comment": comment.pk,
        "scenario": scenario.pk,
        "token.consultation": resolve(link_of(consultation)).kwargs["token"],
    }


def _merging(ours: PolicyVersion) -> Merging:
    theirs = ratifying.text_with(ours, next(iter(policy_of(ours).by_id)), text="Other words of the model.")
    found: Merging = Merging.objects.create(
        school=ours.school,
        document=ours.document,
        ours=ours,
        model=ratifying.in_force(BODY),
        base=ours.source,
        theirs=theirs,
    )
    return found


def _people(school: School, head: Actor, teacher: Actor) -> dict[str, Any]:
    assert teacher.user_id is not None
    invitation, token = invite_person(
        by=head, school=school, email="joins@grange.example", name="Greta Gate", role="teacher"
    )
    device, opens = add_device(by=head, school=school, name="Kitchen")
    cook = add_person(by=head, school=school, name="Ginevra Ladle", role="support-staff", from_on=today())
    term = Term.objects.create(
        school=school, name="Next term", starts_on=today(), ends_on=today() + timedelta(days=60)
    )
    School.objects.filter(slug=BODY).update(kind=SchoolKind.HR_BODY)
    oversight = Oversight.objects.create(school=school, body=School.objects.get(slug=BODY), from_on=today())
    later = today() + timedelta(days=30)
    absence = Absence.objects.create(school=school, user_id=teacher.user_id, from_on=later, to_on=later)
    return {
        "person": teacher.user_id,
        "person.cook": cook.pk,
        "membership": Membership.objects.get(school=school, user=teacher.user_id).pk,
        "absence": absence.pk,
        "invitation": invitation.pk,
        "token.invitation": token,
        "contact": SchoolContact.objects.get(school=school, word="lado").pk,
        "device": device.pk,
        "token.device": opens,
        "term": term.pk,
        "oversight": oversight.pk,
    }


def _official_post(school: School, head: Actor) -> int:
    given = PostInput("The school’s page", "The library is open until six.")
    return int(write_post(by=head, school=school, given=given, role="headteacher").pk)


def _picture_post(school: School, head: Actor) -> int:
    given = PostInput("The school’s page", "The tree is up.", has_picture=True, picture=b"\xff\xd8\xff")
    return int(write_post(by=head, school=school, given=given, role="headteacher").pk)


def _official_account(school: School) -> int:
    OfficialAccount.objects.create(school=school, kind="news_feed", channel="News")
    return int(OfficialAccount.objects.create(school=school, kind="news_feed", channel="The board").pk)


def _enquiry(school: School, head: Actor) -> int:
    words, channel = "When does the term begin?", "The school’s page"
    made = enter_enquiry(by=head, school=school, channel=channel, words=words, arrived_on=today())
    return int(made.pk)


def _what_people_did(school: School, teacher: Actor) -> dict[str, Any]:
    owed: dict[str, Any] = {"school": school, "source": "plain", "opened_on": today(), "due_on": today()}
    whose = {"person_id": teacher.user_id, "by_hand": True}
    duty = Duty.objects.create(key="one", title="Read it", **whose, **owed)
    done = Duty.objects.create(
        key="two",
        title="Say it",
        done_at=timezone.now(),
        done_by_id=teacher.user_id,
        **whose,
        **owed,
    )
    calendar = make_feed(by=teacher, school=school)
    notice = Notice.objects.create(
        school=school, key="one", to_id=teacher.user_id, subject="One thing to do", text="",
        state=NoticeState.DROPPED, trouble="550 no such person", refused="0" * 64, tried_at=timezone.now(),
    )  # fmt: skip
    item = next(each for each in requirements_at(school, today()) if each.person_id == teacher.user_id)
    clause = item.recurring.clause
    record_training(
        by=teacher,
        school=school,
        people=[teacher.user_id or 0],
        done=CompletedTraining(clause, item.recurring.title, today(), "Course", "Seen"),
    )
    matters = {
        f"matter.{kind.value}": submit_matter(
            SpooledMatter(school.pk, SentMatter(kind, heard_by, "Words of a matter"), new_receipt())
        )[0].reference
        for kind, heard_by in (
            (MatterKind.COMPLAINT, "handle-complaints"),
            (MatterKind.CONCERN, "hear-concerns"),
        )
    }
    ComplaintsProcedure.objects.create(school=school, where="Ask at the office")
    report, case, item = _case(school)
    binding = bindings(school)[0]
    roles = ("teacher",)
    showing = text_for_roles(binding.policy, roles, today())
    receipt = write_acknowledgement(
        Signing(teacher.user_id or 0, teacher.name, roles, binding, showing, Method.OWN, tries=1)
    )
    return {
        **matters,
        "report": report,
        "case": case,
        "item": item,
        "duty": duty.pk,
        "duty.done": done.pk,
        "feed": Feed.objects.get(person=teacher.user_id).pk,
        "token.calendar": calendar,
        "notice": notice.pk,
        "clause.training": clause,
        "entry": TrainingRecord.objects.get(school=school).pk,
        "receipt": receipt.pk,
        "receipt.paper": _on_paper(school, binding, roles, showing).pk,
        **_in_registers(school, teacher),
    }


def _in_registers(school: School, teacher: Actor) -> dict[str, Any]:
    """A written permission, and a contact attempt by a pupil, which goes to the DSL here."""
    registers = load_registers()
    asked = ask(
        by=teacher, school=school, register=registers["permissions"],
        asked=RequestInput(
            {"what": "It"}, "one", {"role": "teacher", "action": "use-school-name"},
            file=AttachedFile("plan.txt", [b"The plan"]),
        ),
    )  # fmt: skip
    account = ask(
        by=teacher, school=school, register=registers["accounts"],
        asked=RequestInput({"purpose": "News"}, "account", {"role": "teacher"}, title="Class 3 blog"),
    )  # fmt: skip
    days = today(), today() + timedelta(days=9)
    for each in (asked, account):
        grant(by=person(f"headteacher@{SCHOOL}"), entry=each, granting=Granting(*days))
    contact = record_entry(
        by=teacher, school=school, register=registers["contacts"],
        recorded=Recorded({"name": "An account"}, "two", topic="befriend", office="dsl"),
    )  # fmt: skip
    child = User.objects.get(email=f"pupil@{SCHOOL}.example")
    return {
        "number.child": child.pk,
        "number.permission": asked.pk,
        "number.contact": contact.pk,
        "number.account": account.pk,
        "file.permission": asked.files.get().pk,
    }


def _case(school: School) -> tuple[str, str, str]:
    """A report to the headteacher and the safeguarding lead, a case of it, and a piece of evidence."""
    report, _ = submit_report(
        SpooledReport(school.pk, SentReport("Pupils bully my son online.", "parent"), new_receipt())
    )
    for office in ("headteacher", "dsl"):
        access.grant(report, office=office, why="In the test")
    case = make_case(by=person(f"headteacher@{SCHOOL}"), report=report, category="cyberbullying")
    item = receive_item(owner=case, pieces=[b"words of a chat"], name="chat.txt", facts={}, by=None)
    return report.reference, case.reference, item.reference


def _on_paper(school: School, binding: Any, roles: Any, showing: Any) -> Any:
    """A signature on paper of somebody who has not agreed otherwise."""
    done = Acknowledgement.objects.filter(version__in=binding.accepted).values("person")
    members = Membership.objects.filter(school=school).on(today()).exclude(user__in=done)
    # Nobody whom the table names: what they are asked for stays as it was.
    person = members.filter(user__email=None).order_by("pk").first()
    assert person is not None
    paper = PaperSignature(today(), ((person.user_id, "Somebody"),), person.user_id)
    signer = (person.user_id, person.user.name, roles, binding, showing)
    return write_acknowledgement(Signing(*signer, Method.PAPER, paper=paper))


def _rolls() -> dict[str, Any]:
    checked = steps.checked(ROLL)
    assert checked.state == ImportState.CHECKED
    head = steps.head_of("grange")
    make_token(by=head, school=checked.school, name="MIS", scopes=[TokenScope.PUSH_PEOPLE])
    webhook = Webhook.objects.create(
        school=checked.school, name="Intranet", address="https://hazel.example/", events=["policy.published"],
        secret="",
    )  # fmt: skip
    found = {"roll.checked": checked.pk, "webhook": webhook.pk}
    checked.pk, checked.state, checked.ended_at = None, ImportState.DONE, timezone.now()
    checked.save()
    return {**found, "roll.done": checked.pk}


def _of_publishers() -> dict[str, Any]:
    return {"document.model": PolicyDocument.objects.get(school__slug=BODY).pk}


def filled(template: str, known: Mapping[str, Any]) -> dict[str, str]:
    """What `version=@version.draft clause=privacy` says, with what was built in place of `@…`."""
    pairs = (each.partition("=")[::2] for each in template.split())
    return {name: str(known[value[1:]]) if value[:1] == "@" else value for name, value in pairs}
