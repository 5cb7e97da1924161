from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.base.guards import is_allowed
from belisha.people.models import School
from belisha.policies.website.models import SEES


def check_can_check_website(actor: Actor, school: School) -> None:
    """Raise PermissionDenied, with a sentence, unless the actor publishes the policy or sees how things
    stand.
    """
    if school.pk not in actor.ids_with(*SEES):
        message = "Only people who publish the policy or can see its status can check the school’s website."
        raise PermissionDenied(message)


def can_check_website(actor: Actor, school: School) -> bool:
    """Return whether `check_can_check_website` passes."""
    return is_allowed(check_can_check_website, actor, school)
