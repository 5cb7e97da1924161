"""Schools, their people, invitations, shared devices and cards."""

from belisha.people.models.devices import PersonalCard, SharedDevice
from belisha.people.models.invitations import Invitation
from belisha.people.models.people import Absence, Membership, User
from belisha.people.models.schools import AsksOnJoining, Oversight, School, SchoolKind, Term
from belisha.people.models.tokens import AccessToken

__all__ = [
    "Absence",
    "AccessToken",
    "AsksOnJoining",
    "Invitation",
    "Membership",
    "Oversight",
    "PersonalCard",
    "School",
    "SchoolKind",
    "SharedDevice",
    "Term",
    "User",
]
