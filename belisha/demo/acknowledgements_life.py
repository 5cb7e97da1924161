"""Some people of a demonstration school have acknowledged its documents, and some have not."""

import hashlib
from collections.abc import Iterable
from datetime import date
from importlib.resources import files

from django.db import transaction

from belisha.access.actor import ANYBODY
from belisha.acknowledgements.actions import Signing, settle, sign
from belisha.acknowledgements.audience import asked_elsewhere
from belisha.acknowledgements.models import Acknowledgement, How
from belisha.acknowledgements.queries import Belonging, asked, belonging, bindings
from belisha.acknowledgements.showing import show_for_roles
from belisha.base.clock import today
from belisha.people.actor import actor_from
from belisha.people.models import School
from belisha.policies.actions import bring_in_version
from belisha.policies.models import DocumentKind, PolicyDocument, PolicyVersion
from belisha.policies.reading import read_source
from belisha.rules.edit import taken_over
from belisha.rules.vocabulary import load_vocabulary
from belisha.rules.writing import write_policy

# Of ten people, so many have agreed.
IN_TEN = 6
SINCE = date(2026, 9, 1)


@transaction.atomic
def build_acknowledgements_life(school: School) -> None:
    """Acceptable use policies where the school's policy asks for them, and agreement of six people in ten.

    Whoever has acknowledged something stays as they are: a second run changes nothing.
    """
    people = belonging(school, today())
    _bring_in_acceptable_use(school, people)
    for binding in bindings(school):
        if Acknowledgement.objects.filter(version=binding.version).exists():
            continue
        for each in asked(school, binding, today(), people):
            if not each.is_done and _has_agreed(binding.version.document.slug, each.person_id):
                showing = show_for_roles(binding.policy, each.roles, today())
                made = sign(
                    Signing(each.person_id, each.name, each.roles, binding, showing, How.OWN, tries=1)
                )
                settle(by=actor_from(each.person_id, each.name), binding=binding, made=made)


def _bring_in_acceptable_use(school: School, people: Iterable[Belonging]) -> None:
    """The library's acceptable use policies, where the school's policy asks its people to sign one."""
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
        bring_in_version(by=ANYBODY, school=school, source=source, label="1")


def _has_agreed(document: str, person: int) -> bool:
    return hashlib.sha256(f"{document} {person}".encode()).digest()[0] % 10 < IN_TEN
