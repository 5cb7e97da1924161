"""Breaches of personal data: log, decide, tell the Information Commissioner in time, close."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.duties.triggers import request_sweep
from belisha.people.accounts.encryption import encrypt
from belisha.people.models import School
from belisha.retention.models import Breach
from belisha.retention.permissions import can_keep_data_protection
from belisha.retention.record import RetentionEvent
from belisha.retention.requests import PURPOSE

# Article 33(1) of the UK GDPR.
WITHIN = timedelta(hours=72)


class BreachError(Exception):
    """It cannot be done now. The sentence says why."""


def tell_until(breach: Breach) -> datetime:
    """Return the instant by which the Information Commissioner has to be told."""
    return breach.noticed_at + WITHIN


@transaction.atomic
def log_breach(
    *, by: Actor, school: School, what: str, noticed_at: datetime, people: int = 0, link: str = ""
) -> Breach:
    """Log a breach; its 72 hours run from when it was noticed. Raise PermissionDenied or BreachError."""
    can_keep_data_protection.check(by, school)
    if noticed_at > timezone.now():
        raise BreachError(
            "The time at which it was noticed lies in the future. Enter when somebody first knew."
        )
    made: Breach = Breach.objects.create(
        school=school,
        what=encrypt(what, PURPOSE),
        noticed_at=noticed_at,
        people=people,
        link=link,
        entered_by_id=by.user_id or 0,
    )
    _tell(by, made, RetentionEvent.LOGGED_BREACH)
    return made


@transaction.atomic
def tell_commissioner(*, by: Actor, breach: Breach, at: datetime, reference: str) -> Breach:
    """Note that the Information Commissioner was told. Raise PermissionDenied or BreachError."""
    locked = _open(by, breach)
    if not locked.noticed_at <= at <= timezone.now():
        raise BreachError("Enter a time after it was noticed, and not in the future.")
    locked.told_commissioner_at, locked.reference, locked.is_risky = at, reference, True
    locked.save(update_fields=["told_commissioner_at", "reference", "is_risky"])
    _tell(by, locked, RetentionEvent.TOLD_INFORMATION_COMMISSIONER)
    return locked


@transaction.atomic
def find_no_risk(*, by: Actor, breach: Breach, why: str) -> Breach:
    """Note why a risk to people is unlikely, so that nobody need be told.

    Raise PermissionDenied, BreachError.
    """
    locked = _open(by, breach)
    locked.not_told_because, locked.is_risky = why, False
    locked.save(update_fields=["not_told_because", "is_risky"])
    _tell(by, locked, RetentionEvent.FOUND_NO_RISK_IN_BREACH)
    return locked


@transaction.atomic
def close_breach(*, by: Actor, breach: Breach, measures: str, told_people: bool) -> Breach:
    """Close a breach with what was done about it. Raise PermissionDenied or BreachError."""
    locked = _open(by, breach)
    if locked.told_commissioner_at is None and not locked.not_told_because:
        raise BreachError("First tell the Information Commissioner, or say why a risk to people is unlikely.")
    locked.measures, locked.closed_at = encrypt(measures, PURPOSE), timezone.now()
    locked.told_people_at = timezone.now() if told_people else None
    locked.save(update_fields=["measures", "closed_at", "told_people_at"])
    _tell(by, locked, RetentionEvent.CLOSED_BREACH)
    return locked


def _open(by: Actor, breach: Breach) -> Breach:
    can_keep_data_protection.check(by, breach.school)
    locked: Breach = Breach.objects.select_for_update().get(pk=breach.pk)
    if locked.closed_at is not None:
        raise BreachError("This breach was closed already.")
    return locked


def _tell(by: Actor, breach: Breach, verb: Verb) -> None:
    detail = {"tell until": tell_until(breach).isoformat(), "people": breach.people}
    record(school_id=breach.school_id, by=by.user_id, verb=verb, subject=f"breach {breach.pk}", detail=detail)
    request_sweep(breach.school, at_once="retention")
