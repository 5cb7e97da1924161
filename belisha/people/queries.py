from collections.abc import Iterable

from django.db.models import Q, QuerySet

from belisha.access.actor import Actor
from belisha.access.rights import load_rights, rights_of
from belisha.base.clock import today
from belisha.people.models import Invitation, Membership, School, User
from belisha.people.roles import with_ancestors
from belisha.rules.vocabulary.loading import load_vocabulary, narrower


def school_by_slug(slug: str) -> School | None:
    """Return the school with this slug, or None. Schools are public."""
    return School.objects.filter(slug=slug).first()


def open_invitations(actor: Actor, school: School) -> QuerySet[Invitation]:
    """Return the open invitations to the school that the actor may see."""
    return Invitation.objects.visible_to(actor).filter(school=school).open()


def own_memberships(actor: Actor) -> QuerySet[Membership]:
    """Return all of the actor's own memberships, past ones too."""
    return Membership.objects.filter(user=actor.user_id).select_related("school")


def rights_at(user_id: int, school: School) -> frozenset[str]:
    """Return the rights that somebody has or will have at the school, as a deputy too."""
    rows = Membership.objects.filter(school=school, user=user_id).current_or_future(today())
    return frozenset(
        right
        for row in rows
        for right in rights_of(with_ancestors(row.role), school.rights, row.extra_rights)
    )


def roles_at(user_id: int, school: School) -> frozenset[str]:
    """Return the roles that somebody has or will have at the school."""
    rows = Membership.objects.filter(school=school, user=user_id).current_or_future(today())
    return frozenset(rows.values_list("role", flat=True))


def right_holders_today(school: School) -> dict[str, dict[int, str]]:
    """Return for each right who has it at the school today: names by user id."""
    rows = Membership.objects.filter(school=school, user__is_active=True).on(today())
    by_role: dict[str, frozenset[str]] = {}
    found: dict[str, dict[int, str]] = {right: {} for right in load_rights()}
    for row in rows.filter(is_deputy=False).select_related("user").order_by("user__name"):
        if row.role not in by_role:
            by_role[row.role] = rights_of(with_ancestors(row.role), school.rights)
        for right in by_role[row.role] | (set(row.extra_rights) & found.keys()):
            found[right][row.user_id] = row.user.name
    return found


def people_at(
    actor: Actor, school: School, *, words: str = "", role: str = "", who: str = "now"
) -> QuerySet[User]:
    """Return the people of the school that the actor manages, sorted by name. `who`: "now", "left" or "all".

    `words` are searched in names and addresses. `role` keeps people with that role or one within it.
    """
    rows = Membership.objects.visible_to(actor).filter(school=school)
    now = rows.current_or_future(today())
    if role:
        rows, now = (each.filter(role__in=narrower(load_vocabulary().roles, role)) for each in (rows, now))
    found = User.objects.filter(pk__in=(now if who == "now" else rows).values("user"))
    if who == "left":
        found = found.exclude(pk__in=now.values("user"))
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return found.order_by("name", "pk")


def memberships_by_person(school: School, people: Iterable[User]) -> dict[int, list[Membership]]:
    """Return the memberships at the school, past and present, by user id; the latest first."""
    found: dict[int, list[Membership]] = {user.pk: [] for user in people}
    rows = Membership.objects.filter(school=school, user__in=found.keys())
    for row in rows.select_related("line_manager", "school").order_by("-from_on", "-pk"):
        found[row.user_id].append(row)
    return found


def person_at(actor: Actor, school: School, user_id: int) -> User | None:
    """Return somebody who is or was at the school, or None. The actor must manage its people."""
    rows = Membership.objects.visible_to(actor).filter(school=school, user=user_id)
    return User.objects.filter(pk__in=rows.values("user")).first()


def person_with_address(actor: Actor, school: School, address: str) -> User | None:
    """Return who of the school, now or in the past, has the address. People elsewhere are not found."""
    rows = Membership.objects.visible_to(actor).filter(school=school)
    return User.objects.filter(email=address.strip().lower(), pk__in=rows.values("user")).first()


def people_named(school: School, said: str) -> list[User]:
    """Return the people with a role at the school today whose address, or else name, is `said`."""
    now = Membership.objects.filter(school=school).on(today())
    people = User.objects.filter(pk__in=now.values("user"))
    by_address = list(people.filter(email=said.strip().lower()))
    return by_address or list(people.filter(name__iexact=" ".join(said.split()))[:5])


def user_for(actor: Actor) -> User:
    """Return the actor's own row. Raise User.DoesNotExist if nobody is signed in."""
    return User.objects.get(pk=actor.user_id or 0)
