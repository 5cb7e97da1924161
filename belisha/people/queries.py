from django.db.models import QuerySet

from belisha.people.actor import Actor
from belisha.people.models import Invitation, Membership, School, User


def school_of(slug: str) -> School | None:
    """The school with this slug. Schools are public."""
    return School.objects.filter(slug=slug).first()


def memberships_at(actor: Actor, school: School) -> QuerySet[Membership]:
    """The memberships at the school that the actor may see, by name."""
    return (
        Membership.objects.visible_to(actor)
        .filter(school=school)
        .select_related("user")
        .order_by("user__name")
    )


def open_invitations(actor: Actor, school: School) -> QuerySet[Invitation]:
    """The invitations to the school that can still be followed, where the actor may see them."""
    return Invitation.objects.visible_to(actor).filter(school=school).open()


def own_memberships(actor: Actor) -> QuerySet[Membership]:
    """All of the actor's own memberships, past ones too."""
    return Membership.objects.filter(user=actor.user_id).select_related("school")


def user_of(actor: Actor) -> User:
    """The actor's own row. User.DoesNotExist if nobody is signed in."""
    return User.objects.get(pk=actor.user_id or 0)
