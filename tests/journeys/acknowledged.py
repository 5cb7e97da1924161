"""A school whose people have all read and signed what is in force."""

from belisha.acknowledgements.actions import Signing, write_acknowledgement
from belisha.acknowledgements.models import Method
from belisha.acknowledgements.presented_text import text_for_roles
from belisha.acknowledgements.queries import asked_people, bindings, people_at
from belisha.base.clock import today
from belisha.people.models import School


def given_everybody_has_acknowledged(school: School) -> None:
    """Everybody whom a document of the school binds has acknowledged its version in force, today."""
    people = people_at(school, today())
    for binding in bindings(school):
        for each in asked_people(school, binding, today(), people):
            showing = text_for_roles(binding.policy, each.roles, today())
            write_acknowledgement(
                Signing(each.person_id, each.name, each.roles, binding, showing, Method.OWN, tries=1)
            )
