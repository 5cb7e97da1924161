"""Which leave a ruling asks for, and whether a permission that was given is that leave. Pure."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from belisha.base.templating import day
from belisha.rules.language.clauses import Condition, Exemption, Grant, GrantKind, Rule
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import FORBIDDING, FactValue, Ruling, Situation, Verdict
from belisha.rules.vocabulary.loading import load_vocabulary, wider
from belisha.rules.wording.grammar import or_list, the

LEAVE = (GrantKind.PERMISSION, GrantKind.AGREEMENT)
PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class AskedLeave:
    """The leave that one clause asks for: of whom, in which form, and the circumstances that must hold too.

    `checksum` is that of the clause as a rule: a new version that changes it asks anew.
    """

    clause: str
    cites: tuple[str, ...]
    title: str
    kind: str
    of: tuple[str, ...]
    written: bool
    prior: bool
    with_reason: bool
    conditions: tuple[str, ...]
    checksum: str

    def stored(self) -> dict[str, Any]:
        """Return it as values that JSON can hold."""
        return asdict(self)


def read_leave(stored: Mapping[str, Any]) -> AskedLeave:
    """Return what `stored` gave."""
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()
    }
    return AskedLeave(**values)


def asked_leave(policy: Policy, ruling: Ruling, situation: Situation) -> tuple[AskedLeave, ...]:
    """Return the leave to ask for, one for each forbidding clause; empty where no leave lifts them all."""
    if ruling.verdict not in FORBIDDING:
        return ()
    found = []
    for clause in ruling.deciding_ids:
        rule = policy.by_id.get(clause)
        leave = _leave_of(policy, rule, situation.facts) if isinstance(rule, Rule) else None
        if leave is None:
            return ()
        found.append(leave)
    return tuple(found)


def checksum_of(rule: Rule) -> str:
    """Return the checksum of what a rule rules, without its place in the file."""
    stated = (rule.who, rule.force, rule.action, rule.towards, rule.when, rule.unless, rule.only_with)
    return hashlib.sha256(repr(stated).encode()).hexdigest()[:16]


def _leave_of(policy: Policy, rule: Rule, facts: Mapping[str, FactValue]) -> AskedLeave | None:
    """Return the leave that lifts a rule in the circumstances with the least more to show, or None."""
    ways = [way for way in _ways(policy, rule) if not _fails(way, facts)]
    grants = [(way, grant) for way in ways if (grant := _grant(way)) is not None]
    if not grants:
        return None
    way, grant = min(grants, key=lambda pair: len(_unknown(pair[0], facts)))
    return AskedLeave(
        clause=rule.id,
        cites=rule.cites,
        title=rule.title,
        kind=grant.kind.value,
        of=grant.of,
        written=grant.written,
        prior=grant.prior,
        with_reason=grant.with_reason,
        conditions=tuple(_named(part) for part in way.parts if isinstance(part, Condition)),
        checksum=checksum_of(rule),
    )


def _ways(policy: Policy, rule: Rule) -> Iterator[Exemption]:
    yield from rule.unless
    for other in rule.same_as:
        shared = policy.by_id.get(other)
        if isinstance(shared, Rule):
            yield from shared.unless


def _grant(way: Exemption) -> Grant | None:
    roles = load_vocabulary().roles
    given = [part for part in way.parts if isinstance(part, Grant)]
    found = [grant for grant in given if grant.kind in LEAVE and any(who in roles for who in grant.of)]
    return found[0] if len(found) == len(given) == 1 else None


def _named(condition: Condition) -> str:
    return f"not {condition.fact}" if condition.negated else condition.fact


def _fails(way: Exemption, facts: Mapping[str, FactValue]) -> bool:
    plain = (part for part in way.parts if isinstance(part, Condition) and part.comparison is None)
    return any(part.fact in facts and facts[part.fact] is part.negated for part in plain)


def _unknown(way: Exemption, facts: Mapping[str, FactValue]) -> list[Condition]:
    return [part for part in way.parts if isinstance(part, Condition) and part.fact not in facts]


@dataclass(frozen=True, slots=True)
class GivenLeave:
    """A permission as it was given, without what it says in words.

    `conditions` are the circumstances that the decider took to hold. `channel` is the only service that it
    is for; empty: any.
    """

    role: str
    action: str
    towards: str
    channel: str
    form: str
    is_prior: bool | None
    given_on: date
    from_on: date | None
    to_on: date | None
    clauses: tuple[AskedLeave, ...]
    facts: Mapping[str, FactValue]


def covers(given: GivenLeave, situation: Situation) -> bool:
    """Return whether a permission is about the act that is asked about, whatever its form and dates.

    It covers the action and narrower ones, towards the same people or narrower ones.
    """
    vocabulary = load_vocabulary()
    if not situation.action or given.action not in wider(vocabulary.actions, situation.action):
        return False
    if not given.towards or given.towards == situation.towards:
        return True
    roles = vocabulary.roles
    towards = situation.towards or ""
    return towards in roles and given.towards in wider(roles, towards)


def why_it_does_not_count(
    given: GivenLeave, situation: Situation, current: Mapping[str, str], on: date
) -> str:
    """Return why a permission does not count on a day, as a sentence; empty if it does.

    `current` are the checksums of the clauses in force, by id.
    """
    since = f"the permission of {day(given.given_on)}"
    if given.from_on and on < given.from_on:
        return f"{_first(since)} begins on {day(given.from_on)}."
    if given.to_on and on > given.to_on:
        return f"{_first(since)} ended on {day(given.to_on)}. Ask for a new one."
    for leave in given.clauses:
        if current.get(leave.clause) != leave.checksum:
            return f"The clause has changed since {since}. Ask again."
        cites = f" [{', '.join(leave.cites)}]" if leave.cites else ""
        if leave.written and given.form != "written":
            return f"{_first(since)} was given by word of mouth. The policy asks for it in writing{cites}."
        if leave.prior and given.is_prior is False:
            return f"{_first(since)} was given after the act. The policy asks for it beforehand{cites}."
    return _of_another_channel(given, situation, since)


def _of_another_channel(given: GivenLeave, situation: Situation, since: str) -> str:
    if not given.channel or situation.facts.get(PLATFORM) == given.channel:
        return ""
    platforms = load_vocabulary().platforms
    name = platforms[given.channel].label if given.channel in platforms else given.channel
    if PLATFORM in situation.facts:
        return f"{_first(since)} is for {name} only."
    return f"{_first(since)} is for {name} only. Say where it will be, and the answer takes it into account."


def facts_from(given: GivenLeave) -> dict[str, FactValue]:
    """Return what a permission that counts makes known: whose leave there is, in which forms."""
    found: dict[str, FactValue] = dict(given.facts)
    for leave in given.clauses:
        for who in leave.of:
            plain = f"{leave.kind}-of-{who}"
            found[plain] = True
            found[f"{plain}-written"] = given.form == "written"
            found[f"{plain}-prior"] = given.is_prior is not False
        for condition in leave.conditions:
            fact = condition.removeprefix("not ")
            found[fact] = fact == condition
    return found


def authorities(leave: Iterable[AskedLeave]) -> tuple[str, ...]:
    """Return the offices that decide: those that every clause accepts, else all of the first."""
    wanted = list(leave)
    if not wanted:
        return ()
    shared = [who for who in wanted[0].of if all(who in each.of for each in wanted)]
    return tuple(shared or wanted[0].of)


def authorities_words(offices: Iterable[str]) -> str:
    """Return "the headteacher or the head of school"."""
    return or_list(the(office, load_vocabulary()) for office in offices)


def is_lifted(ruling: Ruling) -> bool:
    """Return whether the ruling allows it."""
    return ruling.verdict is Verdict.ALLOWED


def _first(words: str) -> str:
    return words[:1].upper() + words[1:]
