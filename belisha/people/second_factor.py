"""Who must sign in with a second factor or a passkey, and whether they do."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from belisha.access.sign_in import needs_second_factor
from belisha.people.actor import Actor, actor_from

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
HAS_ONE = "has_second_factor"


def must_have_second_factor(actor: Actor) -> bool:
    """Whether an office or a right that the actor has today asks for one."""
    if settings.BELISHA_SECOND_FACTOR != "required" or actor.is_on_shared_device:
        return False
    rights = {right for place in actor.places for right in place.rights}
    return needs_second_factor({place.role for place in actor.places}, rights)


def lacks_second_factor(request: HttpRequest, actor: Actor) -> bool:
    """Whether the actor must have a second factor and has none. Once found, it is kept in the session.

    The last one cannot be turned off while it is needed, and who resets somebody's ends their sessions.
    """
    if request.session.get(HAS_ONE) or not must_have_second_factor(actor):
        return False
    if not Authenticator.objects.filter(user=actor.user_id, type__in=STRONG).exists():
        return True
    request.session[HAS_ONE] = True
    return False


def is_last_needed(authenticator: Authenticator) -> bool:
    """Whether this is the one second factor of somebody who must have one."""
    user = authenticator.user
    others = Authenticator.objects.filter(user=user, type__in=STRONG).exclude(pk=authenticator.pk)
    return not others.exists() and must_have_second_factor(actor_from(user.pk, user.name))
