"""The demonstration's people: deputies, absences, line managers, terms, and a trust over two schools."""

from datetime import date, time
from typing import Any

from django.db import transaction

from belisha.access.actor import Actor
from belisha.base.text import capital
from belisha.people.actor import actor_from
from belisha.people.models import Absence, Membership, Oversight, School, SchoolKind, Term, User
from belisha.people.roles import base_role
from belisha.rules.vocabulary.loading import load_vocabulary, narrower

YEAR_BEGAN = date(2026, 9, 1)
# The terms of 2026/27 as many authorities in the south-east of England publish them.
TERMS = (
    ("Autumn Term 2026", date(2026, 9, 2), date(2026, 12, 18)),
    ("Spring Term 2027", date(2027, 1, 4), date(2027, 3, 25)),
    ("Summer Term 2027", date(2027, 4, 12), date(2027, 7, 21)),
)
TRUST = "belisha-trust"
IN_TRUST = ("barley-lane", "coads-green")
FACTS: dict[str, dict[str, Any]] = {
    "barley-lane": {"urn": "900001", "phase": "Primary", "regularly_means": "term"},
    "calcot": {"urn": "900002", "phase": "Several phases"},
    "coads-green": {"urn": "900003", "phase": "Primary", "quiet_from": time(17), "quiet_to": time(8)},
    "grange": {"urn": "900004", "phase": "Infant"},
}
HR_BODY = "hr-cooperative"
# Deputies: own role -> office deputised for. Absences: role -> first and last day.
DEPUTIES = {"slt": "headteacher", "head-of-school": "dsl", "governor": "chair-of-governors"}
AWAY = {"ict-team": (date(2026, 11, 16), date(2026, 11, 27)), "dsl": (date(2026, 11, 19), date(2026, 11, 20))}
MANAGES = "line-manager"
MANAGED = ("teacher", "support-staff")
CLASSES = ("Oak", "Ash", "Elm", "Lime")


@transaction.atomic
def build_people_history(school: School) -> None:
    """Add a year of people data to a demonstration school. Running it again changes nothing."""
    if school.kind != SchoolKind.SCHOOL or school.slug == HR_BODY:
        School.objects.filter(slug=HR_BODY, kind=SchoolKind.SCHOOL).update(kind=SchoolKind.HR_BODY)
        return
    _facts(school)
    for name, starts_on, ends_on in TERMS:
        Term.objects.get_or_create(
            school=school, name=name, defaults={"starts_on": starts_on, "ends_on": ends_on}
        )
    people = _by_role(school)
    for role, office in DEPUTIES.items():
        if role in people:
            Membership.objects.get_or_create(
                school=school,
                user=people[role],
                role=office,
                from_on=YEAR_BEGAN,
                defaults={"is_deputy": True},
            )
    for role, (from_on, to_on) in AWAY.items():
        if role in people:
            Absence.objects.get_or_create(school=school, user=people[role], from_on=from_on, to_on=to_on)
    _managers_and_classes(school, people)
    if school.slug in IN_TRUST:
        Oversight.objects.get_or_create(school=school, body=_trust(), from_on=YEAR_BEGAN)


def _facts(school: School) -> None:
    facts = FACTS.get(school.slug)
    if facts and not school.urn:
        facts = {"website": f"https://www.{school.slug}.example", **facts}
        School.objects.filter(pk=school.pk).update(**facts)
        school.refresh_from_db()


def _trust() -> School:
    trust, _ = School.objects.get_or_create(
        slug=TRUST, defaults={"name": "Two Crossings Trust", "kind": SchoolKind.TRUST}
    )
    user = User.objects.filter(email=f"slt@{IN_TRUST[0]}.example").first()
    if user is not None:
        Membership.objects.get_or_create(school=trust, user=user, role="slt", from_on=YEAR_BEGAN)
    return trust


def _by_role(school: School) -> dict[str, User]:
    rows = Membership.objects.filter(school=school, from_on=YEAR_BEGAN, is_deputy=False)
    rows = rows.filter(user__email__endswith=f"@{school.slug}.example").select_related("user")
    return {row.role: row.user for row in rows if (row.user.email or "").startswith(f"{row.role}@")}


def _managers_and_classes(school: School, people: dict[str, User]) -> None:
    """Give teachers and support staff a line manager, and teachers a class."""
    manager = people.get(MANAGES)
    if manager is None:
        return
    roles = load_vocabulary().roles
    led = [role for word in MANAGED for role in narrower(roles, word) if base_role(role) == role]
    rows = Membership.objects.filter(school=school, role__in=led, line_manager__isnull=True)
    rows.exclude(user=manager).update(line_manager=manager)
    teaching = Membership.objects.filter(school=school, role__in=narrower(roles, MANAGED[0]), group="")
    for place, row in enumerate(teaching.order_by("pk")):
        if base_role(row.role) == row.role:
            row.group = capital(CLASSES[place % len(CLASSES)])
            row.save(update_fields=["group"])


def holder(school: School, role: str) -> Actor | None:
    """Return whoever holds an office at a school, or None."""
    rows = Membership.objects.filter(school=school, role=role, is_deputy=False).select_related("user")
    row = rows.order_by("pk").first()
    return actor_from(row.user_id, row.user.name) if row else None
