"""The policies and guidance that a policy is read with, and what is known of newer editions of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from belisha.base.templating import day
from belisha.duties.deadlines import deadline
from belisha.duties.sources import Wanted
from belisha.people.models import School
from belisha.policies.owners import told_of
from belisha.policies.queries import policy_of, version_in_force
from belisha.rules.errors import PolicyError
from belisha.rules.linting.citations import citations
from belisha.rules.linting.known import Edition, Guidance, known
from belisha.rules.linting.subjects import Subject
from belisha.rules.linting.texts import text_of_policy
from belisha.rules.policy import Control
from belisha.rules.vocabulary import load_vocabulary

_YEAR = re.compile(r"\b(20\d{2})\b")


@dataclass(frozen=True, slots=True)
class Linked:
    """A policy or guidance to be read with this one, with the edition that is named.

    `notice` is a sentence where that edition has been replaced, `source` where the newest one is.
    """

    name: str
    edition: str = ""
    notice: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Replaced:
    """Guidance that is cited in an edition which is no longer in force, and the first that took its place."""

    guidance: Guidance
    year: str
    first: Edition


def linked_policies(control: Control, on: date) -> tuple[Linked, ...]:
    """Every linked policy with its edition and, from dated data, a notice where that edition is replaced."""
    return tuple(_linked(each.name, each.edition, on) for each in control.linked)


def _linked(name: str, edition: str, on: date) -> Linked:
    guidance = known().guidance_named(_YEAR.sub("", name).strip())
    year = _YEAR.search(edition) or _YEAR.search(name)
    if guidance is None:
        return Linked(name, edition)
    notice = replaced_sentence(guidance, year[1], on) if year else _undated(guidance, on)
    return Linked(name, edition, notice, guidance.source)


def replaced_sentence(guidance: Guidance, year: str, on: date) -> str:
    """`Keeping Children Safe in Education 2023 was replaced on 2 September 2024, and again on …`; or
    nothing."""
    after = _after(guidance, year, on)
    announced = guidance.announced(on)
    awaited = announced if announced and announced.edition > year else None
    expected = ""
    if awaited is not None and awaited.edition not in {each.edition for each in guidance.editions}:
        expected = f" A {awaited.edition} edition was announced for {day(awaited.since)}: look for it."
    if not after:
        return (
            f"{guidance.name} {year} is the last that we know to be in force.{expected}" if expected else ""
        )
    days = [day(each.since) for each in after]
    again = "".join(f", and again on {each}" for each in days[1:])
    said = f"{guidance.name} {year} was replaced on {days[0]}{again}."
    return f"{said} The {after[-1].edition} edition is the last that we know to be in force.{expected}"


def _undated(guidance: Guidance, on: date) -> str:
    newest = guidance.in_force(on)
    return f"No edition is named; that of {newest.edition} is in force." if newest else ""


def _after(guidance: Guidance, year: str, on: date) -> list[Edition]:
    return [each for each in guidance.editions if each.edition > year and each.since <= on]


def replaced_in(school: School, on: date) -> tuple[Replaced, ...]:
    """Guidance that the school's policy in force cites, in its links or its clauses, by a replaced
    edition."""
    version = version_in_force(school.slug)
    if version is None:
        return ()
    by_name = {guidance.name: guidance for guidance in known().guidance}
    found: dict[tuple[str, str], Replaced] = {}
    policy = policy_of(version)
    subject = Subject(text_of_policy(policy), load_vocabulary(), policy, on)
    for citation in citations(subject):
        guidance = by_name.get(citation.name)
        after = _after(guidance, citation.year, on) if guidance else []
        if guidance and after:
            found[guidance.name, citation.year] = Replaced(guidance, citation.year, after[0])
    return tuple(found.values())


def editions_wanted(school: School, on: date) -> Iterable[Wanted]:
    """A duty of the policy's owner for each edition that has been replaced since the policy cited it.

    A new edition in force is a new duty: the key names it. A policy that cannot be read asks for nothing
    here.
    """
    try:
        replaced = replaced_in(school, on)
    except PolicyError:
        return
    version = version_in_force(school.slug) if replaced else None
    if version is None:
        return
    person, office = told_of(version.document, school, "write-policy", on)
    for each in replaced:
        newest = each.guidance.in_force(on) or each.first
        since = max(newest.since, _since(version.published_at, newest.since))
        yield Wanted(
            key=f"edition version {version.pk} {each.guidance.name[:80]} {each.year} {newest.edition}",
            title=f"Read {each.guidance.name} {newest.edition}: the policy still cites {each.year}"[:200],
            due_on=since + deadline("read-new-edition"),
            person_id=person,
            office=office,
            link=reverse("policies:lint", args=[school.slug]),
        )


def _since(published: datetime | None, default: date) -> date:
    """The day on which the version was published here: nobody could have known before."""
    return timezone.localdate(published) if published else default
