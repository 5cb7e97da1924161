from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.base.guards import guard
from belisha.people.models import School
from belisha.reputation.models import SEES, MentionReply


@guard
def can_see_reputation(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor looks after the school's reputation."""
    if not any(actor.may(right, school.pk) for right in SEES):
        raise PermissionDenied("Only those who look after the school’s reputation see this.")


@guard
def can_watch_reputation(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor looks at public places and deals with mentions."""
    if not actor.may("watch-reputation", school.pk):
        raise PermissionDenied("Only those whom the school has named look after its reputation.")


@guard
def can_approve_reply(actor: Actor, reply: MentionReply) -> None:
    """Raise PermissionDenied unless the actor approves replies, and somebody else wrote this one."""
    if not actor.may("approve-reply", reply.school_id):
        raise PermissionDenied("Only those whom the school has named approve a reply.")
    if actor.user_id == reply.drafted_by_id:
        raise PermissionDenied("You wrote this reply, so somebody else has to look at it.")
