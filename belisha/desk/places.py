"""The places of work at a school, with the guards of their pages. What somebody may not open is not shown."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from belisha.access.actor import Actor
from belisha.acknowledgements.permissions import check_can_see_state as check_can_see_acknowledgements
from belisha.base.guards import passes
from belisha.complaints.permissions import check_can_hear_any
from belisha.desk.permissions import check_can_see_record, check_can_see_state
from belisha.drafting.permissions import check_can_issue, check_can_write
from belisha.duties.permissions import check_can_see_some
from belisha.notices.permissions import check_can_mend_mail
from belisha.people.models import School
from belisha.people.permissions import check_can_manage_people, check_can_set_up
from belisha.policies.permissions import check_can_see_offices
from belisha.policies.website.permissions import check_can_check_website
from belisha.rolls.permissions import check_can_bring_in_people
from belisha.training.permissions import check_can_keep_training, check_can_record_lessons


@dataclass(frozen=True, slots=True)
class Place:
    """One page of a school: its words, the name of its address, and the guard that the page itself asks.

    Without a guard it is open to everybody who belongs to the school.
    """

    words: str
    says: str
    name: str
    guard: Callable[[Actor, School], None] | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """A place with its address, for one school."""

    words: str
    says: str
    address: str


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
                "How it stands",
                "Review, offices, acknowledgement, training",
                "desk:state",
                check_can_see_state,
            ),
            Place(
                "Drafts",
                "Adopt a policy, change it, follow its model",
                "drafting:drafts",
                check_can_write,
            ),
            Place("Versions", "From consultation to the website", "ratification:versions"),
            Place(
                "Acknowledgements",
                "Who has read which version",
                "acknowledgements:state",
                check_can_see_acknowledgements,
            ),
            Place(
                "The website",
                "Does it show the ratified version?",
                "policies:website",
                check_can_check_website,
            ),
            Place("Models", "Who follows yours, and who is behind", "drafting:models", check_can_issue),
        ),
    ),
    (
        "The school",
        (
            Place("Begin", "What is still to do before the policy works", "desk:begin", check_can_set_up),
            Place("People", "Roles, offices, absences, leaving", "people:manage", check_can_manage_people),
            Place(
                "Bring in a roll",
                "From SIMS, Arbor, Bromcom and others",
                "rolls:start",
                check_can_bring_in_people,
            ),
            Place(
                "Offices",
                "Who holds what the policy relies on",
                "policies:offices_held",
                check_can_see_offices,
            ),
            Place("Shared devices", "For those without e-mail", "people:devices", check_can_manage_people),
            Place("Set up", "Terms, quiet hours, rights", "people:set_up", check_can_set_up),
        ),
    ),
    (
        "The school’s work",
        (
            Place("Duties", "What is due, of whom", "duties:school", check_can_see_some),
            Place(
                "New people",
                "What each role does on joining, and who has",
                "desk:newcomers",
                check_can_keep_training,
            ),
            Place("Training record", "Who has done what", "training:state", check_can_keep_training),
            Place(
                "Lessons",
                "What pupils are taught about being safe online",
                "training:lessons",
                check_can_record_lessons,
            ),
            Place(
                "Complaints and concerns",
                "What you are named to hear",
                "complaints:matters",
                check_can_hear_any,
            ),
            Place("Mail", "What went out, and what did not", "notices:mail", check_can_mend_mail),
            Place("The record", "What was changed, and by whom", "desk:record", check_can_see_record),
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
    return place.guard is None or passes(place.guard, actor, school)


def _door(place: Place, school: School) -> Door:
    return Door(place.words, place.says, reverse(place.name, args=[school.slug]))
