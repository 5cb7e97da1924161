"""Give, refuse and withdraw consents; enter them from paper; say who has parental responsibility."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.base.clock import today
from belisha.duties.triggers import request_sweep
from belisha.people.accounts.tokens import new_token
from belisha.people.models import School
from belisha.registers.changes import AT_ONCE, tell
from belisha.registers.consents import (
    CONSENTS,
    NO,
    YES,
    children_of,
    consents_register,
    purposes_shown_at,
    speaks,
    takedown_days,
)
from belisha.registers.descriptions import load_registers
from belisha.registers.door import door, school_year, year_ends
from belisha.registers.encryption import sealed_values
from belisha.registers.models import RegisterEntry, Responsibility
from belisha.registers.permissions import can_read
from belisha.registers.record import RegisterEvent
from belisha.registers.states import STANDING, EntryState


@dataclass(frozen=True, slots=True)
class ConsentInput:
    """Answers by purpose ("yes" or "no") of one giver for one child.

    `reason` is why staff need to be in contact (H62b). `witness` is who saw the paper signed, empty for a
    parent who answers on the site. `is_old_enough` is what a pupil says of themselves whose year leaves it
    open.
    """

    child_id: int
    giver_id: int | None
    answers: Mapping[str, str]
    reason: str = ""
    witness: str = ""
    is_old_enough: bool = False
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@transaction.atomic
def give_consents(*, by: Actor, school: School, given: ConsentInput) -> list[RegisterEntry]:
    """Save a parent's or a child's own answers, or those on paper, and return the new ones.

    What was answered before stays as history. A yes that becomes a no opens dated tasks for whatever shows
    the child. Raise PermissionDenied.
    """
    _check_may_give(by, school, given)
    place = School.objects.select_for_update(no_key=True).get(pk=school.pk)
    on = today()
    before = {
        row.topic: row
        for row in RegisterEntry.objects.filter(
            school=place,
            register=CONSENTS,
            person=given.child_id,
            other=given.giver_id,
            year=school_year(on),
            state=EntryState.RECORDED,
        )
    }
    changed = {
        topic: answer
        for topic, answer in given.answers.items()
        if answer in (YES, NO) and (topic not in before or before[topic].answer != answer)
    }
    made = [_save(by, place, given, topic, answer) for topic, answer in changed.items()]
    for entry in made:
        earlier = before.get(entry.topic)
        if earlier is not None:
            RegisterEntry.objects.filter(pk=earlier.pk).update(state=EntryState.SUPERSEDED)
        tell(by, entry, RegisterEvent.ANSWERED_ABOUT_CONSENT, topic=entry.topic, answer=entry.answer)
    withdrawn = [topic for topic, answer in changed.items() if answer == NO]
    if withdrawn and given.giver_id != given.child_id:
        open_takedowns(place, given.child_id, withdrawn)
    if made:
        request_sweep(place, at_once=AT_ONCE)
    return made


def _check_may_give(by: Actor, school: School, given: ConsentInput) -> None:
    """Raise PermissionDenied unless the actor answers for their child, for themselves, or from paper."""
    if given.witness and can_read(by, school, consents_register()):
        return
    own = by.user_id is not None and by.user_id == given.giver_id
    if own and given.child_id == by.user_id:
        old_enough = speaks(by.user_id, school, today())
        if old_enough or (old_enough is None and given.is_old_enough):
            return
        message = f"A pupil’s own view is asked from the age of {door().own_voice_age}. Your parents answer."
        raise PermissionDenied(message)
    if own and given.child_id in {each.pk for each in children_of(by.user_id, school, today())}:
        return
    message = (
        "Only somebody with parental responsibility answers for a child. Ask the school office to enter that."
    )
    raise PermissionDenied(message)


def _save(by: Actor, school: School, given: ConsentInput, topic: str, answer: str) -> RegisterEntry:
    year = school_year(today())
    return RegisterEntry.objects.create(
        school=school,
        register=CONSENTS,
        state=EntryState.RECORDED,
        made_by_id=by.user_id,
        person_id=given.child_id,
        other_id=given.giver_id,
        topic=topic,
        answer=answer,
        year=year,
        form="written",
        from_on=today(),
        to_on=year_ends(year),
        details=sealed_values({"reason": given.reason, "witness": given.witness, **given.values}),
        key=new_token(),
    )


def open_takedowns(school: School, child_id: int, purposes: list[str]) -> int:
    """Set the day by which what shows the child for these purposes is taken down; return how much it is."""
    rows = shown_images(school, child_id, purposes).filter(due_on=None)
    return rows.update(due_on=today() + timedelta(days=takedown_days()))


def shown_images(school: School, child_id: int, purposes: Iterable[str]) -> QuerySet[RegisterEntry]:
    """Return what is recorded as showing the child where these purposes show it."""
    names = [each.name for each in load_registers().values() if any(due.on_withdrawal for due in each.due)]
    return RegisterEntry.objects.filter(
        school=school,
        register__in=names,
        person=child_id,
        state__in=STANDING,
        topic__in=purposes_shown_at(purposes),
    )


@transaction.atomic
def link_parent(*, by: Actor, school: School, parent_id: int, child_id: int) -> Responsibility:
    """Say that somebody has parental responsibility for a child. Raise PermissionDenied."""
    can_read.check(by, school, consents_register())
    link, is_new = Responsibility.objects.get_or_create(
        school=school, parent_id=parent_id, child_id=child_id, defaults={"from_on": today()}
    )
    if not is_new and link.to_on is not None:
        link.to_on = None
        link.save(update_fields=["to_on"])
    record(
        school_id=school.pk,
        by=by.user_id,
        verb=RegisterEvent.SAID_WHO_HAS_PARENTAL_RESPONSIBILITY,
        subject=f"responsibility {link.pk}",
        detail={},
    )
    return link


@transaction.atomic
def unlink_parent(*, by: Actor, school: School, link: Responsibility) -> None:
    """End that somebody has parental responsibility, from yesterday. Raise PermissionDenied."""
    can_read.check(by, school, consents_register())
    link.to_on = max(link.from_on, today() - timedelta(days=1))
    link.save(update_fields=["to_on"])
    record(
        school_id=school.pk,
        by=by.user_id,
        verb=RegisterEvent.ENDED_PARENTAL_RESPONSIBILITY,
        subject=f"responsibility {link.pk}",
        detail={},
    )
