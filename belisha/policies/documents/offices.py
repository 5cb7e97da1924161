"""The offices that a policy relies on, the clauses that do, and vacancies."""

from dataclasses import dataclass
from datetime import date

from belisha.people.models import School
from belisha.people.offices.holders import OfficeHolders, holders_by_office
from belisha.rules.language.clauses import Clause, Grant, Office, Rule
from belisha.rules.language.policy import Policy
from belisha.rules.vocabulary.loading import load_vocabulary


@dataclass(frozen=True, slots=True)
class ReliedOffice:
    """An office that clauses rely on. `in_absence` are the roles that the policy names as deputies.

    `is_asked`: the policy's front matter sends people there where no clause applies. `clauses` are those
    that bind the office, report to it, need its permission or approval, or state its responsibilities.
    """

    office: str
    label: str
    clauses: tuple[Clause, ...]
    in_absence: tuple[str, ...] = ()
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class OfficeCoverage:
    """An office that the policy relies on, and who covers it on a day."""

    relied: ReliedOffice
    holders: OfficeHolders

    @property
    def is_gap(self) -> bool:
        """Whether no one covers the office."""
        return self.holders.is_gap


def offices_relied_on(policy: Policy) -> tuple[ReliedOffice, ...]:
    """Return every office that a clause of the policy relies on, in the vocabulary's order.

    Bodies (the governors) are left out: they act only through people who hold offices.
    """
    named: dict[str, list[Clause]] = {}
    for clause in policy.clauses:
        for word in dict.fromkeys(_words(clause)):
            named.setdefault(word, []).append(clause)
    asked = policy.control.ask_whom
    for word in asked:
        named.setdefault(word, [])
    absence = _in_absence(policy)
    return tuple(
        ReliedOffice(role.id, role.label, tuple(named[role.id]), absence.get(role.id, ()), role.id in asked)
        for role in load_vocabulary().roles.values()
        if role.id in named and role.is_office and not role.is_institution
    )


def office_coverage(school: School, policy: Policy, on: date) -> tuple[OfficeCoverage, ...]:
    """Return each office that the policy relies on, with who covers it at the school on the day."""
    relied = offices_relied_on(policy)
    found = holders_by_office(school.pk, {each.office: each.in_absence for each in relied}, on)
    return tuple(OfficeCoverage(each, found[each.office]) for each in relied)


def vacant_offices(school: School, policy: Policy, on: date) -> tuple[OfficeCoverage, ...]:
    """Return the offices that the policy relies on and no one covers at the school on the day."""
    return tuple(each for each in office_coverage(school, policy, on) if each.is_gap)


def _words(clause: Clause) -> tuple[str, ...]:
    if isinstance(clause, Office):
        return (*clause.holders, *clause.in_absence)
    if not isinstance(clause, Rule):
        return ()
    told = [word for effect in clause.then for word in effect.to]
    grants = [part for way in clause.unless for part in way.parts if isinstance(part, Grant)]
    given = [word for grant in grants for word in (*grant.of, *grant.approved_by)]
    return (*clause.who, *told, *given)


def _in_absence(policy: Policy) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for clause in policy.clauses:
        if isinstance(clause, Office):
            words = found.setdefault(clause.office, [])
            words += [word for word in clause.in_absence if word not in words]
    return {office: tuple(words) for office, words in found.items()}
