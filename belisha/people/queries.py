from collections.abc import Iterable

from django.db.models import Q, QuerySet

from belisha.access.actor import Actor
from belisha.access.rights import load_rights, rights_of
from belisha.base.clock import today
from belisha.people.models import Invitation, Membership, School, User
from belisha.people.roles import with_wider
from belisha.rules.vocabulary import load_vocabulary, narrower


def school_of(slug: str) -> School | None:
    """The school with this slug. Schools are public."""
    return School.objects.filter(slug=slug).first()


def open_invitations(actor: Actor, school: School) -> QuerySet[Invitation]:
    """The invitations to the school that can still be followed, where the actor may see them."""
    return Invitation.objects.visible_to(actor).filter(school=school).open()


def own_memberships(actor: Actor) -> QuerySet[Membership]:
    """All of the actor's own memberships, past ones too."""
    return Membership.objects.filter(user=actor.user_id).select_related("school")


def now_or_later(user_id: int) -> QuerySet[Membership]:
    """What somebody is today at any school, or is to be: whoever can be them now will be it then."""
    rows = Membership.objects.filter(user=user_id)
    return rows.filter(Q(to_on__isnull=True) | Q(to_on__gte=today()))


def rights_at(user_id: int, school: School) -> frozenset[str]:
    """The rights that somebody has or is to have at the school, those of an office they stand in for too."""
    rows = now_or_later(user_id).filter(school=school)
    return frozenset(
        right for row in rows for right in rights_of(with_wider(row.role), school.rights, row.extra_rights)
    )


def roles_at(user_id: int, school: School) -> frozenset[str]:
    """The roles that somebody has or is to have at the school."""
    rows = now_or_later(user_id).filter(school=school)
    return frozenset(rows.values_list("role", flat=True))


def holders_today(school: School) -> dict[str, dict[int, str]]:
    """For each right, the people who have it at the school today: their names by id."""
    rows = Membership.objects.filter(school=school, user__is_active=True).on(today())
    by_role: dict[str, frozenset[str]] = {}
    found: dict[str, dict[int, str]] = {right: {} for right in load_rights()}
    for row in rows.filter(stands_in=False).select_related("user").order_by("user__name"):
        if row.role not in by_role:
            by_role[row.role] = rights_of(with_wider(row.role), school.rights)
        for right in by_role[row.role] | (set(row.extra_rights) & found.keys()):
            found[right][row.user_id] = row.user.name
    return found


def people_at(
    actor: Actor, school: School, *, words: str = "", role: str = "", who: str = "now"
) -> QuerySet[User]:
    """The people of the school whom the actor looks after, by name: `who` is "now", "left" or "all".

    `words` are looked for in names and addresses; `role` keeps those who have it, or a narrower one.
    """
    rows = Membership.objects.visible_to(actor).filter(school=school)
    now = rows.filter(Q(to_on__isnull=True) | Q(to_on__gte=today()))
    if role:
        rows, now = (each.filter(role__in=narrower(load_vocabulary().roles, role)) for each in (rows, now))
    found = User.objects.filter(pk__in=(now if who == "now" else rows).values("user"))
    if who == "left":
        found = found.exclude(pk__in=now.values("user"))
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return found.order_by("name", "pk")


def roles_of(school: School, people: Iterable[User]) -> dict[int, list[Membership]]:
    """What each of the people is and was at the school, the latest first."""
    found: dict[int, list[Membership]] = {user.pk: [] for user in people}
    rows = Membership.objects.filter(school=school, user__in=found.keys())
    for row in rows.select_related("line_manager", "school").order_by("-from_on", "-pk"):
        found[row.user_id].append(row)
    return found


def person_at(actor: Actor, school: School, user_id: int) -> User | None:
    """Somebody who is or was at the school, where the actor looks after its people."""
    rows = Membership.objects.visible_to(actor).filter(school=school, user=user_id)
    return User.objects.filter(pk__in=rows.values("user")).first()


def whose_address(actor: Actor, school: School, address: str) -> User | None:
    """Who of the school, now or before, has the address. Of people elsewhere nothing is said."""
    found = User.objects.filter(email=address.strip().lower()).first()
    return found and person_at(actor, school, found.pk)


def named_at(school: School, said: str) -> list[User]:
    """The people who have a role at the school today and whom `said` names: by address, or else by name."""
    now = Membership.objects.filter(school=school).on(today())
    people = User.objects.filter(pk__in=now.values("user"))
    by_address = list(people.filter(email=said.strip().lower()))
    return by_address or list(people.filter(name__iexact=" ".join(said.split()))[:5])


def user_of(actor: Actor) -> User:
    """The actor's own row. User.DoesNotExist if nobody is signed in."""
    return User.objects.get(pk=actor.user_id or 0)
