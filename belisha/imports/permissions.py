from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.imports.states import RIGHT
from belisha.people.models import School


def check_can_import_people(actor: Actor, school: School) -> None:
    """Raise PermissionDenied, with a sentence, unless the actor manages the people of this school."""
    if not actor.may(RIGHT, school.pk):
        message = "Only those who look after a school’s people can import people."
        raise PermissionDenied(message)
