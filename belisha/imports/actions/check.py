from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from django.db import transaction

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.imports.actions.errors import ImportRefusedError, locked_import, record_import_event
from belisha.imports.files.duplicates import split_duplicates
from belisha.imports.files.names import fold_name
from belisha.imports.files.people import ColumnMapping, read_people
from belisha.imports.files.table import Table, table_from
from belisha.imports.models import LineKind, Roll, RollLine
from belisha.imports.permissions import check_can_import_people
from belisha.imports.planning.comparison import ROLE
from belisha.imports.planning.effects import Scope
from belisha.imports.planning.plan import JOINER, Plan, PlanInput, make_plan
from belisha.imports.planning.role_categories import category_of, is_office
from belisha.imports.planning.serialization import mapping_from_json, plan_checksum, row_as_json
from belisha.imports.queries import (
    existing_people,
    job_titles_of,
    people_by_address,
    unanswered_matches,
)
from belisha.imports.record import ImportEvent
from belisha.imports.states import ImportState
from belisha.people.permissions import can_give_rights, can_give_role
from belisha.people.roles import role_label

CHANGED_MEANWHILE = (
    "The school’s people have changed since you looked. The lists below are new: look at them once more, "
    "then begin."
)
ANSWER_FIRST = "First answer for each person under “Is this the same person?”."
LOOKS_PARTIAL = (
    "This looks like a part of the roll: more than a third of those whom the school has would leave. If "
    "the file holds "
    "only some of the people, choose that those who are missing stay. If so many have really left, tick "
    "the box that says so."
)
NOT_WITH_ERRORS = (
    "Some lines could not be read and may be theirs, so nobody can leave for not being in the file. Correct "
    "the lines and import the file again, or choose that those who are missing stay."
)


@transaction.atomic
def check_import(*, by: Actor, roll: Roll) -> Roll:
    """Work out what the import would do, and store it for the page that shows it. Nobody is changed.

    Raise PermissionDenied or ImportRefusedError.
    """
    check_can_import_people(by, roll.school)
    locked = locked_import(roll, "be checked")
    table, mapping = table_from(locked.table or {}), mapping_from_json(locked.column_mapping)
    plan, left_out = _plan(by, locked, table, mapping)
    checksum = plan_checksum(plan)
    if locked.state != ImportState.CHECKED or locked.plan != checksum:
        _store_plan(locked, plan)
    shares = {sort: list(share) for sort, share in plan.missing_share.items()}
    locked.counts = {
        **{kind: plan.counts[kind] for kind in LineKind.values},
        "left_out": left_out,
        "shares": shares,
        "looks_partial": plan.looks_partial,
        "with_address": sum(bool(line.row and line.row.email) for line in plan.lines if line.kind == JOINER),
        "offices": offices_given(plan),
    }
    locked.plan, locked.state = checksum, ImportState.CHECKED
    locked.save(update_fields=["counts", "plan", "state"])
    return locked


@transaction.atomic
def resolve_possible_matches(*, by: Actor, roll: Roll, answers: Mapping[int, str]) -> Roll:
    """Say of lines (by id) whether they are about the person they seem to be: "same" or "another".

    Raise PermissionDenied or ImportRefusedError.
    """
    check_can_import_people(by, roll.school)
    locked = locked_import(roll, "be checked")
    for said in set(answers.values()):
        ids = [line for line, answer in answers.items() if answer == said]
        locked.lines.filter(pk__in=ids, likely__isnull=False).update(answer=said)
    return check_import(by=by, roll=locked)


