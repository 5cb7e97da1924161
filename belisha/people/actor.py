"""The actor of a request, read from its session."""

from collections.abc import Collection
from functools import partial
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.contrib.messages import get_messages
from django.db.models import Q
from django.http import HttpRequest

from belisha.access.actor import ANONYMOUS, Actor, SchoolMembership
from belisha.access.rights import rights_of
from belisha.base.clock import today
from belisha.people.devices.sessions import device_session
from belisha.people.models import Membership, School, User
from belisha.people.offices.holders import is_acting
from belisha.people.roles import base_role, with_ancestors

LAST_PERSON = "person"  # session key: who the account was at the school last visited

__all__ = ["ANONYMOUS", "Actor", "SchoolMembership", "actor_of"]


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks. Memberships are read once per request, and not at all without a session."""
    if not hasattr(request, "_actor"):
        request._actor = _read(request)  # type: ignore[attr-defined]  # noqa: SLF001
    found: Actor = request._actor  # type: ignore[attr-defined]  # noqa: SLF001
    return found


def actor_from(user_id: int, name: str) -> Actor:
    """Return this user as an actor of today. A deputy has the office's rights only while they fill it."""
    rows = Membership.objects.filter(user=user_id).on(today()).select_related("school")
    return Actor(user_id, name, tuple(school_memberships(list(rows))))


def school_memberships(rows: Collection[Membership]) -> list[SchoolMembership]:
    """Return what one person's memberships of today give them. The rows bring their school."""
    inactive = [row for row in rows if _is_inactive_deputy(row)]
    active = [_school_membership(row, row.role) for row in rows if row not in inactive]
    schools = {membership.school_id for membership in active}
    return active + [
        _school_membership(row, base_role(row.role))
        for row in inactive
        if row.school_id not in schools or row.extra_rights
    ]


def actor_on_shared_device(user_id: int, name: str, school_id: int) -> Actor:
    """Return the actor of somebody on a shared device: at its school only, without offices or rights."""
    rows = Membership.objects.filter(user=user_id, school=school_id).on(today()).select_related("school")
    memberships = dict.fromkeys(_membership_with(row, base_role(row.role), frozenset()) for row in rows)
    return Actor(user_id, name, tuple(memberships), is_on_shared_device=True)


def _read(request: HttpRequest) -> Actor:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ANONYMOUS
    device = device_session(request.session)
    if device is not None:
        return actor_on_shared_device(user.pk, user.name, device.school_id)
    return _person_for(request, user)


def _person_for(request: HttpRequest, user: User) -> Actor:
    """Return the person that this account is at the school of the page, or else at the school last visited.

    An account may be a person at each of several schools. One page shows one of them.
    """
    rows = Membership.objects.filter(Q(user=user.pk) | Q(user__account=user.pk), user__is_active=True)
    people: dict[int, list[Membership]] = {}
    for row in rows.on(today()).select_related("school", "user"):
        people.setdefault(row.user_id, []).append(row)
    if not people.keys() - {user.pk}:
        return Actor(user.pk, user.name, tuple(school_memberships(people.get(user.pk, []))))
    chosen = _chosen(request, user.pk, people)
    _remember(request, chosen)
    request._other_schools = _schools(people, chosen)  # type: ignore[attr-defined]  # noqa: SLF001
    own = people[chosen]
    return Actor(chosen, own[0].user.name, tuple(school_memberships(own)))


def _chosen(request: HttpRequest, account: int, people: dict[int, list[Membership]]) -> int:
    """Return the id of the person to be: at the school in the address, the last one, or the account's own."""
    parts = request.path_info.split("/", 3)
    slug = parts[2] if len(parts) > 2 and parts[1] == "s" else ""
    at_school = [person for person, rows in people.items() if any(row.school.slug == slug for row in rows)]
    last = request.session.get(LAST_PERSON)
    usual = [person for person in (last, account) if person in people]
    order = [*(person for person in usual if person in at_school), *at_school, *usual, *people]
    return int(order[0])


def _remember(request: HttpRequest, person: int) -> None:
    if request.session.get(LAST_PERSON) != person:
        request.session[LAST_PERSON] = person


def _schools(people: dict[int, list[Membership]], chosen: int) -> list[School]:
    """Return the schools that the account belongs to as somebody else than `chosen`, by name."""
    found = {row.school_id: row.school for person, rows in people.items() if person != chosen for row in rows}
    return sorted(found.values(), key=lambda school: school.name)


def _is_inactive_deputy(row: Membership) -> bool:
    """Return whether this is the office of a deputy whose holder is there today."""
    return row.is_deputy and not is_acting(row.school_id, row.role, row.user_id, today())


def _school_membership(row: Membership, role: str) -> SchoolMembership:
    return _membership_with(row, role, rights_of(with_ancestors(role), row.school.rights, row.extra_rights))


def _membership_with(row: Membership, role: str, rights: frozenset[str]) -> SchoolMembership:
    return SchoolMembership(row.school_id, row.school.slug, row.school.name, role, rights)


def context(request: HttpRequest) -> dict[str, Any]:
    """Return what every template needs: the actor, flash messages, sign-in providers, site settings."""
    return {
        "actor": actor_of(request),
        "has_mail": bool(settings.EMAIL_HOST),
        "flash_messages": get_messages(request),
        "other_schools": getattr(request, "_other_schools", ()),
        "needs_second_factor": getattr(request, "needs_second_factor", False),
        "providers": partial(get_adapter().list_providers, request),
        "hide_to": settings.BELISHA_HIDE_TO,
    }
