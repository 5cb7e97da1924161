"""From what a question says to the situations that it may mean, each with how well it fits."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from belisha.asking.grammar import Form
from belisha.asking.mentions import Mention
from belisha.rules.clauses import Force, Office, Rule
from belisha.rules.judge import CompiledPolicy
from belisha.rules.ruling import FactValue, Ruling, Situation, Verdict
from belisha.rules.words import Action

FORBIDDING = (Verdict.PROHIBITED, Verdict.NEEDS_PERMISSION, Verdict.DISCOURAGED)
OBLIGING = (Verdict.REQUIRED, Verdict.RECOMMENDED)
_STRENGTH = (Force.MUST, Force.MUST_NOT, Force.SHOULD, Force.SHOULD_NOT, Force.MAY)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a question, and the ruling on it.

    `meant` is the action that the words fit; `situation` may go by another, where the policy speaks of
    that one instead. `fit` is how well the words fit, from 0 to about 1.
    """

    meant: str
    situation: Situation
    ruling: Ruling
    fit: float

    @property
    def speaks(self) -> bool:
        """Whether the policy speaks to it."""
        return self.ruling.verdict is not Verdict.SILENT


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a question before an action is chosen: who asks, who would do it, whom it is
    towards (in order of likelihood), in which circumstances, how it is put, and whether the speaker is
    the one who would do it."""

    role: str
    subject: Mention | None
    parties: tuple[str, ...]
    facts: Mapping[str, FactValue]
    form: Form
    for_self: bool = False


def read_as(action: str, fit: float, asked: Asked, policy: CompiledPolicy) -> Reading:
    """The reading of a question by an action, or by what this policy speaks of in its stead.

    Tried in this order: the action itself, for the one who would do it, then what the action sets off,
    then the actions under which it otherwise falls. Where the policy speaks of none, the reading is silent.
    """
    silent: Reading | None = None
    meant = policy.vocabulary.actions[action]
    asked = _supposing(meant, asked)
    for each in (action, *meant.otherwise):
        for situation in _situations(each, asked, policy):
            reading = Reading(action, situation, policy.judge(situation), fit)
            if reading.speaks:
                return reading
            silent = silent or reading
        for situation in _set_off(each, asked, policy):
            reading = Reading(action, situation, policy.judge(situation), fit)
            if reading.speaks and reading.ruling.deciding:
                return reading
    assert silent is not None  # noqa: S101 - there is always the asker's own situation
    return silent


def fits_the_facts(action: Action, facts: Mapping[str, FactValue]) -> bool:
    """Whether nothing that the question says contradicts what the action itself takes to hold."""
    return all(facts.get(fact) is not False for fact in action.supposes)


def answers_the_form(form: Form, ruling: Ruling) -> bool:
    """Whether a ruling answers what was asked for: leave is answered by a ban or a permission, a duty by a duty."""
    if form is Form.MAY:
        return ruling.verdict in (*FORBIDDING, Verdict.ALLOWED, Verdict.DEPENDS)
    return form in (Form.MUST, Form.WHAT_NOW) and ruling.verdict in OBLIGING


def _supposing(action: Action, asked: Asked) -> Asked:
    """The same question with what the action itself says: its facts, and whom it is towards if nobody is named."""
    facts = {**dict.fromkeys(action.supposes, True), **asked.facts}
    parties = asked.parties or ((action.towards,) if action.towards else ())
    return replace(asked, facts=facts, parties=parties)


def _situations(action: str, asked: Asked, policy: CompiledPolicy) -> Iterator[Situation]:
    """The situations to judge an action in, likeliest first."""
    sides = _sides(action, policy)
    for role in _subjects(action, asked, policy):
        parties = [party for party in asked.parties if party != role] if sides else []
        if sides and role != asked.role and not parties:
            parties = [asked.role]
        parties.sort(key=lambda party: not _is_addressed(action, role, party, policy))
        yield Situation(role, action, parties[0] if parties else None, asked.facts)


def _sides(action: str, policy: CompiledPolicy) -> bool:
    """Whether any clause on the action turns on whom it is towards."""
    return any(each.clause_towards for each in _binding(action, policy))


@dataclass(frozen=True, slots=True)
class _Bound:
    who: tuple[str, ...]
    clause_towards: tuple[str, ...]


def _binding(action: str, policy: CompiledPolicy) -> Sequence[_Bound]:
    wider = policy.closures.wider_actions(action)
    found = []
    for clause in policy.clauses:
        if isinstance(clause, Rule) and clause.action in wider:
            found.append(_Bound(clause.who, clause.towards))
        elif isinstance(clause, Office) and clause.answers_for in wider:
            found.append(_Bound((clause.office,), ()))
    return found


def _is_addressed(action: str, role: str, party: str, policy: CompiledPolicy) -> bool:
    """Whether a clause on the action that binds the role is towards such a party."""
    roles, parties = policy.closures.wider_roles(role), policy.closures.wider_roles(party)
    return any(
        roles & set(each.who) and parties & set(each.clause_towards) for each in _binding(action, policy)
    )


def _subjects(action: str, asked: Asked, policy: CompiledPolicy) -> Iterable[str]:
    """Who would do it: whom the question names, then the asker, then those who act for the school."""
    found = []
    if asked.subject is not None and not _includes(asked.subject.role, asked.role, policy):
        found.append(asked.subject.role)
    found.append(asked.role)
    if not asked.for_self:
        roles = policy.vocabulary.roles
        found += [each for each in asked.parties if each in roles and not _includes(each, asked.role, policy)]
    asker = policy.vocabulary.roles[asked.role]
    for bound in _binding(action, policy):
        for who in bound.who:
            role = policy.vocabulary.roles.get(who)
            if role and (role.is_institution or role.is_office or asker.is_institution):
                found.append(who)
    return dict.fromkeys(found)


def _includes(wider: str, role: str, policy: CompiledPolicy) -> bool:
    return wider in policy.closures.wider_roles(role)


def _set_off(action: str, asked: Asked, policy: CompiledPolicy) -> Iterator[Situation]:
    """The situations of what the policy says must, should or may be done when this happens, strongest first,
    what the asker is to do before what others are to do."""
    wider = policy.closures.wider_actions(action)
    rules = [
        each
        for each in policy.clauses
        if isinstance(each, Rule)
        and wider & set(each.on)
        and (_binds(each, asked.role, policy) or _acts_for_school(each.who[0], policy))
    ]
    rules.sort(key=lambda rule: (not _binds(rule, asked.role, policy), _STRENGTH.index(rule.force)))
    for rule in rules:
        role = asked.role if _binds(rule, asked.role, policy) else rule.who[0]
        towards = next(
            (party for party in asked.parties if policy.closures.wider_roles(party) & set(rule.towards)), None
        )
        if rule.towards and asked.parties and towards is None:
            continue
        yield Situation(role, rule.action, towards, asked.facts)


def _acts_for_school(who: str, policy: CompiledPolicy) -> bool:
    role = policy.vocabulary.roles.get(who)
    return role is not None and (role.is_institution or role.is_office)


def _binds(rule: Rule, role: str, policy: CompiledPolicy) -> bool:
    return bool(policy.closures.wider_roles(role) & set(rule.who))
