from dataclasses import dataclass
from functools import cache

from django.db import transaction

from belisha.access.actor import Actor
from belisha.people.actions import invite_person
from belisha.people.models import Membership, User
from belisha.people.permissions import can_give_role
from belisha.people.roles import furthest_role
from belisha.rolls.actions.refusing import tell
from belisha.rolls.mailing import mail
from belisha.rolls.models import Roll
from belisha.rolls.permissions import check_can_bring_in_people
from belisha.rolls.queries import to_invite

AT_ONCE = 500


def may_invite(by: Actor, roll: Roll) -> list[User]:
    """Those who joined by the import without an account, and whom `by` may hand a way in. Three queries.

    A link is a way to sign in as the person: it is not made for somebody of another school too, nor for
    somebody with rights over the school that `by` lacks.
    """
    people = to_invite(roll)
    rows = Membership.objects.filter(user__in=people)
    elsewhere = set(rows.exclude(school=roll.school).values_list("user", flat=True).order_by())
    may_give = cache(lambda role: can_give_role(by, roll.school, role))
    beyond = {
        user_id
        for user_id, role, extra in rows.values_list("user", "role", "extra_rights")
        if not may_give(role) or not all(by.may(right, roll.school_id) for right in extra)
    }
    return [user for user in people if user.pk not in elsewhere | beyond]


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody with the link that lets them in. The link is not kept."""

    name: str
    email: str
    link: str


@transaction.atomic
def invite_joiners(*, by: Actor, roll: Roll, address: str, by_mail: bool = False) -> list[Invited]:
    """Invite those who joined by the import and have no account, at most 500 at once.

    `address` is that of an invitation with `TOKEN` for its token. By mail the links go into the outbox and
    are not in what comes back to be shown. An earlier open invitation of the same person ends. Raises
    PermissionDenied.
    """
    check_can_bring_in_people(by, roll.school)
    people = may_invite(by, roll)[:AT_ONCE]
    held: dict[int, list[str]] = {}
    for user_id, role in Membership.objects.filter(school=roll.school, user__in=people).values_list(
        "user", "role"
    ):
        held.setdefault(user_id, []).append(role)
    found = []
    for user in people:
        role = furthest_role(held[user.pk], roll.school.rights)
        invitation, token = invite_person(
            by=by, school=roll.school, email=user.email or "", name=user.name, role=role
        )
        link = address.replace("TOKEN", token)
        found.append(Invited(user.name, user.email or "", link))
        if by_mail:
            mail(roll.school_id, user.pk, f"invitation {invitation.pk}", link)
    tell(by, roll, "invited joiners", people=len(found), by_mail=by_mail)
    return found
