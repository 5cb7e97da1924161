from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.people.models import School
from belisha.rolls.states import RIGHT


def check_can_bring_in_people(actor: Actor, school: School) -> None:
    """PermissionDenied, with a sentence, unless the actor looks after the people of this school."""
    if not actor.may(RIGHT, school.pk):
        message = "Only those who look after a school’s people can bring in its roll."
        raise PermissionDenied(message)
