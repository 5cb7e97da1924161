"""What the registers know that a ruling may need: all of them asked at once, in two queries at most."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from django.db.models import Q
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.base.templating import day
from belisha.people.models import School
from belisha.registers.descriptions import EntryFact, load_registers
from belisha.registers.encryption import opened_values
from belisha.registers.leave import (
    PLATFORM,
    GivenLeave,
    checksum_of,
    covers,
    facts_from,
    read_leave,
    why_it_does_not_count,
)
from belisha.registers.models import RegisterEntry
from belisha.registers.states import OPEN, STANDING, EntryState
from belisha.rules.language.clauses import PlatformFact
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import FactValue, Situation
from belisha.rules.vocabulary.loading import load_vocabulary, wider

# So many of the latest entries are read for an answer, and so many of those that count are shown with it.
MOST_ENTRIES, MOST_SHOWN = 100, 3
# The columns that an answer needs of an entry: a query of all of them takes twice as long to write.
READ = (
    *("id", "register", "state", "made_at", "topic", "channel", "details", "situation", "clauses"),
    *("decided_at", "form", "is_prior", "from_on", "to_on"),
)
AGE, UNDER_AGE = "age", "under-age"
# Superseded and withdrawn entries say nothing; an expired one says why the answer is no longer yes.
TOLD = (*STANDING, *OPEN, EntryState.EXPIRED)


@dataclass(frozen=True, slots=True)
class HeldLeave:
    """Something that a register holds and that counts: in words, until when, on which conditions."""

    words: str
    until: str
    conditions: str
    cites: str
    register: str
    number: int

    @property
    def sentence(self) -> str:
        """Return "under the permission of 3 November, until 18 December, on these conditions: … [G36]"."""
        parts = [f"under {self.words}"]
        parts += [f"until {self.until}"] if self.until else []
        parts += [f"on these conditions: {self.conditions.rstrip('.')}"] if self.conditions else []
        return ", ".join(parts) + (f" [{self.cites}]" if self.cites else "")


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """The facts that the registers know of a situation, what they rest on, and what does not count and why.

    `waiting` are open requests about the same act, as (register, number).
    """

    facts: Mapping[str, FactValue] = field(default_factory=lambda: MappingProxyType({}))
    held: tuple[HeldLeave, ...] = ()
    failed: tuple[str, ...] = ()
    waiting: tuple[tuple[str, int], ...] = ()


NOTHING = RegisterFacts()


def facts_for(actor: Actor, school: School, policy: Policy, situation: Situation, on: date) -> RegisterFacts:
    """Return what the registers know of a situation of the actor on a day. At most two queries.

    A fact that the situation states already is not changed.
    """
    if actor.user_id is None or not situation.action:
        return NOTHING
    facts: dict[str, FactValue] = {}
    held: list[RegisterEntry] = []
    beside: list[RegisterEntry] = []
    failed: list[str] = []
    waiting: list[tuple[str, int]] = []
    entries = list(_own_entries(actor, school, situation.action))
    named = {clause["clause"] for entry in entries for clause in entry.clauses}
    current = {rule.id: checksum_of(rule) for rule in policy.rules if rule.id in named}
    for entry in entries:
        if not _is_about(entry, situation):
            continue
        if entry.state in OPEN:
            waiting.append((entry.register, entry.pk))
            continue
        why = why_it_does_not_count(_given(entry), situation, current, on)
        if why:
            failed.append(why)
        else:
            known_of_it = _known(entry, situation)
            facts = {**known_of_it, **facts}
            (held if known_of_it else beside).append(entry)
    facts |= _platform_facts(school, policy, situation)
    known = {name: value for name, value in facts.items() if name not in situation.facts}
    shown = tuple(_held(entry) for entry in (held + beside)[:MOST_SHOWN])
    return RegisterFacts(MappingProxyType(known), shown, tuple(dict.fromkeys(failed)), tuple(waiting))


def _own_entries(actor: Actor, school: School, action: str) -> Iterable[RegisterEntry]:
    """Return the actor's own entries that may be about an action, the latest first.

    They are of the registers that make something known: about that action or a wider one, or, such as a
    declared link, about none.
    """
    names = [each.name for each in load_registers().values() if any(k.grant for k in each.makes_known)]
    rows = RegisterEntry.objects.filter(school=school, register__in=names, state__in=TOLD)
    about = Q(situation__action__in=wider(load_vocabulary().actions, action))
    rows = rows.filter(about | Q(situation__action__isnull=True), made_by=actor.user_id)
    found = rows.order_by("-decided_at", "-pk").values_list(*READ)[:MOST_ENTRIES]
    return (RegisterEntry.from_db(rows.db, READ, row) for row in found)


def _is_about(entry: RegisterEntry, situation: Situation) -> bool:
    if entry.situation.get("action"):
        return covers(_given(entry), situation)
    return any(_needs_hold(entry, each, situation) for each in entry.description.makes_known)


def _needs_hold(entry: RegisterEntry, known: EntryFact, situation: Situation) -> bool:
    if known.when and getattr(entry, known.when, None) != known.equals:
        return False
    towards = str(entry.situation.get("towards", ""))
    if towards and situation.towards and not _within(situation.towards, towards):
        return False
    return bool(known.needs) and all(situation.facts.get(fact) is True for fact in known.needs)


def _within(role: str, wider_role: str) -> bool:
    roles = load_vocabulary().roles
    return role in roles and wider_role in wider(roles, role)


def _given(entry: RegisterEntry) -> GivenLeave:
    asked = entry.situation
    on = timezone.localdate(entry.decided_at or entry.made_at)
    return GivenLeave(
        role=str(asked.get("role", "")),
        action=str(asked.get("action", "")),
        towards=str(asked.get("towards", "") or ""),
        channel=entry.channel if asked.get("action") else "",
        form=entry.form,
        is_prior=entry.is_prior,
        given_on=on,
        from_on=entry.from_on,
        to_on=entry.to_on,
        clauses=tuple(read_leave(each) for each in entry.clauses),
        facts={name: value for name, value in asked.get("facts", {}).items() if name != PLATFORM},
    )


def _known(entry: RegisterEntry, situation: Situation) -> dict[str, FactValue]:
    found: dict[str, FactValue] = {}
    register = entry.description
    for each in register.makes_known:
        is_meant = bool(entry.situation.get("action")) or _needs_hold(entry, each, situation)
        if each.grant == "permission" and is_meant and entry.state == EntryState.GRANTED:
            found |= facts_from(_given(entry))
        elif each.grant == "declaration" and is_meant:
            found |= {f"declared-to-{office}": True for office in register.readers}
    return found


def _held(entry: RegisterEntry) -> HeldLeave:
    register = entry.description
    one = "permission" if register.asks else register.one
    words = f"the {one} of {day(entry.decided_at or entry.made_at)}"
    if entry.state == EntryState.GRANTED and register.begins == "recorded":
        words = f"the {register.one} that was approved on {day(entry.decided_at)}"
    conditions = str(entry.values.get("conditions", ""))
    return HeldLeave(words, day(entry.to_on), conditions, entry.cites, entry.register, entry.pk)


def _platform_facts(school: School, policy: Policy, situation: Situation) -> dict[str, FactValue]:
    """Return whether somebody is too young for a platform on which the policy itself is silent."""
    age, platform = situation.facts.get(AGE), situation.facts.get(PLATFORM)
    if not isinstance(age, int) or not isinstance(platform, str) or UNDER_AGE in situation.facts:
        return {}
    stated = {name for clause in policy.clauses if _states_age(clause) for name in clause.platforms}  # type: ignore[attr-defined]
    if {platform, "other"} & stated:
        return {}
    least = recorded_ages(school, [platform]).get(platform)
    return {} if least is None else {UNDER_AGE: age < least}


def _states_age(clause: object) -> bool:
    return isinstance(clause, PlatformFact) and clause.minimum_age is not None


def recorded_ages(school: School, platforms: Iterable[str] = ()) -> dict[str, int]:
    """Return from which age the school's public register lets platforms be used: those named, or all."""
    knowing = {
        each.name: known.when
        for each in load_registers().values()
        if each.is_public
        for known in each.makes_known
        if known.fact == UNDER_AGE and known.when
    }
    rows = RegisterEntry.objects.filter(school=school, register__in=knowing, state=EntryState.RECORDED)
    wanted = set(platforms)
    if wanted:
        rows = rows.filter(channel__in=wanted)
    found: dict[str, int] = {}
    newest = rows.order_by("-made_at", "-pk")
    for platform, register, details in newest.values_list("channel", "register", "details"):
        if platform in found:
            continue
        figure = str(opened_values(details).get(knowing[register], ""))
        if figure.isdecimal():
            found[platform] = int(figure)
            if found.keys() == wanted:
                break
    return found


def affected_entries(school: School, policy: Policy) -> list[RegisterEntry]:
    """Return what was asked or granted under a clause that rules otherwise in this policy, or is gone.

    They are asked anew once the policy is in force; `asked_anew` counts them for the page of publication.
    """
    current = {rule.id: checksum_of(rule) for rule in policy.rules}
    rows = RegisterEntry.objects.filter(school=school, state__in=(*OPEN, EntryState.GRANTED))
    return [
        entry
        for entry in rows.exclude(clauses=[])
        if any(
            "checksum" in each and current.get(each["clause"]) != each["checksum"] for each in entry.clauses
        )
    ]


def asked_anew(school: School, policy: Policy) -> list[tuple[str, int]]:
    """Return how many requests and permissions this policy ends, by the places of their clauses."""
    counts: dict[str, int] = {}
    for entry in affected_entries(school, policy):
        counts[entry.cites] = counts.get(entry.cites, 0) + 1
    return sorted(counts.items())
