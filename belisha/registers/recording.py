"""From a valid form to an entry: recorded at once, or asked for where somebody decides it."""

from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.people.models import Membership, School
from belisha.people.roles import base_role
from belisha.policies.queries import policy_in_force
from belisha.registers.actions import Recorded, change_entry, record_entry
from belisha.registers.asked_forms import AskedFor, said_conditions
from belisha.registers.declarations import approval_for
from belisha.registers.descriptions import RegisterDescription
from belisha.registers.files import AttachedFile
from belisha.registers.forms import COLUMNS, EntryForm
from belisha.registers.leave import AskedLeave
from belisha.registers.models import RegisterEntry
from belisha.registers.people import filled_by_name
from belisha.registers.request_actions import RequestInput, ask
from belisha.registers.situations import stored_situation
from belisha.rules.ruling import Situation


def record_or_ask(
    *,
    by: Actor,
    school: School,
    register: RegisterDescription,
    form: EntryForm,
    asked_for: AskedFor | None = None,
    is_done_already: bool = False,
    start: RegisterEntry | None = None,
) -> RegisterEntry:
    """Save what a valid form says. Raise PermissionDenied."""
    data, values = form.cleaned_data, form.said()
    channel = next((str(values[name] or "") for name in COLUMNS if name in values), "")
    if asked_for is not None and not channel:
        channel = asked_for.channel
    common: dict[str, Any] = {
        "values": values,
        "key": form.stamp,
        "title": data.get("title", ""),
        "topic": data.get("topic", ""),
        "channel": channel,
        **_people(school, register, form),
        "from_on": data.get("from_on"),
        "to_on": data.get("to_on"),
    }
    if data.get("file"):
        common["file"] = AttachedFile(data["file"].name, data["file"].chunks())
    role = next((role for place, role in sorted(by.offices) if place == school.pk), "")
    linked = _linked(school, register, form, role, common["other_id"])
    if linked is not None:
        common["situation"] = linked.situation
        if linked.leave:
            asked = RequestInput(**common, leave=linked.leave)
            return ask(by=by, school=school, register=register, asked=asked)
    if register.begins == "recorded":
        recorded = Recorded(**common)
        if form.takes_several:
            return _record_each(by, school, register, recorded, form.person_ids("person"))
        return record_entry(by=by, school=school, register=register, recorded=recorded)
    if asked_for is None:
        asked = RequestInput(**common, situation={"role": role})
        return ask(by=by, school=school, register=register, asked=asked)
    before = asked_for.situation
    facts = {**before.facts, **said_conditions(form)}
    situation = Situation(before.role, before.action, before.towards, facts)
    asked = RequestInput(
        **common,
        situation=stored_situation(situation),
        leave=asked_for.leave,
        is_done_already=is_done_already,
        start_id=start.pk if start else None,
    )
    return ask(by=by, school=school, register=register, asked=asked)


@transaction.atomic
def _record_each(
    by: Actor, school: School, register: RegisterDescription, recorded: Recorded, people: list[int]
) -> RegisterEntry:
    """Save an entry for each person, all or none, and return the first."""
    made = [
        record_entry(
            by=by,
            school=school,
            register=register,
            recorded=replace(recorded, person_id=person, key=f"{recorded.key[:50]}-{person}"),
        )
        for person in people
    ]
    return made[0]


def change(*, by: Actor, entry: RegisterEntry, form: EntryForm) -> RegisterEntry:
    """Correct an entry by what a valid form says. Raise PermissionDenied."""
    data, values = form.cleaned_data, form.said()
    recorded = Recorded(
        values=values,
        key=entry.key,
        title=data.get("title", ""),
        topic=data.get("topic", ""),
        channel=next((str(values[name] or "") for name in COLUMNS if name in values), ""),
        person_id=form.person_id("person"),
        other_id=form.person_id("other"),
    )
    return change_entry(by=by, entry=entry, recorded=recorded)


@dataclass(frozen=True, slots=True)
class LinkInput:
    """A declared link: what it is about, and the leave that it needs by the policy."""

    situation: dict[str, Any]
    leave: tuple[AskedLeave, ...]


def _people(school: School, register: RegisterDescription, form: EntryForm) -> dict[str, int | None]:
    """Return whom an entry is about and the other side: as chosen, or else by a name that only one has."""
    named = filled_by_name(school, register, form.said(), {})
    chosen = {name: form.person_id(name) or named.get(name) for name in ("person", "other")}
    return {f"{name}_id": user for name, user in chosen.items()}


def _linked(
    school: School, register: RegisterDescription, form: EntryForm, role: str, other: int | None
) -> LinkInput | None:
    """Return what a declared link needs, where the register makes facts of its topics known; else None."""
    topic = str(form.cleaned_data.get("topic", ""))
    facts = {each.equals for each in register.makes_known if each.when == "topic"}
    if not facts:
        return None
    row = Membership.objects.filter(school=school, user=other).on(today()).first() if other else None
    towards = base_role(row.role) if row else ""
    in_force = policy_in_force(school.slug)
    needs = topic in facts and in_force is not None
    leave = approval_for(in_force.policy, topic, role, towards) if needs and in_force else ()
    return LinkInput({"role": role, "towards": towards}, leave)
