"""Build the demonstration: the five schools whose policies ship, and invented people in every role."""

import hashlib
from datetime import date
from functools import cache
from importlib.resources import files

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from belisha.access.actor import ANONYMOUS
from belisha.demo.contacts import add_contacts
from belisha.demo.history import build_history
from belisha.demo.people import PASSWORD, DemoPerson, demo_people_of
from belisha.people.models import AsksOnJoining, Membership, School, User
from belisha.policies.actions import bring_in_version
from belisha.policies.documents.reading import read_source
from belisha.policies.models import PolicyVersion
from belisha.rules.language.policy import Control
from belisha.rules.language.reading import library_slugs

SINCE = date(2026, 9, 1)


@transaction.atomic
def build_demo(*, with_history: bool = False) -> None:
    """Add the demonstration to the database. Running it again changes nothing.

    With `with_history`, also add what has happened at the schools so far, and what is due. A policy whose
    text has changed since is published as a new version.
    """
    for slug in library_slugs():
        source = files("belisha").joinpath("library", "policies", f"{slug}.md").read_text(encoding="utf-8")
        school = _publish(slug, source)
        _add_people(school)
        add_contacts(school)
    if with_history:
        build_history()


def demo_people() -> list[DemoPerson]:
    """Return everybody in the demonstration, by school. They all sign in with `PASSWORD`."""
    return [person for slug in library_slugs() for person in demo_people_of(slug)]


def _label(control: Control) -> str:
    """Return the document's version number, or its date ("of 20 September 2023")."""
    day = control.ratified or control.approved or control.dated
    return control.version or (f"of {day}" if day else "not numbered")


def _publish(slug: str, source: str) -> School:
    """Return the school, with this text of its policy in force."""
    checksum = hashlib.sha256(source.encode()).hexdigest()
    versions = PolicyVersion.objects.filter(school__slug=slug)
    same: PolicyVersion | None = (
        versions.in_force().filter(checksum=checksum).select_related("school").first()
    )
    if same is not None:
        return same.school
    control = read_source(source).control
    facts = {"name": control.school, "serves": list(control.schools)}
    # The demonstration's people joined before its policies, and should still have duties.
    school, _ = School.objects.update_or_create(
        slug=slug, defaults=facts, create_defaults={**facts, "asks_on_joining": AsksOnJoining.EVERYBODY}
    )
    earlier = versions.count()
    label = f"{_label(control)}, reading {earlier + 1}" if earlier else _label(control)
    bring_in_version(by=ANONYMOUS, school=school, source=source, label=label)
    return school


@cache
def _hashed() -> str:
    """Return the hash of the shared password. Hashing is slow, so it is done once."""
    return make_password(PASSWORD)


def _add_people(school: School) -> None:
    people = demo_people_of(school.slug)
    known = set(
        User.objects.filter(email__in=[person.email for person in people]).values_list("email", flat=True)
    )
    fresh = [person for person in people if person.email not in known]
    if not fresh:
        return
    password = _hashed()
    users = User.objects.bulk_create(
        User(email=person.email, name=person.name, password=password) for person in fresh
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    Membership.objects.bulk_create(
        Membership(school=school, user=user, role=person.role, from_on=SINCE)
        for user, person in zip(users, fresh, strict=True)
    )
