"""What is done with a school's own settings: its facts, terms, rights and the bodies over it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.base.clock import today
from belisha.people.changed import tell_changed
from belisha.people.lasting import check_nobody_is_locked_out, missing_rights
from belisha.people.models import Oversight, School, Term
from belisha.people.permissions import check_can_set_up

FACTS = (
    *("name", "urn", "phase", "website", "quiet_from", "quiet_to"),
    *("regularly_means", "asks_on_joining", "acknowledge_within", "answer_within"),
)


class TermRefusedError(Exception):
    """The term cannot stand so beside the others. The sentence says why."""


@transaction.atomic
def set_up_school(*, by: Actor, school: School, **facts: Any) -> School:
    """Put other facts in place of the school's own. Raises PermissionDenied."""
    check_can_set_up(by, school)
    row: School = School.objects.select_for_update().get(pk=school.pk)
    changed = [name for name in FACTS if name in facts and getattr(row, name) != facts[name]]
    for name in changed:
        setattr(row, name, facts[name])
    if changed:
        row.save(update_fields=changed)
        _tell(by, school.pk, "changed the school’s settings", f"school {school.pk}", changed=changed)
        tell_changed(school)
    return row


@transaction.atomic
def set_term(
    *, by: Actor, school: School, name: str, starts_on: date, ends_on: date, term: Term | None = None
) -> Term:
    """Add a term, or give `term` another name or other days.

    Raises PermissionDenied, TermRefusedError where another term has the name or some of the days.
    """
    check_can_set_up(by, school)
    School.objects.select_for_update().get(pk=school.pk)
    others = Term.objects.filter(school=school).exclude(pk=term.pk if term else None)
    same = others.filter(name__iexact=name).first()
    if same is not None:
        message = f"There is a term of that name already: {_said(same)}."
        raise TermRefusedError(message)
    overlap = others.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).first()
    if overlap is not None:
        message = f"These days overlap with {_said(overlap)}. Change one of the two."
        raise TermRefusedError(message)
    row = term or Term(school=school)
    row.name, row.starts_on, row.ends_on = name, starts_on, ends_on
    row.save()
    verb = "changed a term" if term else "added a term"
    days = {"from": starts_on.isoformat(), "to": ends_on.isoformat()}
    _tell(by, school.pk, verb, f"term {row.pk}", **days)
    tell_changed(school)
    return row


@transaction.atomic
def remove_term(*, by: Actor, term: Term) -> None:
    """Take a term out. Raises PermissionDenied."""
    check_can_set_up(by, term.school)
    days = {"from": term.starts_on.isoformat(), "to": term.ends_on.isoformat()}
    _tell(by, term.school_id, "removed a term", f"term {term.pk}", **days)
    term.delete()
    tell_changed(term.school)


@transaction.atomic
def set_holders(*, by: Actor, school: School, right: str, holders: Iterable[str] | None) -> None:
    """Say which roles hold a right at the school; None: as the library has it.

    Raises PermissionDenied, belisha.people.lasting.LastOneError where nobody would hold a right that somebody
    must always have.
    """
    check_can_set_up(by, school)
    row: School = School.objects.select_for_update().get(pk=school.pk)
    before = missing_rights(row, today())
    was = row.rights.get(right)
    rights = {name: held for name, held in row.rights.items() if name != right}
    if holders is not None:
        rights[right] = list(holders)
    if rights == row.rights:
        return
    row.rights = rights
    row.save(update_fields=["rights"])
    check_nobody_is_locked_out(row, before)
    now = rights.get(right)
    _tell(by, school.pk, "changed who holds a right", f"right {right}", was=was, now=now)
    tell_changed(school)


@transaction.atomic
def add_body(*, by: Actor, school: School, body: School) -> Oversight:
    """Say that a trust or HR body stands over the school from today. Raises PermissionDenied."""
    check_can_set_up(by, school)
    School.objects.select_for_update().get(pk=school.pk)
    found: Oversight | None = Oversight.objects.filter(school=school, body=body, to_on__isnull=True).first()
    if found is not None:
        return found
    row: Oversight
    row, _ = Oversight.objects.update_or_create(
        school=school, body=body, from_on=today(), defaults={"to_on": None}
    )
    _tell(by, school.pk, "named a body over the school", f"school {body.pk}")
    return row


@transaction.atomic
def end_body(*, by: Actor, oversight: Oversight) -> None:
    """Say that a body no longer stands over the school; one named today never did. PermissionDenied."""
    check_can_set_up(by, oversight.school)
    _tell(by, oversight.school_id, "ended a body over the school", f"school {oversight.body_id}")
    if oversight.from_on >= today():
        oversight.delete()
        return
    Oversight.objects.filter(pk=oversight.pk).update(to_on=today() - timedelta(days=1))


def _said(term: Term) -> str:
    return f"{term.name} ({term.starts_on:%-d %B %Y} to {term.ends_on:%-d %B %Y})"


def _tell(by: Actor, school_id: int, verb: str, subject: str, **detail: Any) -> None:
    record(school_id=school_id, by=by.user_id, verb=verb, subject=subject, detail=detail)
