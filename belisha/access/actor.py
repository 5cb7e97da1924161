"""Who asks for a page: a value, made once per request from the session."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One role that holds today at one school, and the rights that come with it."""

    school_id: int
    school_slug: str
    school_name: str
    role: str
    rights: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody signed in, or anybody (`user_id` None).

    `is_on_shared_device`: signed in with a card on a device that many use. Then no place carries a right or
    an office: such a person does what is asked of themselves, and nothing for others.
    """

    user_id: int | None = None
    name: str = ""
    places: tuple[Place, ...] = ()
    is_on_shared_device: bool = False

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
        return self.ids_with("look-after-people")

    def ids_with(self, *rights: str) -> frozenset[int]:
        """The schools where the actor holds any of the rights today."""
        return frozenset(place.school_id for place in self.places if not place.rights.isdisjoint(rights))

    @property
    def offices(self) -> frozenset[tuple[int, str]]:
        """Every role that the actor holds today, with its school."""
        return frozenset((place.school_id, place.role) for place in self.places)

    def may(self, right: str, school_id: int) -> bool:
        """Whether the actor holds the right at that school today."""
        return any(place.school_id == school_id and right in place.rights for place in self.places)

    def roles_at(self, school_slug: str) -> tuple[str, ...]:
        """The actor's roles at that school today."""
        return tuple(dict.fromkeys(place.role for place in self.places if place.school_slug == school_slug))


ANYBODY = Actor()
