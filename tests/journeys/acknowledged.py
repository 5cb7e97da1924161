"""A school whose people have all read and signed what is in force."""

from belisha.acknowledgements.actions import Signing, sign
from belisha.acknowledgements.models import How
from belisha.acknowledgements.queries import asked, belonging, bindings
from belisha.acknowledgements.showing import show_for_roles
from belisha.base.clock import today
from belisha.people.models import School


def given_everybody_has_acknowledged(school: School) -> None:
    """Everybody whom a document of the school binds has acknowledged its version in force, today."""
    people = belonging(school, today())
    for binding in bindings(school):
        for each in asked(school, binding, today(), people):
            showing = show_for_roles(binding.policy, each.roles, today())
            sign(Signing(each.person_id, each.name, each.roles, binding, showing, How.OWN, tries=1))
