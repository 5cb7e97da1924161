"""Who may change what about a school and its people. Each refusal is a sentence."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from belisha.access.actor import Actor
from belisha.access.rights import essential_rights, load_rights, rights_of
from belisha.access.sign_in import needs_second_factor
from belisha.base.clock import today
from belisha.base.guards import guard
from belisha.base.row_security import all_schools
from belisha.people.models import Membership, School, User
from belisha.people.queries import rights_at, roles_at
from belisha.people.roles import with_ancestors


@guard
def can_manage_people(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor manages the people of this school."""
    if school.pk not in actor.managed_ids:
        message = "Only those who look after a school’s people can see and change this."
        raise PermissionDenied(message)


@guard
def can_set_up(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor may set up this school."""
    if not actor.may("set-up-school", school.pk):
        message = "Only those who set up the school can see and change this."
        raise PermissionDenied(message)


@guard
def can_give_role(actor: Actor, school: School, role: str) -> None:
    """Raise PermissionDenied if the role has more power than the actor may give.

    Only people who set up the school can give a role that needs a second factor, and only people with an
    essential right can give a role with that right. Otherwise anyone who manages people could make
    themselves head, chair or clerk.
    """
    rights = rights_of(with_ancestors(role), school.rights)
    _check_has(actor, school, rights)
    _check_reach(actor, school, {role}, rights)


@guard
def can_end_role(actor: Actor, school: School, role: str, extra: Iterable[str] = ()) -> None:
    """Raise PermissionDenied if the role or `extra` has an essential right that the actor does not have.

    Ending access needs fewer rights than giving it, so that a safeguarding lead who leaves loses it at once.
    """
    _check_has(actor, school, rights_of(with_ancestors(role), school.rights, extra))


@guard
def can_give_rights(actor: Actor, school: School, rights: Iterable[str]) -> None:
    """Raise PermissionDenied unless the actor sets up the school, if any right is given at all."""
    if rights:
        can_set_up.check(actor, school)


@guard
def can_change_sign_in(actor: Actor, school: School, user: User) -> None:
    """Raise PermissionDenied unless the actor may change how this person of the school signs in.

    Whoever can do that can sign in as that person. So nobody can do it for people with an essential right
    that they lack themselves; only people who set up the school can do it for people who need a second
    factor; and nobody can do it for people who belong to another school too.
    """
    can_make_card.check(actor, school, user)
    _check_only_here(actor, user)


@guard
def can_rename(actor: Actor, school: School, user: User) -> None:
    """Raise PermissionDenied unless the actor may change this person's name, at this school only."""
    can_manage_people.check(actor, school)
    _check_only_here(actor, user)


@guard
def can_make_card(actor: Actor, school: School, user: User) -> None:
    """Raise PermissionDenied unless the actor may make a card, which lets its user sign in as this person."""
    can_manage_people.check(actor, school)
    rights = rights_at(user.pk, school)
    _check_has(actor, school, rights)
    _check_reach(actor, school, roles_at(user.pk, school), rights)


def unmanageable_memberships(actor: Actor, school: School) -> QuerySet[Membership]:
    """Return current and future memberships of people that the actor may not make a card for. Two queries."""
    rows = Membership.objects.filter(school=school).current_or_future(today())
    roles = rows.order_by().values_list("role", flat=True).distinct()
    beyond = Q(role__in=[role for role in roles if not can_give_role(actor, school, role)])
    return rows.filter(beyond if can_set_up(actor, school) else beyond | ~Q(extra_rights=[]))


def _check_has(actor: Actor, school: School, rights: Iterable[str]) -> None:
    lacking = [name for name in sorted(essential_rights() & set(rights)) if not actor.may(name, school.pk)]
    if lacking:
        label = load_rights()[lacking[0]].label
        message = f"This needs somebody who may themselves {label}."
        raise PermissionDenied(message)


def _check_only_here(actor: Actor, user: User) -> None:
    """Raise PermissionDenied for rows of several schools, from before each school had its own."""
    elsewhere = Membership.objects.filter(user=user).exclude(school__in=actor.managed_ids)
    with all_schools():
        is_elsewhere = elsewhere.current_or_future(today()).exists()
    if is_elsewhere:
        message = "Only this person can change their name and how they sign in."
        raise PermissionDenied(message)


def _check_reach(actor: Actor, school: School, roles: Iterable[str], rights: Iterable[str]) -> None:
    if needs_second_factor(roles, rights) and not actor.may("set-up-school", school.pk):
        message = "This reaches further than looking after people: it needs somebody who sets up the school."
        raise PermissionDenied(message)
