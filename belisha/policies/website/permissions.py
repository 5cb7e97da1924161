from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.base.guards import passes
from belisha.people.models import School
from belisha.policies.website.models import SEES


def check_can_check_website(actor: Actor, school: School) -> None:
    """PermissionDenied, with a sentence, unless the actor publishes the policy or sees how things stand."""
    if school.pk not in actor.ids_with(*SEES):
        message = "Only those who publish the policy, or see how it stands, can check the school’s website."
        raise PermissionDenied(message)


def can_check_website(actor: Actor, school: School) -> bool:
    """Whether `check_can_check_website` passes."""
    return passes(check_can_check_website, actor, school)
