"""Invented people in every role. Their first names begin with the same letter as their school."""

from dataclasses import dataclass

from belisha.base.text import capital
from belisha.people.roles import role_label
from belisha.rules.vocabulary.loading import load_vocabulary

# The password of invented accounts. The demonstration prints it.
PASSWORD = "amber-globe-crossing"  # nosec B105
SURNAMES = (
    *("Zebra", "Lantern", "Kerb", "Puffin", "Toucan", "Pelican", "Pegasus", "Bollard", "Beacon", "Stripe"),
    *("Signal", "Tarmac", "Subway", "Footbridge", "Lollipop", "Cat’s-Eye", "Railing", "Pavement", "Gutter"),
    *("Roundabout", "Milestone", "Signpost", "Cobble", "Culvert", "Verge", "Hedgerow", "Stile", "Towpath"),
)
FIRST_NAMES = {
    "barley-lane": ("Bea", "Basil", "Bryony", "Benedict"),
    "calcot": ("Cleo", "Caspian", "Calla", "Cosmo"),
    "coads-green": ("Clover", "Corin", "Coral", "Crispin"),
    "grange": ("Greta", "Gulliver", "Ginevra", "Gawain"),
    "hr-cooperative": ("Hebe", "Horatio", "Hyacinth", "Hector"),
}


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One invented person, with their address and role."""

    school: str
    role: str
    name: str
    email: str


def demo_roles() -> tuple[str, ...]:
    """Return every role that a person can hold."""
    roles = load_vocabulary().roles.values()
    return tuple(role.id for role in roles if not role.is_institution and not role.is_group)


def demo_people_of(school: str) -> tuple[DemoPerson, ...]:
    """Return one person for each role at a school."""
    firsts = FIRST_NAMES.get(school, ("Ada", "Ash", "Alba", "Alto"))
    return tuple(
        DemoPerson(
            school=school,
            role=role,
            name=f"{firsts[place % len(firsts)]} {SURNAMES[place % len(SURNAMES)]}",
            email=f"{role}@{school}.example",
        )
        for place, role in enumerate(demo_roles())
    )


def describe(person: DemoPerson) -> str:
    """Return a line such as `teacher@grange.example  Greta Zebra, Teacher`."""
    return f"{person.email}  {person.name}, {capital(role_label(person.role))}"
