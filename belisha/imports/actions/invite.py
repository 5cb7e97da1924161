from dataclasses import dataclass
from functools import cache

from django.db import transaction

from belisha.access.actor import Actor
from belisha.base.row_security import all_schools
from belisha.imports.actions.errors import record_import_event
from belisha.imports.invitation_mail import mail
from belisha.imports.models import Roll
from belisha.imports.permissions import check_can_import_people
from belisha.imports.queries import joiners_without_account
from belisha.imports.record import ImportEvent
from belisha.people.accounts.invitations import invite_person
from belisha.people.models import Membership, User
from belisha.people.permissions import can_give_role
from belisha.people.roles import most_powerful_role

AT_ONCE = 500


def invitable_joiners(by: Actor, roll: Roll) -> list[User]:
    """Those who joined by the import without an account, and whom `by` may hand a way in. Three queries.

    A link is a way to sign in as the person: it is not made for somebody of another school too, nor for
    somebody with rights over the school that `by` lacks.
    """
    people = joiners_without_account(roll)
    rows = Membership.objects.filter(user__in=people)
    with all_schools():
        elsewhere = set(rows.exclude(school=roll.school).values_list("user", flat=True).order_by())
    can_give = cache(lambda role: can_give_role(by, roll.school, role))
    beyond = {
        user_id
        for user_id, role, extra in rows.values_list("user", "role", "extra_rights")
        if not can_give(role) or not all(by.may(right, roll.school_id) for right in extra)
    }
    return [user for user in people if user.pk not in elsewhere | beyond]


@dataclass(frozen=True, slots=True)
class IssuedInvitation:
    """Somebody with the link that lets them in. The link is not kept."""

    name: str
    email: str
    link: str


@transaction.atomic
def invite_joiners(*, by: Actor, roll: Roll, address: str, by_mail: bool = False) -> list[IssuedInvitation]:
    """Invite those who joined by the import and have no account, at most 500 at once.

    `address` is that of an invitation with `TOKEN` for its token. By mail the links go into the outbox and
    are not in what comes back to be shown. An earlier open invitation of the same person ends. Raises
    PermissionDenied.
    """
    check_can_import_people(by, roll.school)
    people = invitable_joiners(by, roll)[:AT_ONCE]
    held: dict[int, list[str]] = {}
    for user_id, role in Membership.objects.filter(school=roll.school, user__in=people).values_list(
        "user", "role"
    ):
        held.setdefault(user_id, []).append(role)
    found = []
    for user in people:
        role = most_powerful_role(held[user.pk], roll.school.rights)
        invitation, token = invite_person(
            by=by, school=roll.school, email=user.email or "", name=user.name, role=role
        )
        link = address.replace("TOKEN", token)
        found.append(IssuedInvitation(user.name, user.email or "", link))
        if by_mail:
            mail(roll.school_id, user.pk, f"invitation {invitation.pk}", link)
    record_import_event(by, roll, ImportEvent.INVITED_JOINERS, people=len(found), by_mail=by_mail)
    return found
