"""What comes due in the registers: what to decide, what ends, what recurs, and what leavers leave behind."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from belisha.base.stored_rows import stored_rows
from belisha.duties.sources import DutySpec, duty_source
from belisha.people.models import School
from belisha.policies.queries import policy_in_force
from belisha.registers.deciders import decider_of
from belisha.registers.declarations import is_asked_by, yearly_statuses
from belisha.registers.descriptions import EntryDeadline, RegisterDescription, load_registers
from belisha.registers.door import door, school_year
from belisha.registers.models import RegisterEntry
from belisha.registers.people import left_on, named_in
from belisha.registers.states import OPEN, STANDING, EntryState
from belisha.rules.language.policy import Policy


@duty_source("registers", "it is decided or done")
def register_duties(school: School, on: date) -> Iterator[DutySpec]:
    """Yield what is to do about entries: decide, answer, look at, renew, check, give back."""
    in_force = policy_in_force(school.slug)
    policy = in_force.policy if in_force else None
    yield from _to_decide(school, on, policy)
    yield from _routed(school)
    yield from _ending(school, on)
    yield from _by_day(school, on)


def _to_decide(school: School, on: date, policy: Policy | None) -> Iterator[DutySpec]:
    for entry in RegisterEntry.objects.filter(school=school, state__in=OPEN).select_related("school"):
        key = f"{entry.register} {entry.pk} until {entry.decide_by}"
        due = entry.decide_by or on
        if entry.state == EntryState.ASKED_BACK:
            title = "Answer a question about your request"
            yield _spec(entry, f"{key} back", title, due, person=entry.made_by_id)
            continue
        found = decider_of(entry, on, policy)
        title = f"Decide a request: {entry.description.one}"
        holds_it = {each.user_id for each in found.people}
        alone = next(iter(holds_it)) if len(holds_it) == 1 else None
        office = "" if alone else found.office
        yield _spec(entry, key, title, due, person=alone, office=office, late_to=found.above)


def _routed(school: School) -> Iterator[DutySpec]:
    """Yield each entry that went to an office and that nobody has looked through yet."""
    names = [each.name for each in load_registers().values() if each.route_action]
    rows = RegisterEntry.objects.filter(school=school, register__in=names, state=EntryState.RECORDED)
    for entry in _light(rows.exclude(office="")):
        due = timezone.localdate(entry.made_at)
        title = f"Look at a {entry.description.one}"
        yield _spec(
            entry, f"{entry.register} {entry.pk}", title, due, office=entry.office, late_to=entry.office
        )


def _ending(school: School, on: date) -> Iterator[DutySpec]:
    """Yield a word to the holder of what was granted before it ends."""
    soon = on + timedelta(days=door().renew_days)
    rows = RegisterEntry.objects.filter(
        school=school, state=EntryState.GRANTED, to_on__gte=on, to_on__lte=soon
    )
    for entry in _light(rows.filter(made_by__isnull=False)):
        assert entry.to_on is not None
        key = f"{entry.register} {entry.pk} ends {entry.to_on}"
        title = f"A {entry.description.one} of yours ends: ask for it again if you need it"
        yield _spec(entry, key, title, entry.to_on, person=entry.made_by_id, by_hand=True)


def _by_day(school: School, on: date) -> Iterator[DutySpec]:
    """Yield what recurs or must be done on a day, such as checking an account or giving back a phone."""
    shreds = {each.name for each in load_registers().values() if each.shred_days}
    rows = RegisterEntry.objects.filter(school=school, state__in=STANDING, due_on__isnull=False)
    soon = on + timedelta(days=door().renew_days)
    rows = rows.filter(due_on__lte=soon).exclude(register__in=shreds).order_by("pk")
    # A sweep may meet a million of these rows: no object is made of one, no address looked up for each.
    tasks = {
        each.name: (due, reverse("registers:register", args=[school.slug, each.name]))
        for each in load_registers().values()
        if (due := next((due for due in each.due if not due.after_leaving), None)) is not None
    }
    for pk, register, due_on, clauses in stored_rows(rows.values_list("pk", "register", "due_on", "clauses")):
        if register in tasks:
            due, page = tasks[register]
            clause, cites = _cited(clauses)
            yield DutySpec(
                key=f"{register} {pk} on {due_on}",
                title=due.title,
                due_on=due_on,
                office=due.office,
                clause=clause,
                cites=cites,
                link=f"{page}{pk}/",
            )


@lru_cache(maxsize=1024)
def _cited(stored: str) -> tuple[str, str]:
    """Return the first clause and the citations of stored clauses: many rows share them."""
    clauses = json.loads(stored)
    cites = ", ".join(dict.fromkeys(cite for clause in clauses for cite in clause["cites"]))
    return str(clauses[0].get("clause", "")) if clauses else "", cites[:60]


def _light(rows: QuerySet[RegisterEntry]) -> Iterator[RegisterEntry]:
    """Yield the entries with their school, without what they say: a sweep may meet a million of them."""
    return rows.select_related("school").defer("details", "situation").order_by("pk").iterator(2000)


@duty_source("registers of leavers", "it is done, or they came back")
def leaver_duties(school: School, on: date) -> Iterator[DutySpec]:
    """Yield what is to do about the entries of people who left: images, accounts, devices."""
    for register, due in _after_leaving():
        rows = RegisterEntry.objects.filter(school=school, register=register.name, state__in=STANDING)
        holders = _holders(school, register, list(rows.select_related("school")))
        left = left_on(school, {user for users in holders.values() for user in users}, on)
        for entry, users in holders.items():
            for user in sorted(users & left.keys()):
                day = left[user] + timedelta(days=due.days)
                key = f"{entry.register} {entry.pk} left" + (f" {user}" if user != entry.person_id else "")
                yield _spec(entry, key, due.title, day, office=due.office)


def _holders(
    school: School, register: RegisterDescription, entries: list[RegisterEntry]
) -> dict[RegisterEntry, set[int]]:
    """Return whose leaving makes an entry due: whom it is about, the deputy, and whoever is named in it."""
    names = [each.name for each in register.fields if each.kind == "names"]
    said = {entry: [str(entry.values.get(name, "")) for name in names] for entry in entries} if names else {}
    known = named_in(school, [line for lines in said.values() for line in lines])
    found: dict[RegisterEntry, set[int]] = {}
    for entry in entries:
        named = (user for line in said.get(entry, ()) for user in known[line])
        found[entry] = {each for each in (entry.person_id, entry.other_id, *named) if each}
    return found


def _after_leaving() -> Iterator[tuple[RegisterDescription, EntryDeadline]]:
    for register in load_registers().values():
        for due in register.due:
            if due.after_leaving:
                yield register, due


def _spec(
    entry: RegisterEntry,
    key: str,
    title: str,
    due_on: date,
    *,
    person: int | None = None,
    office: str = "",
    late_to: str = "",
    by_hand: bool = False,
) -> DutySpec:
    """Return a duty that leads to the entry. It names nobody: titles go into mail."""
    clause = entry.clauses[0] if entry.clauses else {}
    return DutySpec(
        key=key,
        title=title,
        due_on=due_on,
        person_id=person,
        office="" if person else office,
        clause=str(clause.get("clause", "")),
        cites=entry.cites[:60],
        link=reverse("registers:entry", args=[entry.school.slug, entry.register, entry.pk]),
        late_to=late_to,
        by_hand=by_hand,
    )


@duty_source("registers each year", "it is declared, or nobody asks any more")
def yearly_duties(school: School, on: date) -> Iterator[DutySpec]:
    """Yield what each person declares in a school year, where the policy asks for it; nil counts (K74b)."""
    in_force = policy_in_force(school.slug)
    for register in load_registers().values():
        if register.yearly is None or in_force is None or not is_asked_by(in_force.policy, register):
            continue
        year = school_year(on)
        for status in yearly_statuses(school, register, register.yearly, on):
            if status.entry is None:
                yield DutySpec(
                    key=f"{register.name} {year} of {status.user_id}",
                    title=register.yearly.title,
                    due_on=status.due_on,
                    person_id=status.user_id,
                    link=reverse("registers:new", args=[school.slug, register.name]),
                )
