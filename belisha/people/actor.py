"""Who asks for a page: a value, made once per request from the session."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from belisha.base.clock import today
from belisha.people.models import Membership


@dataclass(frozen=True, slots=True)
class Place:
    """One membership that holds today."""

    school_id: int
    school_slug: str
    school_name: str
    role: str
    manages_people: bool


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody signed in, or anybody (`user_id` None)."""

    user_id: int | None = None
    name: str = ""
    places: tuple[Place, ...] = ()

    @property
    def is_signed_in(self) -> bool:
        """Whether this is a person with an account."""
        return self.user_id is not None

    @property
    def school_ids(self) -> frozenset[int]:
        """The schools that the actor belongs to today."""
        return frozenset(place.school_id for place in self.places)

    @property
    def managed_ids(self) -> frozenset[int]:
        """The schools whose people the actor looks after today."""
        return frozenset(place.school_id for place in self.places if place.manages_people)

    def roles_at(self, school_slug: str) -> tuple[str, ...]:
        """The actor's roles at that school today."""
        return tuple(place.role for place in self.places if place.school_slug == school_slug)


ANYBODY = Actor()


def actor_of(request: HttpRequest) -> Actor:
    """Who asks. The memberships are read once per request; without a session nothing is read."""
    if not hasattr(request, "_actor"):
        request._actor = _read(request)  # type: ignore[attr-defined]  # noqa: SLF001
    found: Actor = request._actor  # type: ignore[attr-defined]  # noqa: SLF001
    return found


def _read(request: HttpRequest) -> Actor:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ANYBODY
    rows = Membership.objects.filter(user=user).on(today()).select_related("school")
    places = (
        Place(row.school_id, row.school.slug, row.school.name, row.role, row.manages_people) for row in rows
    )
    return Actor(user.pk, user.name, tuple(places))


def context(request: HttpRequest) -> dict[str, Any]:
    """The actor, and whether the site sends mail, for every template."""
    return {"actor": actor_of(request), "has_mail": bool(settings.EMAIL_HOST)}
