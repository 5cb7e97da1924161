"""Who should act on a policy: its owner, or else an office with the right."""

from datetime import date

from belisha.people.models import Membership, School
from belisha.people.offices.right_holders import office_with_right
from belisha.policies.models import PolicyDocument


def person_or_office(
    document: PolicyDocument, school: School, right: str, on: date
) -> tuple[int | None, str]:
    """Return (owner id, "") while the owner is at the school, else (None, first held office with the
    right).

    If no one holds any of these offices the first of them is returned: the vacancy is shown elsewhere.
    """
    owner = current_owner(document, school, on)
    return (owner, "") if owner is not None else (None, office_with_right(school, right, on))


def current_owner(document: PolicyDocument, school: School, on: date) -> int | None:
    """Return the owner's id, or None if there is no owner or they are not at the school on the day."""
    if document.owner_id is None:
        return None
    here = Membership.objects.filter(school=school, user=document.owner_id).on(on).exists()
    return document.owner_id if here else None
