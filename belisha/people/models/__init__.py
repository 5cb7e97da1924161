"""Schools, their people, invitations, shared devices and cards."""

from belisha.people.models.devices import PersonalCard, SharedDevice
from belisha.people.models.invitations import Invitation
from belisha.people.models.people import Absence, Membership, User
from belisha.people.models.schools import AsksOnJoining, Oversight, School, SchoolKind, Term

__all__ = [
    "Absence",
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
