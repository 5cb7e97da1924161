"""The people whom an entry may be about, for the person who enters it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from belisha.access.actor import Actor
from belisha.people.models import Membership, School
from belisha.people.queries import people_named
from belisha.registers.descriptions import RegisterDescription
from belisha.registers.models import RegisterEntry, Responsibility
from belisha.registers.permissions import can_read
from belisha.registers.queries import own_classes, pupils_of, staff_of
from belisha.registers.states import STANDING
from belisha.rules.wording.grammar import and_list

Choices = list[tuple[str, str]]


def choices_for(actor: Actor, school: School, register: RegisterDescription, on: date) -> dict[str, Choices]:
    """Return the choices of the fields of a register that name people, or entries of another register.

    Pupils are those of the actor's own classes; whoever reads the whole register may choose any pupil.
    """
    found: dict[str, Choices] = {}
    for spec in register.fields:
        if spec.kind == "entry":
            rows = RegisterEntry.objects.filter(school=school, register=spec.of, state__in=STANDING)
            titles = dict.fromkeys(rows.order_by("title").values_list("title", flat=True))
            found[spec.name] = [(title, title) for title in titles if title]
    for name, kind in (("person", register.person), ("other", register.other)):
        if kind:
            found[name] = _choices(actor, school, register, kind, on)
    return found


def choices_of(actor: Actor, school: School, entry: RegisterEntry, on: date) -> dict[str, Choices]:
    """Return the choices for a change of an entry: what it says now is among them, whoever has left."""
    found = choices_for(actor, school, entry.description, on)
    for name in found.keys() & {"person", "other"}:
        user = getattr(entry, name)
        if user and str(user.pk) not in dict(found[name]):
            found[name] = [(str(user.pk), user.name), *found[name]]
    for spec in entry.description.fields:
        said = str(entry.values.get(spec.name, ""))
        if spec.kind == "entry" and said not in {"", *dict(found[spec.name])}:
            found[spec.name] = [(said, said), *found[spec.name]]
    return found


def _choices(actor: Actor, school: School, register: RegisterDescription, kind: str, on: date) -> Choices:
    if kind == "staff":
        return staff_of(school, on)
    reads_all = can_read(actor, school, register)
    classes = None if reads_all else own_classes(actor, school, on)
    pupils = pupils_of(school, on, classes)
    if kind == "pupil":
        return pupils
    parents = parents_in(school, on, pupils) if kind == "family" else []
    return [*pupils, *parents, *staff_of(school, on)]


def parents_in(school: School, on: date, pupils: Choices) -> Choices:
    """Return those with parental responsibility for these pupils as (id, "Ada Ash, parent of Bo Ash")."""
    names = {int(pk): words.split(",")[0] for pk, words in pupils}
    rows = Responsibility.objects.filter(school=school, child__in=names, from_on__lte=on)
    rows = rows.exclude(to_on__lt=on)
    found: dict[int, list[str]] = {}
    for row in rows.select_related("parent").order_by("parent__name", "child__name"):
        found.setdefault(row.parent_id, [row.parent.name]).append(names[row.child_id])
    return [(str(user), f"{own}, parent of {and_list(of)}") for user, (own, *of) in found.items()]


def filled_by_name(
    school: School, register: RegisterDescription, values: Mapping[str, Any], known: Mapping[str, Choices]
) -> dict[str, int]:
    """Return whom the names in an entry mean: one of the choices, or the only person here with that name."""
    found: dict[str, int] = {}
    for spec in register.fields:
        said = str(values.get(spec.name) or "").strip()
        if not spec.fills or not said:
            continue
        chosen = [pk for pk, words in known.get(spec.fills, ()) if words.casefold() == said.casefold()]
        people = [int(pk) for pk in chosen] or [user.pk for user in people_named(school, said)]
        if len(people) == 1:
            found[spec.fills] = people[0]
    return found


def left_on(school: School, people: Iterable[int | None], on: date) -> dict[int, date]:
    """Return for those of `people` who have left the school the day after which they were gone."""
    wanted = set(filter(None, people))
    rows = Membership.objects.filter(school=school, user__in=wanted)
    here = set(rows.current_or_future(on).values_list("user", flat=True))
    found: dict[int, date] = {}
    for user, day in rows.exclude(user__in=here).values_list("user", "to_on"):
        if day is not None:
            found[user] = max(day, found.get(user, day))
    return found


def named_in(school: School, lines: Iterable[str]) -> dict[str, set[int]]:
    """Return for each line of names, with commas between, the people who have or had a role at the school."""
    wanted = set(lines)
    if not any(wanted):
        return {line: set() for line in wanted}
    found: dict[str, set[int]] = {}
    rows = Membership.objects.filter(school=school).values_list("user", "user__name").distinct()
    for user, name in rows:
        found.setdefault(_fold(name), set()).add(user)
    return {
        line: {user for name in line.split(",") for user in found.get(_fold(name), ())} for line in wanted
    }


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())