def begin_import(
    *, by: Actor, roll: Roll, seen: str, are_missing_gone: bool, is_whole: bool, invites: bool
) -> Roll:
    """Begin to do what the dry run showed (`seen` is its checksum); `apply_next` does it, step by step.

    `is_whole`: somebody has said that the file is the whole roll although many are missing. Raises
    PermissionDenied; ImportRefusedError where something is to be said first, where the school's people have
    changed since the dry run (it is then made anew), or where the import has begun.
    """
    check_can_import_people(by, roll.school)
    if check_import(by=by, roll=roll).plan != seen:
        raise ImportRefusedError(CHANGED_MEANWHILE)
    with transaction.atomic():
        locked = locked_import(roll, "be begun")
        _check_can_begin(locked, are_missing_gone=are_missing_gone, is_whole=is_whole)
        locked.state, locked.table, locked.applied_on = ImportState.APPLYING, None, today()
        locked.are_missing_gone, locked.invites = are_missing_gone, invites
        locked.save()
        locked.lines.filter(kind=LineKind.SAME, effects={}).update(is_done=True)
        record_import_event(
            by,
            locked,
            ImportEvent.BEGAN_IMPORT,
            **{kind: locked.counts.get(kind, 0) for kind in LineKind.values},
        )
    return locked


def _check_can_begin(roll: Roll, *, are_missing_gone: bool, is_whole: bool) -> None:
    if unanswered_matches(roll).exists():
        raise ImportRefusedError(ANSWER_FIRST)
    if not are_missing_gone or not roll.counts.get(LineKind.MISSING):
        return
    if roll.counts.get(LineKind.ERROR):
        raise ImportRefusedError(NOT_WITH_ERRORS)
    if roll.counts["looks_partial"] and not is_whole:
        raise ImportRefusedError(LOOKS_PARTIAL)


def _plan(by: Actor, roll: Roll, table: Table, mapping: ColumnMapping) -> tuple[Plan, int]:
    roles = {**job_titles_of(roll.school), **mapping.roles}  # a leaver's title is known from when they joined
    read = read_people(table, replace(mapping, roles=roles))
    known = existing_people(roll.school)
    owners = {person.email: fold_name(person.name) for person in known if person.email}
    rows, duplicates = split_duplicates(read.rows, owners)
    elsewhere = people_by_address(roll.school, rows, known)
    asked = roll.lines.filter(likely__isnull=False).values_list("line", "where", "likely", "answer")
    scope = Scope(
        today=today(),
        stated=_stated(table, mapping),
        categories=frozenset(category_of(role) for row in rows for role in row.roles),
        category_of=category_of,
        is_delta=table.is_delta,
        others=elsewhere.keys() | owners.keys(),
    )
    given = PlanInput(
        known=known,
        elsewhere=elsewhere,
        scope=scope,
        label=role_label,
        can_give=cache(lambda role: can_give_role(by, roll.school, role)),
        can_lend=cache(lambda rights: can_give_rights(by, roll.school, rights)),
        own_id=by.user_id,
        answers={(line, where): (likely, answer) for line, where, likely, answer in asked},
    )
    return make_plan(rows, [*read.faults, *duplicates], given), read.left_out


def _stated(table: Table, mapping: ColumnMapping) -> frozenset[str]:
    """Return the fields that the file states. A format has a place for all: there, those with a value."""
    if not table.is_known:
        return frozenset(mapping.columns)
    return frozenset(
        name for name, place in mapping.columns.items() if any(row.cells[place] for row in table.rows)
    )


def offices_given(plan: Plan) -> dict[str, int]:
    """Return how many people would newly hold each office: with some come rights."""
    found: Counter[str] = Counter()
    for line in plan.lines:
        given = {said[2] for said in line.statements if said[0] == ROLE and said[2]}
        found.update(role for role in (line.row.roles if line.row else ()) if role_label(role) in given)
    return {role: count for role, count in found.items() if is_office(role)}


def _store_plan(roll: Roll, plan: Plan) -> None:
    roll.lines.all().delete()
    RollLine.objects.bulk_create(
        [
            RollLine(
                school_id=roll.school_id,
                roll=roll,
                line=line.line,
                where=line.where[:60],
                kind=line.kind,
                name=line.name[:150],
                row=row_as_json(line.row),
                says=line.statements,
                effects=line.effects.as_json(),
                user_id=line.user_id,
                likely_id=line.likely_id,
                answer=line.answer,
            )
            for line in plan.lines
        ],
        batch_size=1000,
    )
