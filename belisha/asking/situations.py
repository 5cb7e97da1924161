"""List the situations that a question may mean for an action: who would act, and towards whom."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from belisha.asking.entities import PARENT, PUPIL, Entity
from belisha.asking.grammar import GrammaticalForm
from belisha.asking.rule_index import rule_index_of
from belisha.rules.judge import CompiledPolicy
from belisha.rules.language.clauses import Force, Rule
from belisha.rules.ruling import FactValue, Situation

_STRENGTH = (Force.MUST, Force.MUST_NOT, Force.SHOULD, Force.SHOULD_NOT, Force.MAY)


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A question parsed, before an action is chosen.

    `role` asks; `subject` would do it, if somebody else is named; `parties` are those whom it may be
    towards, likeliest first; `facts` the circumstances; `form` how it is put; `for_self` whether the
    speaker is the one who would do it; `peers` are parties of the asker's own role ("other teachers").
    `asks_whom` says that it asks whom to tell, `is_of_others` that it tells what others have done.
    """

    role: str
    subject: Entity | None
    parties: tuple[str, ...]
    facts: Mapping[str, FactValue]
    form: GrammaticalForm
    for_self: bool = False
    peers: frozenset[str] = frozenset()
    asks_whom: bool = False
    is_of_others: bool = False


def situations_of(action: str, asked: ParsedQuestion, policy: CompiledPolicy) -> Iterator[Situation]:
    """Yield the situations to judge an action in, likeliest first."""
    takes_sides = any(each.towards for each in rule_index_of(policy).binding(action))
    for role in _subjects(action, asked, policy):
        others = [party for party in asked.parties if party != role or party in asked.peers]
        parties = others if takes_sides else []
        if takes_sides and role != asked.role and not parties:
            parties = [asked.role]
        parties.sort(key=lambda party: not _is_addressed(action, role, party, policy))
        yield Situation(role, action, parties[0] if parties else None, asked.facts)


def triggered_situations(action: str, asked: ParsedQuestion, policy: CompiledPolicy) -> Iterator[Situation]:
    """Yield the situations of what must, should or may be done when this happens, strongest first.

    The asker's own duties come before those of others.
    """
    rules = [
        (rule, binds_asker)
        for rule in rule_index_of(policy).set_off(action)
        if (binds_asker := _binds(rule, asked.role, policy)) or _acts_for_school(rule.who[0], policy)
    ]
    rules.sort(key=lambda each: (not each[1], _STRENGTH.index(each[0].force)))
    for rule, binds_asker in rules:
        addressed = set(rule.towards)
        towards = next((each for each in asked.parties if policy.wider_roles(each) & addressed), None)
        if rule.towards and asked.parties and towards is None:
            continue
        yield Situation(asked.role if binds_asker else rule.who[0], rule.action, towards, asked.facts)


def _subjects(action: str, asked: ParsedQuestion, policy: CompiledPolicy) -> Iterable[str]:
    """Return who would act: whom the question names, then the asker, then those who act for the school."""
    roles = policy.vocabulary.roles
    found = []
    if asked.subject is not None and not _includes(asked.subject.role, asked.role, policy):
        found.append(asked.subject.role)
    found.append(asked.role)
    named = [each for each in asked.parties if each in roles and not _includes(each, asked.role, policy)]
    # "My boy is starting with you, do we mention it": a parent speaks for the child too.
    speaks_for_child = asked.role == PARENT and PUPIL in named
    found += [PUPIL] if asked.for_self and speaks_for_child else [] if asked.for_self else named
    by_school = roles[asked.role].is_institution
    for bound in rule_index_of(policy).binding(action):
        found += [each for each in bound.who if by_school or _acts_for_school(each, policy)]
    return dict.fromkeys(each for each in found if each in roles)


def _is_addressed(action: str, role: str, party: str, policy: CompiledPolicy) -> bool:
    """Return whether a clause on the action that binds the role is towards such a party."""
    roles, parties = policy.wider_roles(role), policy.wider_roles(party)
    return any(
        not roles.isdisjoint(each.who) and not parties.isdisjoint(each.towards)
        for each in rule_index_of(policy).binding(action)
    )


def _includes(wider: str, role: str, policy: CompiledPolicy) -> bool:
    return wider in policy.wider_roles(role)


def _acts_for_school(who: str, policy: CompiledPolicy) -> bool:
    """Return whether this is an institution or an office, which acts for the school."""
    role = policy.vocabulary.roles.get(who)
    return role is not None and (role.is_institution or role.is_office)


def _binds(rule: Rule, role: str, policy: CompiledPolicy) -> bool:
    return not policy.wider_roles(role).isdisjoint(rule.who)
