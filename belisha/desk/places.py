"""The places of work at a school, and the rights that open them. What somebody may not open is not shown."""

from dataclasses import dataclass

from django.urls import reverse

from belisha.access.actor import Actor
from belisha.people.models import School, SchoolKind


@dataclass(frozen=True, slots=True)
class Place:
    """One page of a school: its words, the name of its address, and the rights of which one opens it.

    Without rights it is open to everybody who belongs to the school. `kinds` are the kinds of school that
    have it; none: all.
    """

    words: str
    says: str
    name: str
    rights: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Door:
    """A place with its address, for one school."""

    words: str
    says: str
    address: str


BODIES = (SchoolKind.TRUST, SchoolKind.HR_BODY)
PLACES: tuple[tuple[str, tuple[Place, ...]], ...] = (
    (
        "For you",
        (
            Place("Read and acknowledge", "The policy, and what you have signed", "acknowledgements:mine"),
            Place("Training and self-checks", "Your induction, and what comes again", "training:mine"),
        ),
    ),
    (
        "The policy",
        (
            Place(
                "How it stands", "Review, offices, acknowledgement, training", "desk:state", ("see-state",)
            ),
            Place(
                "Drafts",
                "Adopt a policy, change it, follow its model",
                "drafting:drafts",
                ("write-policy",),
            ),
            Place("Versions", "From consultation to the website", "ratification:versions"),
            Place(
                "Acknowledgements",
                "Who has read which version",
                "acknowledgements:state",
                ("see-state",),
            ),
            Place(
                "The website",
                "Does it show the ratified version?",
                "policies:website",
                ("publish-policy", "see-state"),
            ),
            Place(
                "Models", "Who follows yours, and who is behind", "drafting:models", ("issue-model",), BODIES
            ),
        ),
    ),
    (
        "The school",
        (
            Place("Begin", "What is still to do before the policy works", "desk:begin", ("set-up-school",)),
            Place("People", "Roles, offices, absences, leaving", "people:manage", ("look-after-people",)),
            Place(
                "Bring in a roll",
                "From SIMS, Arbor, Bromcom and others",
                "rolls:start",
                ("look-after-people",),
            ),
            Place(
                "Offices",
                "Who holds what the policy relies on",
                "policies:offices_held",
                ("see-state", "look-after-people"),
            ),
            Place("Shared devices", "For those without e-mail", "people:devices", ("look-after-people",)),
            Place("Set up", "Terms, quiet hours, rights", "people:set_up", ("set-up-school",)),
        ),
    ),
    (
        "The school’s work",
        (
            Place("All duties", "What is due, of whom", "duties:school", ("see-state",)),
            Place("Training record", "Who has done what", "training:state", ("keep-training",)),
            Place(
                "Lessons",
                "What pupils are taught about being safe online",
                "training:lessons",
                ("keep-training",),
            ),
            Place(
                "Complaints and concerns",
                "What you are named to hear",
                "complaints:matters",
                ("handle-complaints", "hear-concerns"),
            ),
            Place("Mail", "What went out, and what did not", "notices:mail", ("look-after-people",)),
            Place("The record", "What was changed, and by whom", "desk:record", ("see-record",)),
        ),
    ),
)


def doors(actor: Actor, school: School) -> list[tuple[str, list[Door]]]:
    """The places that the actor may open at the school, under their headings."""
    found = []
    for heading, places in PLACES:
        open_to = [place for place in places if _is_open(actor, school, place)]
        if open_to:
            found.append((heading, [_door(place, school) for place in open_to]))
    return found


def _is_open(actor: Actor, school: School, place: Place) -> bool:
    if place.kinds and school.kind not in place.kinds:
        return False
    return not place.rights or any(actor.may(right, school.pk) for right in place.rights)


def _door(place: Place, school: School) -> Door:
    return Door(place.words, place.says, reverse(place.name, args=[school.slug]))
