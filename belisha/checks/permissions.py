from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.base.guards import guard
from belisha.checks.models import ALLOW
from belisha.people.models import School


@guard
def can_allow_words(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor says which words are no problem at the school."""
    if not actor.may(ALLOW, school.pk):
        message = "Only those whom the school has named to approve official posts say which words it allows."
        raise PermissionDenied(message)
