"""When somebody left a school, as an expression for queries of other rooms: retention often runs from it."""

from django.db.models import F, OuterRef, Subquery

from belisha.people.models import Membership


def left_on(person: str = "person") -> Subquery:
    """Return the last day of a person at the row's school; NULL while they have a role there without an end.

    `person` is the row's field of the user. The row has a `school`.
    """
    theirs = Membership.objects.filter(school=OuterRef("school"), user=OuterRef(person))
    return Subquery(theirs.order_by(F("to_on").desc(nulls_first=True)).values("to_on")[:1])
