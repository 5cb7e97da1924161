"""Who is told when something about a policy must be done: its owner, or else an office that has the
right to."""

from datetime import date

from belisha.people.models import School
from belisha.people.standing_for import office_with_right
from belisha.policies.models import PolicyDocument


def told_of(document: PolicyDocument, school: School, right: str, on: date) -> tuple[int | None, str]:
    """The owner's id, or the first office that holds the right at the school and that somebody holds on
    the day.

    One of the two is empty. Where nobody holds any of the offices it is the first of them: an office
    that stands
    empty is shown as a gap elsewhere.
    """
    if document.owner_id is not None:
        return document.owner_id, ""
    return None, office_with_right(school, right, on)
