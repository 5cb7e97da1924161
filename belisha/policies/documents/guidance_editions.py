"""Linked policies and guidance, and notices about newer editions of them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from belisha.base.templating import day
from belisha.base.text import join_words
from belisha.duties.deadlines import deadline
from belisha.duties.sources import DutySpec
from belisha.people.models import School
from belisha.policies.documents.ownership import person_or_office
from belisha.policies.queries import policy_of, version_in_force
from belisha.rules.errors import PolicyError
from belisha.rules.language.policy import Control
from belisha.rules.lint import Edition, Guidance, LintContext, citations, reference_data, text_of_policy
from belisha.rules.vocabulary.loading import load_vocabulary

_YEAR = re.compile(r"\b(20\d{2})\b")


@dataclass(frozen=True, slots=True)
class LinkedDocument:
    """A policy or guidance to be read with this one, with the edition that is named.

    `notice` is a sentence if that edition has been replaced, `source` the address of the newest one.
    """

    name: str
    edition: str = ""
    notice: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ReplacedGuidance:
    """Guidance cited in an edition that has been replaced, with the first edition after it."""

    guidance: Guidance
    year: str
    first: Edition


def linked_policies(
    control: Control, on: date, addresses: Mapping[str, str] | None = None
) -> tuple[LinkedDocument, ...]:
    """Return every linked policy with its edition and, from dated data, a notice where that edition is
    replaced. `addresses` are those of the school's own policies, by name.
    """
    own = addresses or {}
    found = (_linked(each.name, each.edition, on) for each in control.linked)
    return tuple(replace(each, source=own.get(each.name) or each.source) for each in found)


def _linked(name: str, edition: str, on: date) -> LinkedDocument:
    guidance = reference_data().guidance_named(_YEAR.sub("", name).strip())
    year = _YEAR.search(edition) or _YEAR.search(name)
    if guidance is None:
        return LinkedDocument(name, edition)
    notice = replacement_notice(guidance, year[1], on) if year else _undated(guidance, on)
    return LinkedDocument(name, edition, notice, guidance.source)


def replacement_notice(guidance: Guidance, year: str, on: date) -> str:
    """Return `Keeping Children Safe in Education 2023 was replaced on 2 September 2024 …`, or an empty
    text.
    """
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


def replaced_guidance(school: School, on: date) -> tuple[ReplacedGuidance, ...]:
    """Return guidance that the school's policy in force cites, in links or clauses, by a replaced edition."""
    version = version_in_force(school.slug)
    if version is None:
        return ()
    by_name = {guidance.name: guidance for guidance in reference_data().guidance}
    found: dict[tuple[str, str], ReplacedGuidance] = {}
    policy = policy_of(version)
    subject = LintContext(text_of_policy(policy), load_vocabulary(), policy, on)
    for citation in citations(subject):
        guidance = by_name.get(citation.name)
        after = _after(guidance, citation.year, on) if guidance else []
        if guidance and after:
            found[guidance.name, citation.year] = ReplacedGuidance(guidance, citation.year, after[0])
    return tuple(found.values())


def edition_duties(school: School, on: date) -> Iterable[DutySpec]:
    """Yield a duty for the owner for each guidance of which the policy cites editions that were replaced.

    The key names the oldest of them and the new one, so that a later edition is a new duty. A policy that
    cannot be read yields none.
    """
    try:
        replaced = replaced_guidance(school, on)
    except PolicyError:
        return
    version = version_in_force(school.slug) if replaced else None
    if version is None:
        return
    person, office = person_or_office(version.document, school, "write-policy", on)
    by_name: dict[str, list[ReplacedGuidance]] = {}
    for each in sorted(replaced, key=lambda each: each.year):
        by_name.setdefault(each.guidance.name, []).append(each)
    for each, *others in by_name.values():
        years = join_words([each.year, *(other.year for other in others)], "and")
        newest = each.guidance.in_force(on) or each.first
        since = max(newest.since, _since(version.published_at, newest.since))
        yield DutySpec(
            key=f"edition version {version.pk} {each.guidance.name[:80]} {each.year} {newest.edition}",
            title=f"Read {each.guidance.name} {newest.edition}: the policy still cites {years}"[:200],
            due_on=since + deadline("read-new-edition"),
            person_id=person,
            office=office,
            link=reverse("policies:lint", args=[school.slug]),
        )


def _since(published: datetime | None, default: date) -> date:
    """Return the day on which the version was published here, the first on which anyone could have known."""
    return timezone.localdate(published) if published else default
