"""Change a school's settings: its facts, terms, rights, and the bodies with oversight of it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.base.clock import today
from belisha.people.memberships.essential_rights import check_essential_rights_remain, missing_rights
from belisha.people.models import Oversight, School, Term
from belisha.people.permissions import can_set_up
from belisha.people.record import PeopleEvent
from belisha.people.settings.term_calendar import CalendarTerm
from belisha.people.signals import notify_school_changed

SETTINGS_FIELDS = (
    *("name", "urn", "phase", "website", "quiet_from", "quiet_to"),
    *("regularly_means", "asks_on_joining", "acknowledge_within", "answer_within"),
)


class TermRefusedError(Exception):
    """The term conflicts with another one. The message says how."""


@transaction.atomic
def change_settings(*, by: Actor, school: School, **facts: Any) -> School:
    """Change facts of the school. Raise PermissionDenied."""
    can_set_up.check(by, school)
    row: School = School.objects.select_for_update(no_key=True).get(pk=school.pk)
    changed = [name for name in SETTINGS_FIELDS if name in facts and getattr(row, name) != facts[name]]
    for name in changed:
        setattr(row, name, facts[name])
    if changed:
        row.save(update_fields=changed)
        _record(by, school.pk, PeopleEvent.CHANGED_SETTINGS, f"school {school.pk}", changed=changed)
        notify_school_changed(school)
    return row


@transaction.atomic
def set_term(
    *, by: Actor, school: School, name: str, starts_on: date, ends_on: date, term: Term | None = None
) -> Term:
    """Add a term, or change `term`.

    Raise PermissionDenied, or TermRefusedError if another term has the same name or overlaps.
    """
    can_set_up.check(by, school)
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    others = Term.objects.filter(school=school).exclude(pk=term.pk if term else None)
    if conflict := _conflict(others, name, starts_on, ends_on):
        raise TermRefusedError(conflict)
    row = term or Term(school=school)
    row.name, row.starts_on, row.ends_on = name, starts_on, ends_on
    row.save()
    verb = PeopleEvent.CHANGED_TERM if term else PeopleEvent.ADDED_TERM
    days = {"from": starts_on.isoformat(), "to": ends_on.isoformat()}
    _record(by, school.pk, verb, f"term {row.pk}", **days)
    notify_school_changed(school)
    return row


def add_terms(*, by: Actor, school: School, terms: Iterable[CalendarTerm]) -> tuple[list[Term], list[str]]:
    """Add terms one by one. Return those added, and a sentence for each that conflicts with another one.

    Raise PermissionDenied.
    """
    added, refused = [], []
    for each in terms:
        try:
            added.append(
                set_term(by=by, school=school, name=each.name, starts_on=each.starts_on, ends_on=each.ends_on)
            )
        except TermRefusedError as error:
            refused.append(f"{each.name} was not added. {error}")
    return added, refused


def compare_terms(school: School, terms: Iterable[CalendarTerm]) -> list[tuple[CalendarTerm, str]]:
    """Return each term with what it conflicts with at the school; with nothing if it can be added."""
    rows = Term.objects.filter(school=school)
    return [(each, _conflict(rows, each.name, each.starts_on, each.ends_on)) for each in terms]


@transaction.atomic
def remove_term(*, by: Actor, term: Term) -> None:
    """Delete a term. Raise PermissionDenied."""
    can_set_up.check(by, term.school)
    days = {"from": term.starts_on.isoformat(), "to": term.ends_on.isoformat()}
    _record(by, term.school_id, PeopleEvent.REMOVED_TERM, f"term {term.pk}", **days)
    term.delete()
    notify_school_changed(term.school)


@transaction.atomic
def set_holders(*, by: Actor, school: School, right: str, holders: Iterable[str] | None) -> None:
    """Set which roles have a right at the school. None: the library's choice.

    Raise PermissionDenied, or LastHolderError if nobody would have an essential right.
    """
    can_set_up.check(by, school)
    row: School = School.objects.select_for_update(no_key=True).get(pk=school.pk)
    before = missing_rights(row, today())
    was = row.rights.get(right)
    rights = {name: held for name, held in row.rights.items() if name != right}
    if holders is not None:
        rights[right] = list(holders)
    if rights == row.rights:
        return
    row.rights = rights
    row.save(update_fields=["rights"])
    check_essential_rights_remain(row, before)
    now = rights.get(right)
    _record(by, school.pk, PeopleEvent.CHANGED_WHO_HOLDS_RIGHT, f"right {right}", was=was, now=now)
    notify_school_changed(school)


@transaction.atomic
def add_body(*, by: Actor, school: School, body: School) -> Oversight:
    """Name a trust or HR body with oversight of the school from today. Raise PermissionDenied."""
    can_set_up.check(by, school)
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    found: Oversight | None = Oversight.objects.filter(school=school, body=body, to_on__isnull=True).first()
    if found is not None:
        return found
    row: Oversight
    row, _ = Oversight.objects.update_or_create(
        school=school, body=body, from_on=today(), defaults={"to_on": None}
    )
    _record(by, school.pk, PeopleEvent.NAMED_BODY_OVER_SCHOOL, f"school {body.pk}")
    return row


@transaction.atomic
def end_body(*, by: Actor, oversight: Oversight) -> None:
    """End a body's oversight of the school, or delete it if it began today. Raise PermissionDenied."""
    can_set_up.check(by, oversight.school)
    _record(by, oversight.school_id, PeopleEvent.ENDED_BODY_OVER_SCHOOL, f"school {oversight.body_id}")
    if oversight.from_on >= today():
        oversight.delete()
        return
    Oversight.objects.filter(pk=oversight.pk).update(to_on=today() - timedelta(days=1))


def _conflict(others: QuerySet[Term], name: str, starts_on: date, ends_on: date) -> str:
    """Return a sentence that says with which of the other terms this one conflicts, or nothing."""
    if same := others.filter(name__iexact=name).first():
        return f"There is already a term with this name: {_describe(same)}."
    if overlap := others.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).first():
        return f"These dates overlap with {_describe(overlap)}. Change one of the two."
    return ""


def _describe(term: Term) -> str:
    return f"{term.name} ({term.starts_on:%-d %B %Y} to {term.ends_on:%-d %B %Y})"


def _record(by: Actor, school_id: int, verb: Verb, subject: str, **detail: Any) -> None:
    record(school_id=school_id, by=by.user_id, verb=verb, subject=subject, detail=detail)
