"""What stands in the registers of a demonstration school: consents, leave, accounts, a contact attempt."""

from datetime import timedelta
from itertools import islice

from django.db import transaction

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.demo.people_history import holder
from belisha.people.models import School
from belisha.policies.queries import policy_in_force
from belisha.registers.actions import Recorded, record_entry
from belisha.registers.asked_forms import asked_for, filled_in
from belisha.registers.consent_actions import ConsentInput, give_consents, link_parent
from belisha.registers.descriptions import load_registers
from belisha.registers.models import RegisterEntry
from belisha.registers.request_actions import Granting, RequestInput, ask, grant
from belisha.registers.routing import route_of
from belisha.registers.situations import stored_situation
from belisha.rules.ruling import Situation

CONSENTED = {"display": "yes", "website": "yes", "social": "no", "press": "no"}
# What was recorded without anybody deciding it: register, office that records it, title, topic, values.
RECORDED: tuple[tuple[str, str, str, str, dict[str, str]], ...] = (
    ("equipment", "ict-team", "Camera of the office", "camera", {}),
    ("equipment", "ict-team", "Tablet 1", "tablet", {}),
    ("platforms", "ict-team", "TikTok", "sharing", {"platform": "tiktok", "filter": "blocked"}),
    ("platforms", "ict-team", "YouTube", "sharing", {"platform": "youtube", "filter": "pupils"}),
)
WEEK = timedelta(days=7)
WHY = "For the families of my class"


@transaction.atomic
def build_registers_history(school: School) -> None:
    """Add what the registers of a school hold. A school that has any of it is left alone."""
    head = holder(school, "headteacher")
    if head is None or RegisterEntry.objects.filter(school=school).exists():
        return
    _consents(school, head)
    for place, (register, office, title, topic, values) in enumerate(RECORDED):
        keeper = holder(school, office)
        if keeper is not None:
            recorded = Recorded(
                values,
                f"demo-{place}",
                title=title,
                topic=topic,
                channel=values.get("platform", ""),
                person_id=keeper.user_id if register == "equipment" else None,
            )
            record_entry(by=keeper, school=school, register=load_registers()[register], recorded=recorded)
    _leave(school, head)
    _contact_attempt(school)


def _consents(school: School, head: Actor) -> None:
    parent, child = holder(school, "parent"), holder(school, "pupil")
    if parent is None or child is None or parent.user_id is None or child.user_id is None:
        return
    link_parent(by=head, school=school, parent_id=parent.user_id, child_id=child.user_id)
    given = ConsentInput(child.user_id, parent.user_id, CONSENTED)
    give_consents(by=parent, school=school, given=given)


def _leave(school: School, head: Actor) -> None:
    """Have a teacher ask for what the policy asks leave for: one is granted, the next one waits."""
    teacher, found = holder(school, "teacher"), policy_in_force(school.slug)
    if teacher is None or found is None:
        return
    on = today()
    actions = dict.fromkeys(rule.action for rule in found.policy.rules)
    wanted = (asked_for(found.policy, Situation("teacher", action), on) for action in actions)
    leave = islice((each for each in wanted if each.leave), 2)
    for place, each in enumerate(leave):
        entry = ask(
            by=teacher,
            school=school,
            register=load_registers()["permissions"],
            asked=RequestInput(
                {"what": filled_in(each, teacher, on)["what"], "why": WHY},
                f"demo-leave-{place}",
                situation=stored_situation(each.situation),
                leave=each.leave,
            ),
        )
        if not place:
            granting = Granting(on, on + 6 * WEEK, conditions="Show it to the office before it is printed")
            grant(by=head, entry=entry, granting=granting)


def _contact_attempt(school: School) -> None:
    teacher, found = holder(school, "teacher"), policy_in_force(school.slug)
    if teacher is None or found is None:
        return
    register = load_registers()["contacts"]
    way = route_of(
        school,
        found.policy,
        register,
        reporter="teacher",
        began="parent",
        concerned={teacher.user_id or 0},
        on=today(),
    )
    recorded = Recorded(
        {"name": "A parent of another class", "platform": "facebook", "done": "declined"},
        "demo-contact",
        topic="befriend",
        channel="facebook",
        office=way.office,
        situation={"role": "teacher", "towards": "parent"},
        clauses=way.clauses,
    )
    record_entry(by=teacher, school=school, register=register, recorded=recorded)
