"""Who decides a request: never the asker, nobody concerned in it, and nobody junior to the asker."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from belisha.people.models import Membership
from belisha.people.offices.holders import OfficeHolder, OfficeHolders, holders_by_office, roles_filling
from belisha.policies.queries import policy_in_force
from belisha.registers.door import door, rank
from belisha.registers.models import RegisterEntry
from belisha.rules.language.clauses import Office
from belisha.rules.language.policy import Policy


@dataclass(frozen=True, slots=True)
class Decider:
    """The office that decides, the people who may, and the office above it, to which a late one goes."""

    office: str
    people: tuple[OfficeHolder, ...]
    above: str = ""


def find_decider(
    holders: Sequence[OfficeHolders], *, asker_rank: int, barred: Collection[int], above: Iterable[str]
) -> Decider:
    """Return who decides, of `holders` in order: first the offices named, then those `above`. Pure.

    `barred` are the asker and whoever is concerned. If nobody may, the last office above stands with nobody.
    """
    able = [
        (each.office, people)
        for each in holders
        if rank(each.office) <= asker_rank
        and (people := tuple(who for who in each.people if who.user_id not in barred))
    ]
    if not able:
        return Decider(next(reversed(list(above)), ""), ())
    office, people = able[0]
    higher = [name for name, _ in able[1:] if rank(name) < rank(office)]
    return Decider(office, people, higher[0] if higher else "")


def decider_of(entry: RegisterEntry, on: date, policy: Policy | None = None) -> Decider:
    """Return who decides a request on a day, by the roles of that day."""
    named = named_offices(entry)
    if policy is None:
        found = policy_in_force(entry.school.slug)
        policy = found.policy if found else None
    return decider_for(
        entry.school_id,
        named,
        asker=entry.made_by_id,
        concerned={each for each in (entry.person_id, entry.other_id) if each},
        on=on,
        policy=policy,
    )


def decider_for(
    school_id: int,
    named: Sequence[str],
    *,
    asker: int | None,
    concerned: Collection[int],
    on: date,
    policy: Policy | None,
) -> Decider:
    """Return who decides at a school, where `named` are the offices that the policy or the register names."""
    if not named:
        return Decider("", ())
    ladder = [word for word in door().above if word not in named and rank(word) <= min(map(rank, named))]
    absence = in_absence(policy) if policy else {}
    order = [*named, *ladder]
    found = holders_by_office(school_id, {office: absence.get(office, ()) for office in order}, on)
    return find_decider(
        [found[office] for office in order],
        asker_rank=rank_of(school_id, asker, on),
        barred={*(concerned or ()), *((asker,) if asker else ())},
        above=[*named, *ladder],
    )


def named_offices(entry: RegisterEntry) -> tuple[str, ...]:
    """Return the offices that decide an entry: those that every clause names, else the register's."""
    lists = [clause["of"] for clause in entry.clauses if clause["of"]]
    if not lists:
        return entry.description.deciders
    shared = [who for who in lists[0] if all(who in each for each in lists)]
    return tuple(shared or lists[0])


def rank_of(school_id: int, user_id: int | None, on: date) -> int:
    """Return the rank of somebody at a school on a day; a deputy counts by their own role."""
    rows = Membership.objects.filter(school=school_id, user=user_id, is_deputy=False).on(on)
    return min((rank(role) for role in rows.values_list("role", flat=True)), default=rank("everyone"))


def in_absence(policy: Policy) -> dict[str, tuple[str, ...]]:
    """Return the roles that act for each office in its absence, by the policy."""
    found: dict[str, tuple[str, ...]] = {}
    for clause in policy.clauses:
        if isinstance(clause, Office) and clause.in_absence:
            found[clause.office] = (*found.get(clause.office, ()), *clause.in_absence)
    return found


def fills(role: str, office: str) -> bool:
    """Return whether somebody with the role fills the office."""
    return role in roles_filling(office)
