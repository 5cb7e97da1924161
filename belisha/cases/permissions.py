from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.base.guards import guard
from belisha.cases.models import IncidentCase, Report
from belisha.cases.models.visibility import RIGHT
from belisha.people.models import School


@guard
def can_work_on_cases(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor may work on what comes to them at this school."""
    if not actor.may(RIGHT, school.pk):
        message = "Only those to whom the policy sends reports work on cases here."
        raise PermissionDenied(message)


@guard
def can_see_report(actor: Actor, report: Report) -> None:
    """Raise PermissionDenied unless the report came to the actor and is not about them."""
    if not Report.objects.visible_to(actor).filter(pk=report.pk).exists():
        message = "This report did not come to you, or it was given to somebody else."
        raise PermissionDenied(message)


@guard
def can_see_case(actor: Actor, case: IncidentCase) -> None:
    """Raise PermissionDenied unless the actor works on the case. It is asked anew each time."""
    if not IncidentCase.objects.visible_to(actor).filter(pk=case.pk).exists():
        message = "You do not work on this case, or it was given to somebody else."
        raise PermissionDenied(message)


@guard
def can_see_looks(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor checks who looked at what is confidential (the DPO)."""
    if not actor.may("see-confidential-record", school.pk):
        message = "Only the data protection officer sees who looked at confidential matters."
        raise PermissionDenied(message)


@guard
def can_redact(actor: Actor, case: IncidentCase) -> None:
    """Raise PermissionDenied unless the actor works on the case and may make copies for sharing."""
    can_see_case.check(actor, case)
    if not actor.may("redact-evidence", case.school_id):
        message = "Ask the safeguarding lead or the headteacher to make a copy for sharing."
        raise PermissionDenied(message)
