"""One of everything at one school, made mostly by the actions that the pages call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.urls import resolve
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.acknowledgements.actions import Signing, sign
from belisha.acknowledgements.models import How
from belisha.acknowledgements.queries import bindings
from belisha.acknowledgements.showing import show_for_roles
from belisha.base.clock import today
from belisha.complaints.actions import bring_matter
from belisha.complaints.models import MatterKind
from belisha.drafting.models import Merging
from belisha.duties.feed_actions import make_feed
from belisha.duties.models import Duty, Feed
from belisha.notices.models import Notice, NoticeState
from belisha.people.actions import invite_person
from belisha.people.models import Absence, Membership, Oversight, School, SchoolKind, Term, User
from belisha.people.role_actions import add_person
from belisha.people.shared_devices import add_device
from belisha.policies.models import PolicyDocument, PolicyVersion
from belisha.policies.queries import policy_of
from belisha.policies.states import VersionState
from belisha.ratification.actions.consultation import comment_on, open_consultation
from belisha.ratification.actions.scenarios import add_scenario
from belisha.ratification.links import link_of
from belisha.rolls.states import RollState
from belisha.rules.judge import judge
from belisha.rules.ruling import Situation
from belisha.training.actions import Done, record_training
from belisha.training.asked import items_of
from belisha.training.models import TrainingRecord
from tests.site import ratifying, rolls
from tests.site.ratifying import person

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
        **_rolls(),
        **_of_publishers(),
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
        "device": device.pk,
        "token.device": opens,
        "term": term.pk,
        "oversight": oversight.pk,
    }


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
    calendar = make_feed(by=teacher)
    notice = Notice.objects.create(
        school=school, key="one", to_id=teacher.user_id, subject="One thing to do", text="",
        state=NoticeState.DROPPED, trouble="550 no such person", refused="0" * 64, tried_at=timezone.now(),
    )  # fmt: skip
    item = next(each for each in items_of(school, today()) if each.person_id == teacher.user_id)
    clause = item.recurring.clause
    record_training(
        by=teacher,
        school=school,
        people=[teacher.user_id or 0],
        done=Done(clause, item.recurring.title, today(), "Course", "Seen"),
    )
    matters = {
        f"matter.{kind.value}": bring_matter(school=school, kind=kind, heard_by=heard_by, words="Words")[0].pk
        for kind, heard_by in (
            (MatterKind.COMPLAINT, "handle-complaints"),
            (MatterKind.CONCERN, "hear-concerns"),
        )
    }
    binding = bindings(school)[0]
    roles = ("teacher",)
    showing = show_for_roles(binding.policy, roles, today())
    receipt = sign(Signing(teacher.user_id or 0, teacher.name, roles, binding, showing, How.OWN, tries=1))
    return {
        **matters,
        "duty": duty.pk,
        "duty.done": done.pk,
        "feed": Feed.objects.get(person=teacher.user_id).pk,
        "token.calendar": calendar,
        "notice": notice.pk,
        "clause.training": clause,
        "entry": TrainingRecord.objects.get(school=school).pk,
        "receipt": receipt.pk,
    }


def _rolls() -> dict[str, Any]:
    checked = rolls.checked(ROLL)
    assert checked.state == RollState.CHECKED
    found = {"roll.checked": checked.pk}
    checked.pk, checked.state, checked.ended_at = None, RollState.DONE, timezone.now()
    checked.save()
    return {**found, "roll.done": checked.pk}


def _of_publishers() -> dict[str, Any]:
    return {"document.model": PolicyDocument.objects.get(school__slug=BODY).pk}


def filled(template: str, known: Mapping[str, Any]) -> dict[str, str]:
    """What `version=@version.draft clause=privacy` says, with what was built in place of `@…`."""
    pairs = (each.partition("=")[::2] for each in template.split())
    return {name: str(known[value[1:]]) if value[:1] == "@" else value for name, value in pairs}
