from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from belisha.people.actor import Actor
from belisha.people.models import Membership, School, User
from belisha.rolls.comparing import Held, Known
from belisha.rolls.models import JobTitle, LineKind, Roll, RollKey, RollLayout, RollLine, RollPerson
from belisha.rolls.reading.row import RollRow
from belisha.rolls.states import OPEN

ASKED_AT_ONCE = 800  # SQLite takes a limited number of values in one question


def open_roll(school: School) -> Roll | None:
    """The import of the school that is not at its end, without its table."""
    return (
        Roll.objects.filter(school=school, state__in=OPEN).defer("table").select_related("begun_by").first()
    )


def past_rolls(actor: Actor, school: School) -> QuerySet[Roll]:
    """The school's imports that came to an end, the last first, without their tables."""
    rolls = Roll.objects.visible_to(actor).filter(school=school).exclude(state__in=OPEN)
    return rolls.defer("table").select_related("begun_by")


def lines_of(roll: Roll, kind: str) -> QuerySet[RollLine]:
    """The lines of one kind, in the order of the file."""
    return roll.lines.filter(kind=kind).select_related("likely").order_by("pk")


def unanswered(roll: Roll) -> QuerySet[RollLine]:
    """The lines of which nobody has said yet whether they are about somebody whom the school has."""
    return roll.lines.filter(likely__isnull=False, answer="").select_related("likely").order_by("pk")


def layout_for(school: School, fingerprint: str) -> RollLayout | None:
    """What the school said of a file with these headings before."""
    return RollLayout.objects.filter(school=school, fingerprint=fingerprint).first()


def titles_of(school: School) -> Mapping[str, str]:
    """The role of each job title that the school has named, by folded title."""
    return dict(JobTitle.objects.filter(school=school).values_list("title", "role"))


def people_of(school: School, user_ids: Iterable[int] | None = None) -> list[Known]:
    """Everybody whom the school has or had, or those of `user_ids`, beside what rolls gave them.

    Five queries, whatever their number.
    """
    memberships = Membership.objects.filter(school=school)
    persons = RollPerson.objects.filter(school=school)
    users = User.objects.filter(memberships__school=school)
    if user_ids is not None:
        ids = list(user_ids)
        memberships, persons = memberships.filter(user__in=ids), persons.filter(user__in=ids)
        users = User.objects.filter(pk__in=ids)
    held: dict[int, list[Held]] = {}
    fields = ("user", "pk", "role", "from_on", "to_on", "year_group", "group", "extra_rights", "line_manager")
    for user_id, *values, extra, manager in memberships.order_by("from_on", "pk").values_list(*fields):
        held.setdefault(user_id, []).append(Held(*(*values, tuple(extra), manager)))
    rolled = {user_id: (pk, roles) for pk, user_id, roles in persons.values_list("pk", "user", "roles")}
    keys = _keys(persons)
    ids_here = held.keys() | rolled.keys()
    elsewhere = set(
        Membership.objects.exclude(school=school)
        .filter(user__in=users)
        .values_list("user", flat=True)
        .order_by()
    )
    found = []
    rows = users.distinct().values_list("pk", "name", "email", "password", "last_login")
    for pk, name, email, password, last_login in rows:
        if pk not in ids_here:
            continue
        person, roles = rolled.get(pk, (0, ()))
        found.append(
            Known(
                user_id=pk,
                name=name,
                email=email or "",
                keys=frozenset(keys.get(person, ())),
                roles=tuple(roles),
                held=tuple(held.get(pk, ())),
                is_rolled=bool(person),
                is_elsewhere=pk in elsewhere,
                can_sign_in=last_login is not None or not password.startswith("!"),
            )
        )
    return found


def accounts_by_address(rows: Iterable[RollRow], known: Iterable[Known]) -> Mapping[str, int]:
    """The accounts of people who are not at the school, by the addresses that the rows name."""
    here = {person.email for person in known if person.email}
    wanted = sorted({row.email for row in rows if row.email} - here)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), ASKED_AT_ONCE):
        part = wanted[start : start + ASKED_AT_ONCE]
        pairs = User.objects.filter(email__in=part).values_list("email", "pk")
        found.update({email: pk for email, pk in pairs if email})
    return found


def _keys(persons: QuerySet[RollPerson]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    for person, key in RollKey.objects.filter(person__in=persons).values_list("person", "key"):
        found.setdefault(person, []).append(key)
    return found


def to_invite(roll: Roll) -> list[User]:
    """Those who joined by the import, have an address, and have no account yet, by name."""
    joined = roll.lines.filter(kind=LineKind.JOINER, is_done=True).values("user")
    users = User.objects.filter(pk__in=joined, email__isnull=False, last_login__isnull=True)
    at_work = users.filter(password__startswith="!", memberships__school=roll.school)
    return list(at_work.distinct().order_by("name"))
