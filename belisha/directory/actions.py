"""What is done with a school's directory. Contacts end; none is overwritten or deleted."""

from datetime import date, timedelta

from django.db import transaction

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.base.clock import today
from belisha.directory.models import SchoolContact
from belisha.directory.permissions import check_can_keep_directory
from belisha.directory.record import DirectoryEvent
from belisha.people.models import School

FIELDS = ("name", "phone", "email", "address", "reachable", "is_deputy", "is_public")


class ContactChangedError(Exception):
    """The contact was changed or ended in the meantime. The sentence says what to do."""


@transaction.atomic
def add_contact(
    *, by: Actor, school: School, word: str, from_on: date | None = None, **facts: object
) -> SchoolContact:
    """Add a way to reach an office or body, from today or from another day on. Raises PermissionDenied."""
    check_can_keep_directory(by, school)
    row = SchoolContact(school=school, word=word, from_on=from_on or today(), **facts)
    row.save()
    _record(by, row, DirectoryEvent.ADDED_CONTACT)
    return row


@transaction.atomic
def change_contact(*, by: Actor, contact: SchoolContact, **facts: object) -> SchoolContact:
    """Put another contact in place of one that ended yesterday; one that began today is corrected in place.

    Raises PermissionDenied, ContactChangedError where somebody else has ended it in the meantime.
    """
    check_can_keep_directory(by, contact.school)
    row = _locked(contact)
    changed = [name for name in FIELDS if name in facts and getattr(row, name) != facts[name]]
    if not changed:
        return row
    kept = {name: getattr(row, name) for name in FIELDS} | facts
    if row.from_on >= today():
        for name in changed:
            setattr(row, name, facts[name])
        row.save(update_fields=changed)
    else:
        row.to_on = today() - timedelta(days=1)
        row.save(update_fields=["to_on"])
        row = SchoolContact(school=row.school, word=row.word, from_on=today(), **kept)
        row.save()
    _record(by, row, DirectoryEvent.CHANGED_CONTACT, changed=changed)
    return row


@transaction.atomic
def end_contact(*, by: Actor, contact: SchoolContact) -> None:
    """End a contact: it is shown no more. Raises PermissionDenied, ContactChangedError."""
    check_can_keep_directory(by, contact.school)
    row = _locked(contact)
    if row.from_on >= today():
        _record(by, row, DirectoryEvent.REMOVED_CONTACT)
        row.delete()
        return
    row.to_on = today() - timedelta(days=1)
    row.save(update_fields=["to_on"])
    _record(by, row, DirectoryEvent.ENDED_CONTACT)


def _locked(contact: SchoolContact) -> SchoolContact:
    row: SchoolContact | None = (
        SchoolContact.objects.select_for_update()
        .select_related("school")
        .filter(pk=contact.pk)
        .on(today())
        .first()
    )
    if row is None:
        message = "Somebody else has changed this contact in the meantime. Look at the directory again."
        raise ContactChangedError(message)
    return row


def _record(by: Actor, row: SchoolContact, verb: Verb, **detail: object) -> None:
    detail = {"word": row.word, **detail}
    record(school_id=row.school_id, by=by.user_id, verb=verb, subject=f"contact {row.pk}", detail=detail)
