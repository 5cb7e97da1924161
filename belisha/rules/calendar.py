"""What a policy asks of people over time: who owes which record, and when it comes up.

A rule is in the calendar where it asks for something (must or should) and
- it has a period (`every: year`), or
- somebody's joining or leaving sets it off (`on: join-school`), or
- it records in a register that people fill of themselves (acknowledgements, training, lessons, equality
  checks) and nothing else sets it off.
What an event sets off (`on: breach-policy`) belongs to that event. Which registers and actions count is in
`library/calendar.toml`. The calendar says what is due in principle: the days come from the school.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from belisha.rules.calendars.time_words import CalendarWords, load_calendar_words, read_allowed, read_period
from belisha.rules.judging.hierarchies import Hierarchies
from belisha.rules.language.clauses import (
    Condition,
    Deed,
    Definition,
    Effect,
    Force,
    Office,
    Rule,
    is_in_force,
)
from belisha.rules.language.policy import Policy
from belisha.rules.vocabulary.words import Vocabulary


class Trigger(StrEnum):
    """What makes it due."""

    JOINING = "joining"
    LEAVING = "leaving"
    VERSION = "version"
    PERIOD = "period"
    ONCE = "once"


@dataclass(frozen=True, slots=True)
class Recurring:
    """One thing that a policy asks over time.

    `who` are the words of the clause ("everyone"); `roles` every role that lies within them as this policy
    defines them, so that a membership's role can be looked up in it. `towards` are those whom it is done
    for, where the clause names them. Where `by_institution` is true, the clause binds the school: it is done
    by whoever answers for it (`answering_offices`), and `roles` are the institution's own. `asks` is how it
    is recorded, in the clause's words ("the self-check"). `period` is set for `Trigger.PERIOD`: "year",
    "term", "two-years", or the policy's own word ("regularly"), which the school gives a meaning. `days` are
    the days allowed, of the calendar or working days; None: the policy names none. `when` are circumstances
    in which alone it is asked ("family-link"): each line must hold. `leavers` is whose leaving sets it off,
    where that is not those whom the clause binds.
    """

    clause: str
    title: str
    cites: tuple[str, ...]
    action: str
    force: Force
    who: tuple[str, ...]
    roles: frozenset[str]
    trigger: Trigger
    towards: tuple[str, ...] = ()
    register: str = ""
    asks: str = ""
    period: str = ""
    days: int | None = None
    days_are_working: bool = False
    by_institution: bool = False
    when: tuple[tuple[Condition, ...], ...] = ()
    leavers: tuple[str, ...] = ()


def calendar(policy: Policy, vocabulary: Vocabulary, on: date | None = None) -> tuple[Recurring, ...]:
    """Return what the policy asks over time, in its order, by the clauses in force on `on` (None: by all).

    A rule that names a period and a joining gives two: when somebody joins, and every period after.
    """
    in_force = [clause for clause in policy.clauses if is_in_force(clause, on)]
    hierarchies = Hierarchies(vocabulary, (each for each in in_force if isinstance(each, Definition)))
    words = load_calendar_words()
    return tuple(
        _made(rule, trigger, hierarchies, vocabulary)
        for rule in in_force
        if isinstance(rule, Rule) and rule.force in (Force.MUST, Force.SHOULD)
        for trigger in _triggers(rule, words)
    )


def answering_offices(policy: Policy, action: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the offices that answer for the action or a wider one in this policy, in its order."""
    hierarchies = Hierarchies(vocabulary, policy.definitions)
    wider = hierarchies.wider_actions(action)
    offices = (each for each in policy.clauses if isinstance(each, Office) and each.answers_for in wider)
    found = [holder for each in offices for holder in each.holders]
    roles = vocabulary.roles
    for rule in policy.rules:
        if rule.action == action and rule.force in (Force.MUST, Force.SHOULD):
            found += [who for who in rule.who if who in roles and roles[who].is_office]
    return tuple(dict.fromkeys(found))


def _triggers(rule: Rule, words: CalendarWords) -> Iterator[Trigger]:
    set_off = dict.fromkeys(Trigger(words.actions[each]) for each in rule.on if each in words.actions)
    yield from set_off
    if rule.every:
        yield Trigger.PERIOD
    elif not rule.on:
        registers = (words.registers.get(effect.register) for effect in _records(rule) if effect.register)
        found = next(filter(None, registers), None)
        if found:
            yield Trigger(found)


def _records(rule: Rule) -> Iterator[Effect]:
    return (effect for effect in rule.then if effect.deed in (Deed.RECORD, Deed.KEEP) and effect.register)


def _made(rule: Rule, trigger: Trigger, hierarchies: Hierarchies, vocabulary: Vocabulary) -> Recurring:
    record = next(_records(rule), None)
    said = rule.by or (record.by if record else "") or next((e.by for e in rule.then if e.by), "")
    allowed = read_allowed(said) if said else None
    bound, spared = frozenset(rule.who), frozenset(rule.who_except)
    wider = {role: hierarchies.wider_roles(role) for role in vocabulary.roles}
    roles = vocabulary.roles
    return Recurring(
        clause=rule.id,
        title=rule.title,
        cites=rule.cites,
        action=rule.action,
        force=rule.force,
        who=rule.who,
        towards=rule.towards,
        roles=frozenset(role for role in roles if bound & wider[role] and not spared & wider[role]),
        trigger=trigger,
        register=(record.register or "") if record else "",
        asks=record.what if record else "",
        period=read_period(rule.every) if trigger is Trigger.PERIOD else "",
        days=allowed.days if allowed else None,
        days_are_working=bool(allowed and allowed.are_working_days),
        by_institution=all(who in roles and roles[who].is_institution for who in rule.who),
        when=rule.when,
        leavers=_leavers(rule) if trigger is Trigger.LEAVING else (),
    )


def _leavers(rule: Rule) -> tuple[str, ...]:
    words = load_calendar_words().leavers
    return tuple(words[action] for action in rule.on if action in words)
