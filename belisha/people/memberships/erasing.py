"""Forget people whose memberships have been disposed of."""

from collections.abc import Sequence

from belisha.people.models import Membership, User

ERASED = "Somebody who has left"


def erase_memberships(rows: Sequence[Membership]) -> None:
    """Delete memberships, and forget the name and address of everybody who then has none left.

    The user's row stays: what others did with them refers to it. It names nobody and cannot sign in.
    """
    people = {row.user_id for row in rows}
    Membership.objects.filter(pk__in=[row.pk for row in rows]).delete()
    gone = User.objects.filter(pk__in=people, memberships__isnull=True)
    gone.update(name=ERASED, email=None, password="", is_active=False, account=None)
