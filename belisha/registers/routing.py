"""To which office an entry goes: as the policy's clauses say, else as the register's description says."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from belisha.people.models import School
from belisha.registers.deciders import Decider, decider_for
from belisha.registers.descriptions import RegisterDescription
from belisha.rules.judge import judge
from belisha.rules.language.clauses import Deed, Rule
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import Situation, Verdict
from belisha.rules.vocabulary.loading import load_vocabulary


@dataclass(frozen=True, slots=True)
class EntryRoute:
    """Where an entry goes, who holds that office, and the clauses that say so (none: it is silent)."""

    office: str
    decider: Decider
    clauses: tuple[dict[str, Any], ...] = ()


def stated_route(
    policy: Policy, register: RegisterDescription, reporter: str, began: str, on: date
) -> tuple[tuple[str, ...], tuple[Rule, ...]]:
    """Return the offices to which the policy has it reported, and the rules that say so. Pure.

    `reporter` is the role of whoever reports, `began` that of whoever tried. Where the policy says nothing to
    this reporter, what it says to others of the same attempt counts.
    """
    roles = load_vocabulary().roles
    for role in (reporter, *(each for each in ("staff", "parent", "pupil") if each != reporter)):
        ruling = judge(policy, Situation(role, register.route_action, began), on=on)
        if ruling.verdict is Verdict.SILENT:
            continue
        found = [policy.by_id[duty.clause] for duty in ruling.duties if duty.clause in policy.by_id]
        rules = tuple(dict.fromkeys(each for each in found if isinstance(each, Rule)))
        told = [
            who
            for rule in rules
            for effect in rule.then
            if effect.deed in (Deed.REPORT, Deed.TELL)
            for who in effect.to
        ]
        offices = tuple(dict.fromkeys(who for who in told if who in roles and roles[who].is_office))
        if offices:
            return offices, rules
    return (), ()


def route_of(
    school: School,
    policy: Policy | None,
    register: RegisterDescription,
    *,
    reporter: str,
    began: str,
    concerned: Collection[int],
    on: date,
) -> EntryRoute:
    """Return where an entry goes on a day; never to anybody `concerned` in it, who is passed over."""
    offices, rules = stated_route(policy, register, reporter, began, on) if policy else ((), ())
    named = offices or (register.route.get(began) or register.route["other"],)
    found = decider_for(school.pk, named, asker=None, concerned=concerned, on=on, policy=policy)
    clauses = tuple({"clause": rule.id, "cites": list(rule.cites), "of": list(named)} for rule in rules)
    return EntryRoute(found.office, found, clauses)
