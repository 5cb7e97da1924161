"""Builds the demonstration: the five schools whose policies ship, and invented people in every role."""

import hashlib
from datetime import date
from functools import cache
from importlib.resources import files

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from belisha.access.actor import ANYBODY
from belisha.demo.life import build_life
from belisha.demo.people import PASSWORD, DemoPerson, demo_people_of
from belisha.people.models import AsksOnJoining, Membership, School, User
from belisha.policies.actions import bring_in_version
from belisha.policies.models import PolicyVersion
from belisha.policies.reading import read_source
from belisha.rules.policy import Control
from belisha.rules.reading import library_slugs

SINCE = date(2026, 9, 1)


@transaction.atomic
def build_demo(*, with_life: bool = False) -> None:
    """Put the demonstration into the database. What is there already stays; a second run changes nothing.

    `with_life`: what has happened at the schools so far too, and what is due.

    A policy whose text has changed since is published as a new version.
    """
    for slug in library_slugs():
        source = files("belisha").joinpath("library", "policies", f"{slug}.md").read_text(encoding="utf-8")
        school = _publish(slug, source)
        _add_people(school)
    if with_life:
        build_life()


def demo_people() -> list[DemoPerson]:
    """Everybody in the demonstration, by school; they all sign in with `PASSWORD`."""
    return [person for slug in library_slugs() for person in demo_people_of(slug)]


def _label(control: Control) -> str:
    """How the document names its version: by a number, or else by its day ("of 20 September 2023")."""
    day = control.ratified or control.approved or control.dated
    return control.version or (f"of {day}" if day else "not numbered")


def _publish(slug: str, source: str) -> School:
    """The school, with this text of its policy in force. One that is in force already is not read again."""
    checksum = hashlib.sha256(source.encode()).hexdigest()
    versions = PolicyVersion.objects.filter(school__slug=slug)
    same: PolicyVersion | None = (
        versions.in_force().filter(checksum=checksum).select_related("school").first()
    )
    if same is not None:
        return same.school
    control = read_source(source).control
    facts = {"name": control.school, "serves": list(control.schools)}
    # The people of the demonstration were there before its policies were, and are to have something to do.
    school, _ = School.objects.update_or_create(
        slug=slug, defaults=facts, create_defaults={**facts, "asks_on_joining": AsksOnJoining.EVERYBODY}
    )
    earlier = versions.count()
    label = f"{_label(control)}, reading {earlier + 1}" if earlier else _label(control)
    bring_in_version(by=ANYBODY, school=school, source=source, label=label)
    return school


@cache
def _hashed() -> str:
    """The one password, hashed once: a good hash takes its time, and there are many people."""
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
