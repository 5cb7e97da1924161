"""Where people are signed in, and how that ends."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone

from belisha.base.clock import today
from belisha.base.row_security import all_schools
from belisha.people.models import Invitation, Membership, User


def end_sessions(user_id: int) -> int:
    """Sign somebody out everywhere. Return how many sessions were ended."""
    sessions = list(UserSession.objects.filter(user=user_id))
    for session in sessions:
        session.end()
    return len(sessions)


def forget_expired_sessions() -> int:
    """Delete the sessions that are over, and what describes them. Return how many."""
    count, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return count


@all_schools()
def has_left(user_id: int) -> bool:
    """Return whether somebody had a role somewhere, and has none today or in the future.

    People who never had a role (who set up the first school) have not left. People with an open invitation
    have not either: they must be able to sign in to accept it.
    """
    rows = Membership.objects.filter(Q(user=user_id) | Q(user__account=user_id))
    if not rows.exists() or rows.current_or_future(today()).exists():
        return False
    email = User.objects.values_list("email", flat=True).get(pk=user_id)
    return not (email and Invitation.objects.filter(email=email).open().exists())
