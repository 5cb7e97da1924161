"""Builds the demonstration: the five schools whose policies ship, and invented people in every role."""

import hashlib
from datetime import date
from importlib.resources import files

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from belisha.demo.people import PASSWORD, DemoPerson, demo_people_of
from belisha.people.models import Membership, School, User
from belisha.policies.actions import draft_version, publish_version
from belisha.policies.models import PolicyVersion
from belisha.rules.reading import library_slugs, read_policy

SINCE = date(2026, 9, 1)


@transaction.atomic
def build_demo() -> None:
    """Put the demonstration into the database. What is there already stays; a second run changes nothing.

    A policy whose text has changed since is published as a new version.
    """
    for slug in library_slugs():
        source = files("belisha").joinpath("library", "policies", f"{slug}.md").read_text(encoding="utf-8")
        control = read_policy(source, name=f"{slug}.md").control
        school, _ = School.objects.update_or_create(
            slug=slug, defaults={"name": control.school, "serves": list(control.schools)}
        )
        _publish(school, source, control.version or "1")
        _add_people(school)


def demo_people() -> list[DemoPerson]:
    """Everybody in the demonstration, by school; they all sign in with `PASSWORD`."""
    return [person for slug in library_slugs() for person in demo_people_of(slug)]


def _publish(school: School, source: str, label: str) -> None:
    versions = PolicyVersion.objects.filter(school=school)
    if versions.in_force().filter(checksum=hashlib.sha256(source.encode()).hexdigest()).exists():
        return
    earlier = versions.count()
    label = f"{label}, reading {earlier + 1}" if earlier else label
    publish_version(version=draft_version(school=school, source=source, label=label))


def _add_people(school: School) -> None:
    people = demo_people_of(school.slug)
    known = set(
        User.objects.filter(email__in=[person.email for person in people]).values_list("email", flat=True)
    )
    fresh = [person for person in people if person.email not in known]
    if not fresh:
        return
    password = make_password(PASSWORD)
    users = User.objects.bulk_create(
        User(email=person.email, name=person.name, password=password) for person in fresh
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    Membership.objects.bulk_create(
        Membership(
            school=school, user=user, role=person.role, from_on=SINCE, manages_people=person.manages_people
        )
        for user, person in zip(users, fresh, strict=True)
    )
