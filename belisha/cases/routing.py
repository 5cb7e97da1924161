"""Who hears a report: by the policy's route, without anybody that it is about."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from belisha.cases.intake import SentReport
from belisha.cases.library import about_role, reporting
from belisha.cases.models.visibility import RIGHT
from belisha.people.models import Membership, School
from belisha.people.offices.holders import OfficeHolders, holders_by_office
from belisha.people.offices.right_holders import holders_of_right
from belisha.people.queries import people_named
from belisha.people.roles import is_office, role_matches
from belisha.registers.declarations import linked_with
from belisha.triage import PersonPart, Triage

TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "prof", "rev"}
OTHERWISE = "Nobody else who may hear it is named"


@dataclass(frozen=True, slots=True)
class Hearer:
    """An office that hears a report, why, and the lines of the policy that say so."""

    office: str
    why: str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who hears a report, and who must not: offices and people (user ids) that it is about."""

    hearers: tuple[Hearer, ...]
    barred_offices: tuple[str, ...]
    barred_people: tuple[int, ...]


def hearing_of(school: School, sent: SentReport, found: Triage | None, on: date) -> Hearing:
    """Return who hears what was sent.

    The offices of the route hear it if they may work on cases here; never one that it is about, nor anybody
    who is named as the one that it is about, or who has declared a link with them. Where none is left, the
    first of the fallback hears it.
    """
    offices = tuple(_barred_offices(sent, found))
    barred = (*_barred_people(school, sent, found, on), *_linked_people(school, sent, on))
    people = tuple(dict.fromkeys(barred))
    route = [] if found is None else [Hearer(each.office, each.why, each.cites) for each in found.route]
    fallback = [Hearer(office, OTHERWISE) for office in reporting()["fallback"]["offices"]]
    able = [each for each in route if _may_hear(school, each.office) and each.office not in offices]
    held = _held(school, [each.office for each in (*able, *fallback)], on)
    hearers = [each for each in _once(able) if _is_heard(held[each.office], people)]
    if not hearers:
        rest = [each for each in fallback if each.office not in offices]
        hearers = [each for each in rest if _is_heard(held[each.office], people)][:1] or rest[:1]
    return Hearing(tuple(hearers[: reporting()["fallback"]["most"]]), offices, people)


def _barred_offices(sent: SentReport, found: Triage | None) -> Iterator[str]:
    """Yield the offices that it is about: as chosen, and as triage reads the words."""
    alleged = [each.role for each in found.people if each.part is PersonPart.ALLEGED] if found else []
    left_out = [office for each in found.route for office in each.instead_of] if found else []
    for role in dict.fromkeys((about_role(sent.about), *alleged, *left_out)):
        if role and is_office(role):
            yield role


def _barred_people(school: School, sent: SentReport, found: Triage | None, on: date) -> Iterator[int]:
    """Yield those who may work on cases here and are named: as the one that it is about, or at all if adult.

    Somebody named in a report about an adult of the school may be that adult. Better that another hears it.
    """
    alleged = {each.role for each in found.people if each.part is PersonPart.ALLEGED} if found else set()
    alleged.add(about_role(sent.about))
    adults = reporting()["named"]["roles"]
    is_about_adult = any(role_matches(role, adults) for role in alleged if role)
    said = f"{sent.about_name} {sent.words}" if is_about_adult else sent.about_name
    words = _words(said)
    if not words:
        return
    members = Membership.objects.filter(school=school, user__is_active=True).on(on).select_related("user")
    for member in members.order_by("pk"):
        if _may_work(school, member) and _is_named(member.user.name, words):
            yield member.user_id


def _linked_people(school: School, sent: SentReport, on: date) -> Iterator[int]:
    """Yield those who may work on cases here and have declared a link with the one that it is about."""
    about = [user.pk for user in people_named(school, sent.about_name)] if sent.about_name.strip() else []
    linked = linked_with(school, about) if about else {}
    if linked:
        members = Membership.objects.filter(school=school, user__in=linked.keys() - {sent.user_id}).on(on)
        yield from (each.user_id for each in members.order_by("pk") if _may_work(school, each))


def _may_work(school: School, member: Membership) -> bool:
    """Return whether somebody works on cases at the school, by their role or by a right of their own."""
    return role_matches(member.role, holders_of_right(school, RIGHT)) or RIGHT in member.extra_rights


def _is_named(name: str, words: list[str]) -> bool:
    """Return whether the full name stands in the words, or the family name after a title."""
    parts = [each for each in _words(name) if each not in TITLES]
    if not parts:
        return False
    pairs = set(pairwise(words))
    whole = all(pair in pairs for pair in pairwise(parts)) and len(parts) > 1
    return whole or any((title, parts[-1]) in pairs for title in TITLES)


def _words(text: str) -> list[str]:
    letters = "".join(each if each.isalnum() or each in "-'’" else " " for each in text.casefold())
    return [word.strip("-'’").removesuffix("'s").removesuffix("’s") for word in letters.split()]


def _may_hear(school: School, office: str) -> bool:
    return is_office(office) and role_matches(office, holders_of_right(school, RIGHT))


def _held(school: School, offices: Iterable[str], on: date) -> dict[str, OfficeHolders]:
    return holders_by_office(school.pk, dict.fromkeys(offices, ()), on)


def _is_heard(held: OfficeHolders, barred: Collection[int]) -> bool:
    """Return whether somebody fills the office who is not barred."""
    return any(user not in barred for user in held.user_ids)


def _once(hearers: Iterable[Hearer]) -> Iterator[Hearer]:
    seen: set[str] = set()
    for each in hearers:
        if each.office not in seen:
            seen.add(each.office)
            yield each
