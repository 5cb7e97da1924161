from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from belisha.base.row_security import all_schools
from belisha.imports.files.row import PersonRow
from belisha.imports.models import (
    JobTitle,
    LineKind,
    Roll,
    RollKey,
    RollLayout,
    RollLine,
    RollPerson,
)
from belisha.imports.planning.comparison import ExistingPerson, HeldRole
from belisha.imports.states import OPEN
from belisha.people.actor import Actor
from belisha.people.models import Membership, School, User

ASKED_AT_ONCE = 800  # SQLite takes a limited number of values in one question


def open_import(school: School) -> Roll | None:
    """Return the school's open import, without its table."""
    return (
        Roll.objects.filter(school=school, state__in=OPEN).defer("table").select_related("begun_by").first()
    )


def past_imports(actor: Actor, school: School) -> QuerySet[Roll]:
    """Return the school's ended imports, newest first, without their tables."""
    rolls = Roll.objects.visible_to(actor).filter(school=school).exclude(state__in=OPEN)
    return rolls.defer("table").select_related("begun_by")


def lines_of_kind(roll: Roll, kind: str) -> QuerySet[RollLine]:
    """Return the lines of one kind, in the order of the file."""
    return roll.lines.filter(kind=kind).select_related("likely").order_by("pk")


def unanswered_matches(roll: Roll) -> QuerySet[RollLine]:
    """Return the lines that may be about somebody whom the school has, and of which nobody has said yet."""
    return roll.lines.filter(likely__isnull=False, answer="").select_related("likely").order_by("pk")


def layout_for(school: School, fingerprint: str) -> RollLayout | None:
    """Return what the school said of a file with these headings before."""
    return RollLayout.objects.filter(school=school, fingerprint=fingerprint).first()


def job_titles_of(school: School) -> Mapping[str, str]:
    """Return the role of each job title that the school has named, by folded title."""
    return dict(JobTitle.objects.filter(school=school).values_list("title", "role"))


def existing_people(school: School, user_ids: Iterable[int] | None = None) -> list[ExistingPerson]:
    """Return everybody whom the school has or had, with what imports gave them.

    Five queries, whatever their number.
    """
    memberships = Membership.objects.filter(school=school)
    persons = RollPerson.objects.filter(school=school)
    users = User.objects.filter(memberships__school=school)
    if user_ids is not None:
        ids = list(user_ids)
        memberships, persons = memberships.filter(user__in=ids), persons.filter(user__in=ids)
        users = User.objects.filter(pk__in=ids)
    held: dict[int, list[HeldRole]] = {}
    fields = ("user", "pk", "role", "from_on", "to_on", "year_group", "group", "extra_rights", "line_manager")
    for user_id, *values, extra, manager in memberships.order_by("from_on", "pk").values_list(*fields):
        held.setdefault(user_id, []).append(HeldRole(*(*values, tuple(extra), manager)))
    rolled = {user_id: (pk, roles) for pk, user_id, roles in persons.values_list("pk", "user", "roles")}
    keys = _keys(persons)
    ids_here = held.keys() | rolled.keys()
    with all_schools():
        elsewhere = set(
            Membership.objects.exclude(school=school)
            .filter(user__in=users)
            .values_list("user", flat=True)
            .order_by()
        )
    found = []
    rows = users.distinct().values_list("pk", "name", "email", "password", "last_login", "account")
    for pk, name, email, password, last_login, account in rows:
        if pk not in ids_here:
            continue
        person, roles = rolled.get(pk, (0, ()))
        found.append(
            ExistingPerson(
                user_id=pk,
                name=name,
                email=email or "",
                keys=frozenset(keys.get(person, ())),
                roles=tuple(roles),
                held=tuple(held.get(pk, ())),
                is_rolled=bool(person),
                is_elsewhere=pk in elsewhere,
                can_sign_in=bool(last_login or account) or not password.startswith("!"),
            )
        )
    return found


def people_by_address(
    school: School, rows: Iterable[PersonRow], known: Iterable[ExistingPerson]
) -> Mapping[str, int]:
    """Return the people of the school, beside `known`, by the addresses in the rows: address to user id.

    People of other schools are not looked at: an address may have an account at each of them.
    """
    here = {person.email for person in known if person.email}
    wanted = sorted({row.email for row in rows if row.email} - here)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), ASKED_AT_ONCE):
        part = wanted[start : start + ASKED_AT_ONCE]
        rows_here = Membership.objects.filter(school=school, user__email__in=part)
        pairs = rows_here.values_list("user__email", "user").distinct()
        found.update({email: pk for email, pk in pairs if email})
    return found


def _keys(persons: QuerySet[RollPerson]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    for person, key in RollKey.objects.filter(person__in=persons).values_list("person", "key"):
        found.setdefault(person, []).append(key)
    return found


def joiners_without_account(roll: Roll) -> list[User]:
    """Return the people who joined by the import, have an address and no account yet, by name."""
    joined = roll.lines.filter(kind=LineKind.JOINER, is_done=True).values("user")
    users = User.objects.filter(pk__in=joined, email__isnull=False, last_login__isnull=True, account=None)
    at_work = users.filter(password__startswith="!", memberships__school=roll.school)
    return list(at_work.distinct().order_by("name"))
