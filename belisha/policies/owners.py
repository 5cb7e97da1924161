"""Whose it is to do something about a policy: its owner's, or else that of an office with the right to."""

from datetime import date

from belisha.people.models import Membership, School
from belisha.people.standing_for import office_with_right
from belisha.policies.models import PolicyDocument


def told_of(document: PolicyDocument, school: School, right: str, on: date) -> tuple[int | None, str]:
    """The owner's id, while they are at the school; else the first office with the right that somebody holds.

    One of the two is empty. Where nobody holds any of the offices it is the first of them: an office that
    stands empty is shown as a gap elsewhere.
    """
    owner = owner_here(document, school, on)
    return (owner, "") if owner is not None else (None, office_with_right(school, right, on))


def owner_here(document: PolicyDocument, school: School, on: date) -> int | None:
    """The owner's id; None where the document has none, or they are not at the school on the day."""
    if document.owner_id is None:
        return None
    here = Membership.objects.filter(school=school, user=document.owner_id).on(on).exists()
    return document.owner_id if here else None
