"""Who may change what about a school and its people; each refusal is a sentence."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from belisha.access.actor import Actor
from belisha.access.rights import kept_rights, load_rights, rights_of
from belisha.access.sign_in import needs_second_factor
from belisha.base.clock import today
from belisha.base.guards import passes
from belisha.people.models import Membership, School, User
from belisha.people.queries import now_or_later, rights_at, roles_at
from belisha.people.roles import with_wider


def check_can_manage_people(actor: Actor, school: School) -> None:
    """PermissionDenied, with a sentence, unless the actor looks after the people of this school."""
    if school.pk not in actor.managed_ids:
        message = "Only those who look after a school’s people can see and change this."
        raise PermissionDenied(message)


def check_can_set_up(actor: Actor, school: School) -> None:
    """PermissionDenied, with a sentence, unless the actor may set up this school."""
    if not actor.may("set-up-school", school.pk):
        message = "Only those who set up the school can see and change this."
        raise PermissionDenied(message)


def can_set_up(actor: Actor, school: School) -> bool:
    """Whether `check_can_set_up` passes."""
    return passes(check_can_set_up, actor, school)


def check_can_give_role(actor: Actor, school: School, role: str) -> None:
    """PermissionDenied where the role reaches further than the actor may give.

    A role for which one signs in with more than a password is given by whoever sets up the school, and one
    that brings a right over the school itself only by somebody who has it. Otherwise whoever looks after
    people could make themselves head, chair or clerk.
    """
    rights = rights_of(with_wider(role), school.rights)
    _check_has(actor, school, rights)
    _check_reach(actor, school, {role}, rights)


def can_give_role(actor: Actor, school: School, role: str) -> bool:
    """Whether `check_can_give_role` passes."""
    return passes(check_can_give_role, actor, school, role)


def check_can_end_role(actor: Actor, school: School, role: str, extra: Iterable[str] = ()) -> None:
    """PermissionDenied where the role brings a right over the school itself that the actor does not have.

    `extra` are the rights that the person has beside it. To end access is quicker allowed than to give it: a
    safeguarding lead who goes is out at once.
    """
    _check_has(actor, school, rights_of(with_wider(role), school.rights, extra))


def check_can_give_rights(actor: Actor, school: School, rights: Iterable[str]) -> None:
    """PermissionDenied unless the actor sets up the school: rights beside a role are given by nobody else."""
    if rights:
        check_can_set_up(actor, school)


def can_give_rights(actor: Actor, school: School, rights: Iterable[str]) -> bool:
    """Whether `check_can_give_rights` passes."""
    return passes(check_can_give_rights, actor, school, rights)


def check_can_change_sign_in(actor: Actor, school: School, user: User) -> None:
    """PermissionDenied unless the actor may change how this person of the school signs in.

    Whoever can, can become that person. So nobody does it for people with a right over the school that they
    lack themselves; for those who sign in with more than a password only whoever sets up the school does;
    and nobody does it for somebody who belongs to another school as well.
    """
    check_can_make_card(actor, school, user)
    if now_or_later(user.pk).exclude(school__in=actor.managed_ids).exists():
        message = "This person belongs to another school as well. Only they can change how they sign in."
        raise PermissionDenied(message)


def can_change_sign_in(actor: Actor, school: School, user: User) -> bool:
    """Whether `check_can_change_sign_in` passes."""
    return passes(check_can_change_sign_in, actor, school, user)


def check_can_make_card(actor: Actor, school: School, user: User) -> None:
    """PermissionDenied unless the actor may hand out a card: whoever has it first can be that person here."""
    check_can_manage_people(actor, school)
    rights = rights_at(user.pk, school)
    _check_has(actor, school, rights)
    _check_reach(actor, school, roles_at(user.pk, school), rights)


def can_make_card(actor: Actor, school: School, user: User) -> bool:
    """Whether `check_can_make_card` passes."""
    return passes(check_can_make_card, actor, school, user)


def beyond_reach(actor: Actor, school: School) -> QuerySet[Membership]:
    """What people at the school are or are to be, of whom `check_can_make_card` may not pass. Two queries."""
    rows = Membership.objects.filter(school=school)
    rows = rows.filter(Q(to_on__isnull=True) | Q(to_on__gte=today()))
    roles = rows.order_by().values_list("role", flat=True).distinct()
    beyond = Q(role__in=[role for role in roles if not can_give_role(actor, school, role)])
    return rows.filter(beyond if can_set_up(actor, school) else beyond | ~Q(extra_rights=[]))


def _check_has(actor: Actor, school: School, rights: Iterable[str]) -> None:
    lacking = [name for name in sorted(kept_rights() & set(rights)) if not actor.may(name, school.pk)]
    if lacking:
        label = load_rights()[lacking[0]].label
        message = f"This needs somebody who may themselves {label}."
        raise PermissionDenied(message)


def _check_reach(actor: Actor, school: School, roles: Iterable[str], rights: Iterable[str]) -> None:
    if needs_second_factor(roles, rights) and not actor.may("set-up-school", school.pk):
        message = "This reaches further than looking after people: it needs somebody who sets up the school."
        raise PermissionDenied(message)
