"""Declared links: whether the policy has them approved, and who has declared this school year."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from belisha.people.models import Membership, School
from belisha.registers.consents import pupil_roles
from belisha.registers.descriptions import RegisterDescription, YearlyRound, load_registers
from belisha.registers.door import school_year, year_began
from belisha.registers.leave import AskedLeave, checksum_of
from belisha.registers.models import RegisterEntry, Responsibility
from belisha.registers.states import OPEN, STANDING
from belisha.rules.language.clauses import Condition, Deed, Exemption, Grant, GrantKind, Rule
from belisha.rules.language.policy import Policy
from belisha.rules.vocabulary.loading import load_vocabulary, narrower


def approval_for(policy: Policy, fact: str, role: str, towards: str) -> tuple[AskedLeave, ...]:
    """Return the leave that a declared link needs by the policy (K74): none where it is only made known.

    It is needed where a ban on contact is lifted by somebody's leave together with the link itself.
    """
    roles = load_vocabulary().roles
    found = []
    for rule in policy.rules:
        is_bound = any(role in narrower(roles, who) for who in rule.who if who in roles)
        is_meant = not towards or any(towards in narrower(roles, who) for who in rule.towards if who in roles)
        leave = _leave_with(rule, fact) if is_bound and is_meant else None
        if leave is not None:
            found.append(leave)
    return tuple(found)


def _leave_with(rule: Rule, fact: str) -> AskedLeave | None:
    for way in rule.unless:
        grant = _grant_beside(way, fact)
        if grant is not None:
            return AskedLeave(
                clause=rule.id,
                cites=rule.cites,
                title=rule.title,
                kind=grant.kind.value,
                of=grant.of,
                written=grant.written,
                prior=grant.prior,
                with_reason=grant.with_reason,
                conditions=(fact,),
                checksum=checksum_of(rule),
            )
    return None


def _grant_beside(way: Exemption, fact: str) -> Grant | None:
    has_link = any(isinstance(part, Condition) and part.fact == fact for part in way.parts)
    grants = [part for part in way.parts if isinstance(part, Grant) and part.kind is GrantKind.PERMISSION]
    return grants[0] if has_link and len(grants) == 1 else None


def is_asked_by(policy: Policy, register: RegisterDescription) -> bool:
    """Return whether a clause of the policy has something recorded in the register."""
    return any(
        effect.deed is Deed.RECORD and effect.register == register.name
        for rule in policy.rules
        for effect in rule.then
    )


@dataclass(frozen=True, slots=True)
class YearlyStatus:
    """Whether somebody has declared this school year: "green", "amber" until the day due, then "red"."""

    user_id: int
    name: str
    colour: str
    due_on: date
    entry: RegisterEntry | None = None


def yearly_statuses(
    school: School, register: RegisterDescription, yearly: YearlyRound, on: date
) -> Iterator[YearlyStatus]:
    """Yield the status of each person of whom the register asks something each year, by name. Two queries."""
    year = school_year(on)
    entries = RegisterEntry.objects.filter(
        school=school, register=register.name, year=year, state__in=[*OPEN, *STANDING]
    )
    if yearly.each_child:
        people, declared = _parents(school, entries, on)
    else:
        people = _members(school, yearly, on)
        declared = {entry.made_by_id: entry for entry in entries.order_by("made_at")}
    for user, (name, from_on) in people.items():
        due = due_day(yearly, year, from_on)
        entry = declared.get(user)
        colour = "green" if entry else ("red" if due < on else "amber")
        yield YearlyStatus(user, name, colour, due, entry)


def _members(school: School, yearly: YearlyRound, on: date) -> dict[int, tuple[str, date]]:
    """Return who is asked by their role: name, and since when they are at the school."""
    roles = load_vocabulary().roles
    wanted = {role for word in yearly.of for role in narrower(roles, word)}
    rows = Membership.objects.filter(school=school, role__in=wanted, user__is_active=True).on(on)
    people: dict[int, tuple[str, date]] = {}
    for row in rows.select_related("user").order_by("user__name", "from_on"):
        people.setdefault(row.user_id, (row.user.name, row.from_on))
    return people


def _parents(
    school: School, entries: QuerySet[RegisterEntry], on: date
) -> tuple[dict[int, tuple[str, date]], dict[int | None, RegisterEntry]]:
    """Return who is asked for a child that is here today, and those who have answered for each of theirs.

    What a file or a paper without a name says of a child is an answer of all of that child's parents.
    """
    here = Membership.objects.filter(school=school, role__in=pupil_roles()).on(on).values("user")
    links = Responsibility.objects.filter(
        school=school, from_on__lte=on, parent__is_active=True, child__in=here
    )
    people: dict[int, tuple[str, date]] = {}
    children: dict[int, set[int]] = {}
    for link in links.exclude(to_on__lt=on).select_related("parent").order_by("parent__name", "from_on"):
        people.setdefault(link.parent_id, (link.parent.name, link.from_on))
        children.setdefault(link.parent_id, set()).add(link.child_id)
    said = {(entry.other_id, entry.person_id): entry for entry in entries.exclude(other=F("person"))}
    answered: dict[int | None, RegisterEntry] = {}
    for parent, theirs in children.items():
        found = [said.get((parent, child)) or said.get((None, child)) for child in theirs]
        if all(found) and found[0] is not None:
            answered[parent] = found[0]
    return people, answered


def linked_with(school: School, people: Collection[int]) -> dict[int, str]:
    """Return who is linked with one of these people by what stands declared, on either side, and how.

    Nothing to declare is no link. A declaration of an earlier year counts on until it is withdrawn.
    """
    found: dict[int, str] = {}
    for register in load_registers().values():
        if not register.other or register.yearly is None:
            continue
        rows = RegisterEntry.objects.filter(school=school, register=register.name)
        rows = rows.filter(state__in=[*OPEN, *STANDING])
        rows = rows.exclude(topic=register.yearly.nil).filter(Q(other__in=people) | Q(made_by__in=people))
        for one, other, topic in rows.values_list("made_by", "other", "topic"):
            for mine, theirs in ((one, other), (other, one)):
                if theirs in people and mine is not None and mine not in people:
                    found.setdefault(mine, register.topic_word(topic))
    return found


def due_day(yearly: YearlyRound, year: int, joined_on: date) -> date:
    """Return the day by which somebody declares in a school year; a joiner has days of their own."""
    began = year_began(year)
    if joined_on > began:
        return joined_on + timedelta(days=yearly.joiners_within)
    return began + timedelta(days=yearly.within)
