"""The people of a school as a roll to look for in drafts."""

from functools import lru_cache

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.checking.roll import Person, SchoolRoll
from belisha.people.models import Membership, School
from belisha.people.roles import with_ancestors

NOBODY = SchoolRoll()
# Whom the roll may help: others could find out by it who is at the school.
HELPED = frozenset({"staff", "governor", "volunteer"})


def roll_for(actor: Actor, school: School) -> SchoolRoll:
    """Return the school's roll for somebody who works there; an empty one for everybody else.

    A check that knew the names would tell anybody who asks whether a child is at the school.
    """
    own = {word for role in actor.roles_at(school.slug) for word in with_ancestors(role)}
    return school_roll(school) if own & HELPED else NOBODY


def school_roll(school: School) -> SchoolRoll:
    """Return everybody who is at the school today."""
    rows = Membership.objects.filter(school=school).on(today()).order_by("pk")
    people = rows.values_list("user__name", "role", "year_group")
    return _roll_of(tuple(Person(name, _plain_role(role), year) for name, role, year in people))


def _plain_role(role: str) -> str:
    wider = with_ancestors(role)
    return next((each for each in ("pupil", "parent", "governor") if each in wider), role)


@lru_cache(maxsize=32)
def _roll_of(people: tuple[Person, ...]) -> SchoolRoll:
    return SchoolRoll(people)
