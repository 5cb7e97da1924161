"""Whom a document asks to acknowledge it, read from the document itself.

A clause counts that records in the register of acknowledgements, or that says somebody must keep to the
document or read it. Whom no clause names counts where document control says that it is written for them.
Roles are read as the document defines them ("everyone", "staff").
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from belisha.rules.calendar import calendar
from belisha.rules.clauses import Force, Note, NoteKind, Rule
from belisha.rules.judging.closures import Closures
from belisha.rules.judging.in_force import is_in_force
from belisha.rules.policy import Policy
from belisha.rules.words import Vocabulary

REGISTER = "acknowledgements"
# The actions of the vocabulary that stand for keeping to the document itself, and to acceptable use policies.
FOLLOWED = "follow-policy"
ITSELF = frozenset((FOLLOWED, "read-policy"))
ACCEPTABLE_USE = frozenset(("follow-aup",))
ACCEPTABLE_USE_WORDS = "acceptable use"


@dataclass(frozen=True, slots=True)
class Statement:
    """One place where the document says whom it is for. `clause` is empty for document control.

    `who` are its words, `roles` every role that lies within them. `binds` is False for what merely informs.
    """

    clause: str
    title: str
    cites: tuple[str, ...]
    text: str
    who: tuple[str, ...]
    roles: frozenset[str]
    binds: bool = True


@dataclass(frozen=True)
class Audience:
    """Whom a document binds. `roles` maps each role to the ids of the clauses that say so.

    A role that only document control names has none. `days` is the time the document allows, by role,
    where it names any.
    """

    roles: Mapping[str, tuple[str, ...]]
    statements: tuple[Statement, ...]
    days: Mapping[str, "Allowed"]

    def is_bound(self, role: str) -> bool:
        """Whether somebody in that role is asked to acknowledge the document."""
        return role in self.roles

    def bound(self, roles: Iterable[str]) -> tuple[str, ...]:
        """Those of the roles that are bound, in the order given."""
        return tuple(role for role in roles if role in self.roles)

    def saying(self, roles: Collection[str]) -> tuple[Statement, ...]:
        """The statements that bind any of the roles; document control only where no clause does."""
        found = [each for each in self.statements if each.binds and not each.roles.isdisjoint(roles)]
        clauses = tuple(each for each in found if each.clause)
        return clauses or tuple(found)

    def allowed(self, roles: Iterable[str]) -> "Allowed | None":
        """The shortest time that the document allows any of the roles, or None where it names none."""
        found = [self.days[role] for role in roles if role in self.days]
        return min(found, key=lambda each: each.days, default=None)

    @property
    def differing(self) -> tuple[Statement, ...]:
        """The statements, where they do not all name the same people; else nothing."""
        return self.statements if len({each.roles for each in self.statements}) > 1 else ()


@dataclass(frozen=True, slots=True)
class Allowed:
    """A number of days, of the calendar or working days."""

    days: int
    are_working: bool = False


def audience(
    policy: Policy, vocabulary: Vocabulary, on: date | None = None, *, is_acceptable_use: bool = False
) -> Audience:
    """Whom the document asks to acknowledge it on a day (None: by all its clauses).

    `is_acceptable_use` says that it is an acceptable use policy: then what it says of such policies is
    about itself. A school's policy that asks for one asks nothing for itself by that (`asked_elsewhere`).
    """
    closures = _closures(policy, vocabulary, on)
    actions = ITSELF | ACCEPTABLE_USE if is_acceptable_use else ITSELF
    found = [
        _statement(rule, rule.who, closures, vocabulary)
        for rule in _binding(policy, vocabulary, closures, on)
        if is_acceptable_use or not _is_elsewhere(rule, closures)
        if _records(rule) or closures.wider_actions(rule.action) & actions
    ]
    found += _informing(policy, closures, vocabulary, on)
    control = policy.control.audience
    if control:
        within = _within(control, closures, vocabulary)
        found.append(Statement("", "Document control", (), "", control, within))
    roles: dict[str, tuple[str, ...]] = {}
    for statement in found:
        for role in sorted(statement.roles) if statement.binds else ():
            roles[role] = (*roles.get(role, ()), *((statement.clause,) if statement.clause else ()))
    days: dict[str, Allowed] = {}
    binding = {each.clause for each in found if each.binds}
    for each in calendar(policy, vocabulary, on):
        if each.clause in binding and each.days is not None:
            for role in each.roles:
                if role not in days or each.days < days[role].days:
                    days[role] = Allowed(each.days, each.days_are_working)
    return Audience(MappingProxyType(roles), tuple(found), MappingProxyType(days))


def asked_elsewhere(
    policy: Policy, vocabulary: Vocabulary, on: date | None = None
) -> Mapping[str, tuple[str, ...]]:
    """The roles that the policy asks to sign an acceptable use policy, with the clauses (K54, K84)."""
    closures = _closures(policy, vocabulary, on)
    found: dict[str, tuple[str, ...]] = {}
    for rule in _binding(policy, vocabulary, closures, on):
        if _is_elsewhere(rule, closures):
            for role in sorted(_within(rule.who, closures, vocabulary)):
                found[role] = (*found.get(role, ()), rule.id)
    return MappingProxyType(found)


def _closures(policy: Policy, vocabulary: Vocabulary, on: date | None) -> Closures:
    return Closures(vocabulary, (each for each in policy.definitions if is_in_force(each, on)))


def _binding(policy: Policy, vocabulary: Vocabulary, closures: Closures, on: date | None) -> Iterator[Rule]:
    """Rules that ask, of everybody they name and without a condition, for what is acknowledged."""
    timed = {each.clause for each in calendar(policy, vocabulary, on)}
    for rule in policy.rules:
        if not is_in_force(rule, on) or rule.when or (rule.on and rule.id not in timed):
            continue
        asks = rule.force in (Force.MUST, Force.SHOULD)
        if (asks and _records(rule)) or (
            rule.force is Force.MUST and closures.wider_actions(rule.action) & (ITSELF | ACCEPTABLE_USE)
        ):
            yield rule


def _informing(
    policy: Policy, closures: Closures, vocabulary: Vocabulary, on: date | None
) -> Iterator[Statement]:
    """What the document says in passing of whom it is for; it binds nobody (C14b)."""
    for clause in policy.clauses:
        if not isinstance(clause, Note) or clause.kind is not NoteKind.CONTROL:
            continue
        if FOLLOWED in clause.about and is_in_force(clause, on):
            yield _statement(clause, clause.audience, closures, vocabulary, binds=False)


def _statement(
    clause: Rule | Note,
    who: tuple[str, ...],
    closures: Closures,
    vocabulary: Vocabulary,
    *,
    binds: bool = True,
) -> Statement:
    within = _within(who, closures, vocabulary)
    return Statement(clause.id, clause.title, clause.cites, clause.text, who, within, binds)


def _within(who: Iterable[str], closures: Closures, vocabulary: Vocabulary) -> frozenset[str]:
    named = frozenset(who)
    return frozenset(
        role.id
        for role in vocabulary.roles.values()
        if not role.is_institution and not named.isdisjoint(closures.wider_roles(role.id))
    )


def _records(rule: Rule) -> bool:
    return any(effect.register == REGISTER for effect in rule.then)


def _is_elsewhere(rule: Rule, closures: Closures) -> bool:
    """Whether the rule is about an acceptable use policy: by what it asks, or by what is recorded of it."""
    recorded = (effect.what.lower() for effect in rule.then if effect.register == REGISTER)
    return bool(closures.wider_actions(rule.action) & ACCEPTABLE_USE) or any(
        ACCEPTABLE_USE_WORDS in what for what in recorded
    )
