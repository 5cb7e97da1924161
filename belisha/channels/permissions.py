from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.base.guards import guard
from belisha.channels.models import APPROVE, WRITE, OfficialPost
from belisha.people.models import School
from belisha.people.models.tokens import KEEP


@guard
def can_see_posts(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor writes or approves official posts at the school."""
    if not (actor.may(WRITE, school.pk) or actor.may(APPROVE, school.pk)):
        message = "Only those whom the school has named to write or approve official posts see them."
        raise PermissionDenied(message)


@guard
def can_write_posts(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor writes official posts at the school."""
    if not actor.may(WRITE, school.pk):
        message = "Only those whom the school has named to write official posts do this."
        raise PermissionDenied(message)


@guard
def can_approve_post(actor: Actor, post: OfficialPost) -> None:
    """Raise PermissionDenied unless the actor approves posts and did not write or approve this one."""
    if not actor.may(APPROVE, post.school_id):
        message = "Only those whom the school has named to approve official posts do this."
        raise PermissionDenied(message)
    if actor.user_id == post.author_id:
        message = "Nobody approves a post that they wrote themselves. Ask a colleague."
        raise PermissionDenied(message)
    if actor.user_id == post.approved_by_id:
        message = "You have approved it already. A post that shows children needs a second person."
        raise PermissionDenied(message)


@guard
def can_end_pause(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor approves official posts at the school."""
    if not actor.may(APPROVE, school.pk):
        message = "Only those who approve official posts let them go out again."
        raise PermissionDenied(message)


@guard
def can_keep_accounts(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor looks after the school's connections to other systems."""
    if not actor.may(KEEP, school.pk):
        message = "Only those who look after the school’s connections to other systems connect an account."
        raise PermissionDenied(message)
