"""The actor of a request, read from the session."""

from collections.abc import Collection
from functools import partial
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest

from belisha.access.actor import ANYBODY, Actor, Place
from belisha.access.rights import rights_of
from belisha.base.clock import today
from belisha.people.device_session import device_session
from belisha.people.models import Membership
from belisha.people.offices import is_acting
from belisha.people.roles import plain_role, with_wider

__all__ = ["ANYBODY", "Actor", "Place", "actor_of"]


def actor_of(request: HttpRequest) -> Actor:
    """Who asks. The memberships are read once per request; without a session nothing is read."""
    if not hasattr(request, "_actor"):
        request._actor = _read(request)  # type: ignore[attr-defined]  # noqa: SLF001
    found: Actor = request._actor  # type: ignore[attr-defined]  # noqa: SLF001
    return found


def actor_from(user_id: int, name: str) -> Actor:
    """The actor that this user is today. A deputy has the office, and its rights, while they fill it."""
    rows = Membership.objects.filter(user=user_id).on(today()).select_related("school")
    return Actor(user_id, name, tuple(places_from(list(rows))))


def places_from(rows: Collection[Membership]) -> list[Place]:
    """The places that one person has by their memberships of today, which bring their school with them."""
    waiting = [row for row in rows if _waits(row)]
    places = [_place(row, row.role) for row in rows if row not in waiting]
    elsewhere = {place.school_id for place in places}
    return places + [
        _place(row, plain_role(row.role))
        for row in waiting
        if row.school_id not in elsewhere or row.extra_rights
    ]


def actor_on_shared_device(user_id: int, name: str, school_id: int) -> Actor:
    """The same person on a device that many share: at its school alone, without offices and rights."""
    rows = Membership.objects.filter(user=user_id, school=school_id).on(today()).select_related("school")
    places = dict.fromkeys(_at(row, plain_role(row.role), frozenset()) for row in rows)
    return Actor(user_id, name, tuple(places), is_on_shared_device=True)


def _read(request: HttpRequest) -> Actor:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ANYBODY
    device = device_session(request.session)
    if device is not None:
        return actor_on_shared_device(user.pk, user.name, device.school_id)
    return actor_from(user.pk, user.name)


def _waits(row: Membership) -> bool:
    """Whether this is a deputy's office, which somebody else fills today."""
    return row.stands_in and not is_acting(row.school_id, row.role, row.user_id, today())


def _place(row: Membership, role: str) -> Place:
    return _at(row, role, rights_of(with_wider(role), row.school.rights, row.extra_rights))


def _at(row: Membership, role: str, rights: frozenset[str]) -> Place:
    return Place(row.school_id, row.school.slug, row.school.name, role, rights)


def context(request: HttpRequest) -> dict[str, Any]:
    """The actor, whether the site sends mail, and where somebody goes in a hurry, for every template."""
    return {
        "actor": actor_of(request),
        "has_mail": bool(settings.EMAIL_HOST),
        "told": get_messages(request),
        "needs_second_factor": getattr(request, "needs_second_factor", False),
        "providers": partial(get_adapter().list_providers, request),
        "hide_to": settings.BELISHA_HIDE_TO,
    }
