from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.base.guards import is_allowed
from belisha.people.models import School, SchoolKind
from belisha.policies.models import PolicyVersion
from belisha.policies.states import EDITABLE

PUBLISHERS = (SchoolKind.TRUST, SchoolKind.HR_BODY)


def check_can_write(actor: Actor, school: School) -> None:
    """Raise PermissionDenied, with a sentence, unless the actor writes the policies of this school."""
    if not actor.may("write-policy", school.pk):
        message = "Only people who write the school’s policies can see and change drafts."
        raise PermissionDenied(message)


def can_write(actor: Actor, school: School) -> bool:
    """Return whether `check_can_write` passes."""
    return is_allowed(check_can_write, actor, school)


def check_can_change(actor: Actor, version: PolicyVersion) -> None:
    """Raise PermissionDenied, with a sentence, unless the actor may change the text of this version now."""
    check_can_write(actor, version.school)
    if version.state not in EDITABLE:
        message = f"You cannot edit a policy while it is “{version.state}”. Send it back to draft first."
        raise PermissionDenied(message)


def check_can_issue(actor: Actor, school: School) -> None:
    """Raise PermissionDenied, with a sentence, unless the actor issues models for this trust or HR body."""
    if school.kind not in PUBLISHERS:
        message = "Only a trust or an HR body issues model policies. A school keeps its own."
        raise PermissionDenied(message)
    if not actor.may("issue-model", school.pk):
        message = "Only people who issue model policies can see which schools use them."
        raise PermissionDenied(message)


def can_issue(actor: Actor, school: School) -> bool:
    """Return whether `check_can_issue` passes."""
    return is_allowed(check_can_issue, actor, school)
