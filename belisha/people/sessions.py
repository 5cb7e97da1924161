"""Where people are signed in, and how that ends."""

from allauth.usersessions.models import UserSession
from django.db.models import Q

from belisha.base.clock import today
from belisha.people.models import Invitation, Membership, User


def end_sessions(user_id: int) -> int:
    """Sign somebody out wherever they are signed in. How many sessions it were."""
    sessions = list(UserSession.objects.filter(user=user_id))
    for session in sessions:
        session.end()
    return len(sessions)


def has_left(user_id: int) -> bool:
    """Whether somebody had a role somewhere, and has none today nor any to come.

    Somebody who never had one (who sets up the first school) has not left; somebody whom a school has invited
    must be able to sign in to come.
    """
    rows = Membership.objects.filter(user=user_id)
    if not rows.exists() or rows.filter(Q(to_on__isnull=True) | Q(to_on__gte=today())).exists():
        return False
    email = User.objects.values_list("email", flat=True).get(pk=user_id)
    return not (email and Invitation.objects.filter(email=email).open().exists())
