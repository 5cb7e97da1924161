"""Who must acknowledge a document, read from the document itself.

These clauses count: those recorded in the register of acknowledgements, and those that require people to keep
to the document or read it. If no clause names a role, the audience in document control counts. Roles are read
as the document defines them ("everyone", "staff").
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from belisha.rules.calendar import calendar
from belisha.rules.judge import Hierarchies
from belisha.rules.language.clauses import Force, Note, NoteKind, Rule, is_in_force
from belisha.rules.language.policy import Policy
from belisha.rules.vocabulary.words import Vocabulary

REGISTER = "acknowledgements"
# The actions of the vocabulary that stand for keeping to the document itself, and to acceptable use policies.
FOLLOWED = "follow-policy"
ITSELF = frozenset((FOLLOWED, "read-policy"))
ACCEPTABLE_USE = frozenset(("follow-aup",))
ACCEPTABLE_USE_WORDS = "acceptable use"


@dataclass(frozen=True, slots=True)
class Statement:
    """One place where the document says who it is for. `clause` is empty for document control.

    `who` are its words, `roles` every role within them. `binds` is False if it only informs.
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
    """The people a document binds. `roles` maps each role to the ids of the clauses that bind it.

    A role that only document control names has no clauses. `days` is the time that the document allows, by
    role.
    """

    roles: Mapping[str, tuple[str, ...]]
    statements: tuple[Statement, ...]
    days: Mapping[str, "ReadingTime"]

    def is_bound(self, role: str) -> bool:
        """Return whether people in that role must acknowledge the document."""
        return role in self.roles

    def bound(self, roles: Iterable[str]) -> tuple[str, ...]:
        """Return those of the roles that are bound, in the order given."""
        return tuple(role for role in roles if role in self.roles)

    def saying(self, roles: Collection[str]) -> tuple[Statement, ...]:
        """Return the statements that bind any of the roles; document control only if no clause does."""
        found = [each for each in self.statements if each.binds and not each.roles.isdisjoint(roles)]
        clauses = tuple(each for each in found if each.clause)
        return clauses or tuple(found)

    def allowed(self, roles: Iterable[str]) -> "ReadingTime | None":
        """Return the shortest time that the document allows any of the roles, or None."""
        found = [self.days[role] for role in roles if role in self.days]
        return min(found, key=lambda each: each.days, default=None)

    @property
    def differing(self) -> tuple[Statement, ...]:
        """Return the statements if they do not all name the same people, else nothing."""
        return self.statements if len({each.roles for each in self.statements}) > 1 else ()


@dataclass(frozen=True, slots=True)
class ReadingTime:
    """A number of days: calendar days, or working days."""

    days: int
    are_working: bool = False


def audience(
    policy: Policy, vocabulary: Vocabulary, on: date | None = None, *, is_acceptable_use: bool = False
) -> Audience:
    """Return who must acknowledge the document on a day (None: by all its clauses).

    `is_acceptable_use`: the document is an acceptable use policy, so clauses about such policies are about
    itself. In a school's own policy they are not (see `asked_elsewhere`).
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
    days: dict[str, ReadingTime] = {}
    binding = {each.clause for each in found if each.binds}
    for each in calendar(policy, vocabulary, on):
        if each.clause in binding and each.days is not None:
            for role in each.roles:
                if role not in days or each.days < days[role].days:
                    days[role] = ReadingTime(each.days, each.days_are_working)
    return Audience(MappingProxyType(roles), tuple(found), MappingProxyType(days))


def asked_elsewhere(
    policy: Policy, vocabulary: Vocabulary, on: date | None = None
) -> Mapping[str, tuple[str, ...]]:
    """Return the roles that must sign an acceptable use policy, with the clauses (K54, K84)."""
    closures = _closures(policy, vocabulary, on)
    found: dict[str, tuple[str, ...]] = {}
    for rule in _binding(policy, vocabulary, closures, on):
        if _is_elsewhere(rule, closures):
            for role in sorted(_within(rule.who, closures, vocabulary)):
                found[role] = (*found.get(role, ()), rule.id)
    return MappingProxyType(found)


def _closures(policy: Policy, vocabulary: Vocabulary, on: date | None) -> Hierarchies:
    return Hierarchies(vocabulary, (each for each in policy.definitions if is_in_force(each, on)))


def _binding(
    policy: Policy, vocabulary: Vocabulary, closures: Hierarchies, on: date | None
) -> Iterator[Rule]:
    """Yield the rules that require acknowledgement of everyone they name, without a condition."""
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
    policy: Policy, closures: Hierarchies, vocabulary: Vocabulary, on: date | None
) -> Iterator[Statement]:
    """Yield what the document says about its readers without binding them (C14b)."""
    for clause in policy.clauses:
        if not isinstance(clause, Note) or clause.kind is not NoteKind.CONTROL:
            continue
        if FOLLOWED in clause.about and is_in_force(clause, on):
            yield _statement(clause, clause.audience, closures, vocabulary, binds=False)


def _statement(
    clause: Rule | Note,
    who: tuple[str, ...],
    closures: Hierarchies,
    vocabulary: Vocabulary,
    *,
    binds: bool = True,
) -> Statement:
    within = _within(who, closures, vocabulary)
    return Statement(clause.id, clause.title, clause.cites, clause.text, who, within, binds)


def _within(who: Iterable[str], closures: Hierarchies, vocabulary: Vocabulary) -> frozenset[str]:
    named = frozenset(who)
    return frozenset(
        role.id
        for role in vocabulary.roles.values()
        if not role.is_institution and not named.isdisjoint(closures.wider_roles(role.id))
    )


def _records(rule: Rule) -> bool:
    return any(effect.register == REGISTER for effect in rule.then)


def _is_elsewhere(rule: Rule, closures: Hierarchies) -> bool:
    """Return whether the rule is about an acceptable use policy, by its action or its record."""
    recorded = (effect.what.lower() for effect in rule.then if effect.register == REGISTER)
    return bool(closures.wider_actions(rule.action) & ACCEPTABLE_USE) or any(
        ACCEPTABLE_USE_WORDS in what for what in recorded
    )
