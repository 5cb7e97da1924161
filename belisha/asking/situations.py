"""The situations that a question may mean, once an action is chosen: who would do it, and towards whom."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from belisha.asking.grammar import Form
from belisha.asking.mentions import Mention
from belisha.asking.rulebook import rulebook_of
from belisha.rules.clauses import Force, Rule
from belisha.rules.judge import CompiledPolicy
from belisha.rules.ruling import FactValue, Situation

_STRENGTH = (Force.MUST, Force.MUST_NOT, Force.SHOULD, Force.SHOULD_NOT, Force.MAY)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a question before an action is chosen.

    `role` asks; `subject` would do it, if somebody else is named; `parties` are those whom it may be
    towards, likeliest first; `facts` the circumstances; `form` how it is put; `for_self` whether the
    speaker is the one who would do it.
    """

    role: str
    subject: Mention | None
    parties: tuple[str, ...]
    facts: Mapping[str, FactValue]
    form: Form
    for_self: bool = False


def situations_of(action: str, asked: Asked, policy: CompiledPolicy) -> Iterator[Situation]:
    """The situations to judge an action in, likeliest first."""
    takes_sides = any(each.towards for each in rulebook_of(policy).binding(action))
    for role in _subjects(action, asked, policy):
        parties = [party for party in asked.parties if party != role] if takes_sides else []
        if takes_sides and role != asked.role and not parties:
            parties = [asked.role]
        parties.sort(key=lambda party: not _is_addressed(action, role, party, policy))
        yield Situation(role, action, parties[0] if parties else None, asked.facts)


def set_off(action: str, asked: Asked, policy: CompiledPolicy) -> Iterator[Situation]:
    """The situations of what the policy says must, should or may be done when this happens, strongest first.

    What the asker is to do stands before what others are to do.
    """
    rules = [
        (rule, binds_asker)
        for rule in rulebook_of(policy).set_off(action)
        if (binds_asker := _binds(rule, asked.role, policy)) or _acts_for_school(rule.who[0], policy)
    ]
    rules.sort(key=lambda each: (not each[1], _STRENGTH.index(each[0].force)))
    for rule, binds_asker in rules:
        addressed = set(rule.towards)
        towards = next((each for each in asked.parties if policy.wider_roles(each) & addressed), None)
        if rule.towards and asked.parties and towards is None:
            continue
        yield Situation(asked.role if binds_asker else rule.who[0], rule.action, towards, asked.facts)


def _subjects(action: str, asked: Asked, policy: CompiledPolicy) -> Iterable[str]:
    """Who would do it: whom the question names, then the asker, then those who act for the school."""
    roles = policy.vocabulary.roles
    found = []
    if asked.subject is not None and not _includes(asked.subject.role, asked.role, policy):
        found.append(asked.subject.role)
    found.append(asked.role)
    if not asked.for_self:
        found += [each for each in asked.parties if each in roles and not _includes(each, asked.role, policy)]
    by_school = roles[asked.role].is_institution
    for bound in rulebook_of(policy).binding(action):
        found += [each for each in bound.who if by_school or _acts_for_school(each, policy)]
    return dict.fromkeys(each for each in found if each in roles)


def _is_addressed(action: str, role: str, party: str, policy: CompiledPolicy) -> bool:
    """Whether a clause on the action that binds the role is towards such a party."""
    roles, parties = policy.wider_roles(role), policy.wider_roles(party)
    return any(
        not roles.isdisjoint(each.who) and not parties.isdisjoint(each.towards)
        for each in rulebook_of(policy).binding(action)
    )


def _includes(wider: str, role: str, policy: CompiledPolicy) -> bool:
    return wider in policy.wider_roles(role)


def _acts_for_school(who: str, policy: CompiledPolicy) -> bool:
    """Whether this is an institution or an office, which acts for the school, not for itself."""
    role = policy.vocabulary.roles.get(who)
    return role is not None and (role.is_institution or role.is_office)


def _binds(rule: Rule, role: str, policy: CompiledPolicy) -> bool:
    return not policy.wider_roles(role).isdisjoint(rule.who)
