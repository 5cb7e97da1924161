"""Periods and holds: what decides how long things are kept."""

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.base.holdings import holdings
from belisha.base.retention_schedule import RetentionPeriod, RetentionTrigger, retention_kinds
from belisha.duties.triggers import request_sweep
from belisha.people.models import Membership, School
from belisha.retention.models import LegalHold, RetentionSetting
from belisha.retention.permissions import can_keep_data_protection
from belisha.retention.record import RetentionEvent


class RetentionError(Exception):
    """It cannot be kept like that. The sentence says why."""


def triggers_of(kind: str) -> tuple[RetentionTrigger, ...]:
    """Return the triggers that a school can choose for a kind: its default, and those that rooms can tell."""
    found = {retention_kinds()[kind].trigger: True}
    for each in holdings().values():
        if each.kind == kind:
            found |= {RetentionTrigger(trigger): True for trigger in each.triggers}
    return tuple(found)


@transaction.atomic
def set_period(
    *, by: Actor, school: School, kind: str, trigger: str, period: RetentionPeriod, reason: str
) -> RetentionSetting:
    """Set how long the school keeps a kind of record. Raise PermissionDenied or RetentionError."""
    can_keep_data_protection.check(by, school)
    if trigger not in triggers_of(kind):
        allowed = ", ".join(triggers_of(kind))
        raise RetentionError(f"A period of this kind cannot run from `{trigger}`: choose one of {allowed}.")
    if not (period.years or period.months):
        raise RetentionError("A period of no time would destroy everything at once: enter years or months.")
    made: RetentionSetting = RetentionSetting.objects.create(
        school=school,
        kind=kind,
        trigger=trigger,
        years=period.years,
        months=period.months,
        reason=reason,
        set_by_id=by.user_id or 0,
    )
    detail = {"kind": kind, "trigger": trigger, "years": period.years, "months": period.months}
    record(
        school_id=school.pk,
        by=by.user_id,
        verb=RetentionEvent.SET_PERIOD_OF_RETENTION,
        subject=kind,
        detail=detail,
    )
    request_sweep(school, at_once="retention")
    return made


@transaction.atomic
def place_hold(
    *,
    by: Actor,
    school: School,
    reason: str,
    holding: str = "",
    row: int | None = None,
    person: int | None = None,
) -> LegalHold:
    """Let nothing of a room, a row of it or about a person be destroyed.

    Raise PermissionDenied or RetentionError.
    """
    can_keep_data_protection.check(by, school)
    if holding and holding not in holdings():
        raise RetentionError(f"There are no records called `{holding}`. Choose them from the list.")
    if not holding and person is None:
        raise RetentionError("Choose the records or the person that the hold is about.")
    if person is not None and not Membership.objects.filter(school=school, user=person).exists():
        raise RetentionError("That person does not belong to this school. Choose somebody from the list.")
    made: LegalHold = LegalHold.objects.create(
        school=school, holding=holding, row=row, person_id=person, reason=reason, placed_by_id=by.user_id or 0
    )
    _tell(by, made, RetentionEvent.PLACED_LEGAL_HOLD)
    return made


@transaction.atomic
def lift_hold(*, by: Actor, hold: LegalHold) -> LegalHold:
    """Lift a legal hold. Raise PermissionDenied, or RetentionError if it was lifted."""
    can_keep_data_protection.check(by, hold.school)
    locked: LegalHold = LegalHold.objects.select_for_update().get(pk=hold.pk)
    if locked.lifted_at is not None:
        raise RetentionError("This hold was lifted already.")
    locked.lifted_at, locked.lifted_by_id = timezone.now(), by.user_id
    locked.save(update_fields=["lifted_at", "lifted_by"])
    _tell(by, locked, RetentionEvent.LIFTED_LEGAL_HOLD)
    return locked


def _tell(by: Actor, hold: LegalHold, verb: Verb) -> None:
    detail = {"holding": hold.holding, "row": hold.row, "person": hold.person_id}
    record(school_id=hold.school_id, by=by.user_id, verb=verb, subject=f"legal hold {hold.pk}", detail=detail)
