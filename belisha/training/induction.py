"""What a school's policy asks of someone who joins in a role."""

from datetime import date

from belisha.policies.queries import InForce
from belisha.rules.calendar import Recurring, Trigger, calendar
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.training.clause_duties import has_own_page, roles_concerned
from belisha.training.requirements import TRAINING, bound_roles


def asked_on_joining(in_force: InForce, role: str, on: date) -> list[Recurring]:
    """Return the role's training and checks and what joining sets off, in the policy's order."""
    return [
        each
        for each in calendar(in_force.policy, load_vocabulary(), on)
        if _is_training(each, role) or _is_set_off(each, role)
    ]


def _is_training(recurring: Recurring, role: str) -> bool:
    is_asked = recurring.register == TRAINING and recurring.trigger is not Trigger.LEAVING
    return is_asked and role in bound_roles(recurring)


def _is_set_off(recurring: Recurring, role: str) -> bool:
    return (
        recurring.trigger is Trigger.JOINING
        and not has_own_page(recurring)
        and role in roles_concerned(recurring)
    )
