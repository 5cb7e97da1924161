"""What governors decide to do, and which body may add up a school's figures."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.base.clock import today
from belisha.duties.triggers import request_sweep
from belisha.governance.models import GovernorsAction, ReportSharing
from belisha.governance.permissions import can_record_action
from belisha.governance.record import GovernanceEvent
from belisha.people.models import Oversight, School


class GovernanceError(Exception):
    """It cannot be done like that. The sentence says why."""


@dataclass(frozen=True, slots=True)
class DecidedAction:
    """What governors decided: what, at which meeting, for which office, by when. `clause` may be empty."""

    what: str
    decided_on: date
    office: str
    why: str = ""
    minute: str = ""
    due_on: date | None = None
    clause: str = ""


@transaction.atomic
def record_action(*, by: Actor, school: School, decided: DecidedAction) -> GovernorsAction:
    """Record what the governing body decided to do (G56a). Raise PermissionDenied or GovernanceError."""
    can_record_action.check(by, school)
    if decided.decided_on > today():
        raise GovernanceError("The day of the decision lies in the future. Enter the day of the meeting.")
    if decided.due_on is not None and decided.due_on < decided.decided_on:
        raise GovernanceError("It would be due before it was decided. Enter a later day.")
    made: GovernorsAction = GovernorsAction.objects.create(
        school=school, recorded_by_id=by.user_id or 0, **asdict(decided)
    )
    _tell(by, made, GovernanceEvent.RECORDED_DECISION_OF_GOVERNORS)
    return made


@transaction.atomic
def complete_action(*, by: Actor, action: GovernorsAction, outcome: str) -> GovernorsAction:
    """Record that an action was carried out, and what came of it.

    Raise PermissionDenied or GovernanceError.
    """
    can_record_action.check(by, action.school)
    locked: GovernorsAction = GovernorsAction.objects.select_for_update().get(pk=action.pk)
    if locked.done_on is not None:
        raise GovernanceError("It was carried out already.")
    locked.done_on, locked.outcome = today(), outcome
    locked.save(update_fields=["done_on", "outcome"])
    _tell(by, locked, GovernanceEvent.CARRIED_OUT_DECISION_OF_GOVERNORS)
    return locked


@transaction.atomic
def set_sharing(*, by: Actor, school: School, body: School, agrees: bool) -> None:
    """Let a body add up the school's figures, or end that. Raise PermissionDenied or GovernanceError."""
    can_record_action.check(by, school)
    rows = Oversight.objects.filter(school=school, body=body, from_on__lte=today()).exclude(to_on__lt=today())
    if not rows.exists():
        raise GovernanceError("That body has no oversight of this school today.")
    there = ReportSharing.objects.filter(school=school, body=body, to_on__isnull=True)
    if agrees and not there.exists():
        ReportSharing.objects.create(school=school, body=body, from_on=today(), agreed_by_id=by.user_id or 0)
    if not agrees:
        there.update(to_on=today())
    verb = GovernanceEvent.AGREED_TO_SHARE_FIGURES if agrees else GovernanceEvent.ENDED_SHARING_OF_FIGURES
    record(school_id=school.pk, by=by.user_id, verb=verb, subject=f"school {body.pk}")


def sharing_schools(body: School, on: date) -> list[School]:
    """Return the schools that share their figures with a body on a day and that it oversees on that day."""
    shared = ReportSharing.objects.filter(body=body, from_on__lte=on, to_on__isnull=True).values("school")
    overseen = Oversight.objects.filter(body=body, from_on__lte=on, school__in=shared).exclude(to_on__lt=on)
    return list(School.objects.filter(pk__in=overseen.values("school")).order_by("name"))


def _tell(by: Actor, action: GovernorsAction, verb: Verb) -> None:
    detail = {"clause": action.clause, "figure": action.figure, "due on": str(action.due_on or "")}
    subject = f"governors' action {action.pk}"
    record(school_id=action.school_id, by=by.user_id, verb=verb, subject=subject, detail=detail)
    request_sweep(action.school, at_once="governance")
