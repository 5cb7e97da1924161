"""Acknowledgements at a demonstration school: some people have signed, and some have not."""

import hashlib
from collections.abc import Iterable
from datetime import date
from importlib.resources import files

from django.db import transaction

from belisha.access.actor import ANONYMOUS
from belisha.acknowledgements.actions import Signing, complete_signing, write_acknowledgement
from belisha.acknowledgements.audience import asked_elsewhere
from belisha.acknowledgements.models import Acknowledgement, Method
from belisha.acknowledgements.presented_text import text_for_roles
from belisha.acknowledgements.queries import SchoolPerson, asked_people, bindings, people_at
from belisha.base.clock import today
from belisha.people.actor import actor_from
from belisha.people.models import School
from belisha.policies.actions import bring_in_version
from belisha.policies.documents.reading import read_source
from belisha.policies.models import DocumentKind, PolicyDocument, PolicyVersion
from belisha.rules.edit import taken_over
from belisha.rules.language.writing import write_policy
from belisha.rules.vocabulary.loading import load_vocabulary

# How many people in ten have acknowledged.
IN_TEN = 6
SINCE = date(2026, 9, 1)


@transaction.atomic
def build_acknowledgements_history(school: School) -> None:
    """Add acceptable use policies if the school's policy asks for them, and let six people in ten sign.

    Documents with acknowledgements are left alone, so running it again changes nothing.
    """
    people = people_at(school, today())
    _bring_in_acceptable_use(school, people)
    for binding in bindings(school):
        if Acknowledgement.objects.filter(version=binding.version).exists():
            continue
        for each in asked_people(school, binding, today(), people):
            if not each.is_done and _has_agreed(binding.version.document.slug, each.person_id):
                showing = text_for_roles(binding.policy, each.roles, today())
                made = write_acknowledgement(
                    Signing(each.person_id, each.name, each.roles, binding, showing, Method.OWN, tries=1)
                )
                complete_signing(by=actor_from(each.person_id, each.name), binding=binding, made=made)


def _bring_in_acceptable_use(school: School, people: Iterable[SchoolPerson]) -> None:
    """Publish the library's acceptable use policies if the school's policy asks people to sign one."""
    roles = {role for each in people for role in each.roles}
    asking = [each for each in bindings(school) if not each.is_acceptable_use]
    if not any(roles & set(asked_elsewhere(each.policy, load_vocabulary(), today())) for each in asking):
        return
    folder = files("belisha").joinpath("library", "acceptable-use")
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        text = read_source(file.read_text(encoding="utf-8"))
        slug = text.control.slug
        if PolicyVersion.objects.filter(school=school, document__slug=slug).exists():
            continue
        source = write_policy(
            taken_over(
                text,
                slug=slug,
                school=school.name,
                standing="agreed",
                review_due_on=SINCE.replace(year=SINCE.year + 1),
                review_due=f"{SINCE:%B} {SINCE.year + 1}",
                version="1",
            )
        )
        PolicyDocument.objects.create(
            school=school, slug=slug, title=text.control.title, kind=DocumentKind.ACCEPTABLE_USE
        )
        bring_in_version(by=ANONYMOUS, school=school, source=source, label="1")


def _has_agreed(document: str, person: int) -> bool:
    return hashlib.sha256(f"{document} {person}".encode()).digest()[0] % 10 < IN_TEN
