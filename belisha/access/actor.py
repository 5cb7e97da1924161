"""The actor: who asks for a page. A value, made once per request from the session."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SchoolMembership:
    """A role that somebody has today at a school, with its rights."""

    school_id: int
    school_slug: str
    school_name: str
    role: str
    rights: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who is signed in, or an anonymous visitor (`user_id` is None).

    `is_on_shared_device`: signed in with a card on a shared device. No membership then carries a right or an
    office: the person can do what is asked of them, and nothing for others.
    """

    user_id: int | None = None
    name: str = ""
    memberships: tuple[SchoolMembership, ...] = ()
    is_on_shared_device: bool = False

    @property
    def is_signed_in(self) -> bool:
        """Return whether somebody is signed in."""
        return self.user_id is not None

    @property
    def school_ids(self) -> frozenset[int]:
        """Return the ids of the schools that the actor belongs to today."""
        return frozenset(membership.school_id for membership in self.memberships)

    @property
    def managed_ids(self) -> frozenset[int]:
        """Return the ids of the schools whose people the actor manages today."""
        return self.ids_with("look-after-people")

    def ids_with(self, *rights: str) -> frozenset[int]:
        """Return the ids of the schools where the actor has any of the rights today."""
        return frozenset(
            membership.school_id
            for membership in self.memberships
            if not membership.rights.isdisjoint(rights)
        )

    @property
    def offices(self) -> frozenset[tuple[int, str]]:
        """Return each role that the actor has today, as (school id, role)."""
        return frozenset((membership.school_id, membership.role) for membership in self.memberships)

    def may(self, right: str, school_id: int) -> bool:
        """Return whether the actor has the right at that school today."""
        return any(
            membership.school_id == school_id and right in membership.rights
            for membership in self.memberships
        )

    def roles_at(self, school_slug: str) -> tuple[str, ...]:
        """Return the actor's roles at that school today, each once."""
        return tuple(
            dict.fromkeys(
                membership.role for membership in self.memberships if membership.school_slug == school_slug
            )
        )


ANONYMOUS = Actor()
