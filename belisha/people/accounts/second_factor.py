"""Who must sign in with a second factor or a passkey, and whether they have one."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from belisha.access.sign_in import needs_second_factor
from belisha.people.actor import Actor, actor_from
from belisha.people.models import User

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
SESSION_KEY = "has_second_factor"


def must_have_second_factor(actor: Actor) -> bool:
    """Return whether the site requires a second factor of the actor, by role, by right, or of everybody."""
    if settings.BELISHA_SECOND_FACTOR == "optional" or actor.is_on_shared_device:
        return False
    return bool(_schools_that_require_one(actor))


def schools_without_second_factor(request: HttpRequest, actor: Actor) -> frozenset[int]:
    """Return the ids of the schools that require a second factor of the actor, if they have none.

    That they have one is remembered in the session: the last one cannot be removed while it is needed, and a
    reset ends the person's sessions.
    """
    if request.session.get(SESSION_KEY) or not must_have_second_factor(actor):
        return frozenset()
    if not Authenticator.objects.filter(user=request.user.pk, type__in=SECOND_FACTORS).exists():
        return _schools_that_require_one(actor)
    request.session[SESSION_KEY] = True
    return frozenset()


def _schools_that_require_one(actor: Actor) -> frozenset[int]:
    """Return the ids of the schools where the site, or the actor's roles or rights, require one."""
    of_everybody = settings.BELISHA_SECOND_FACTOR == "everybody"
    return frozenset(
        held.school_id
        for held in actor.memberships
        if of_everybody or needs_second_factor({held.role}, held.rights)
    )


def is_last_required(authenticator: Authenticator) -> bool:
    """Return whether this is the only second factor of somebody who must have one."""
    user = authenticator.user
    others = Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exclude(pk=authenticator.pk)
    people = [user, *User.objects.filter(account=user.pk)]
    return not others.exists() and any(
        must_have_second_factor(actor_from(person.pk, person.name)) for person in people
    )
