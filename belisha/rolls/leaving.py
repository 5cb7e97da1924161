"""What ends with somebody's last role: where they are signed in."""

from collections.abc import Collection

from allauth.usersessions.models import UserSession

from belisha.people.sessions import end_sessions


def end_access(user_ids: Collection[int]) -> None:
    """Sign these people out wherever they are signed in. Their roles have ended in the same transaction."""
    for user_id in UserSession.objects.filter(user__in=user_ids).values_list("user", flat=True).distinct():
        end_sessions(user_id)
