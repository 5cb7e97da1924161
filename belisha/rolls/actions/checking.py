from collections import Counter
from collections.abc import Mapping
from functools import cache

from django.db import transaction

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.people.permissions import can_give_rights, can_give_role
from belisha.people.roles import role_label
from belisha.rolls.actions.refusing import RollRefusedError, locked_roll, tell
from belisha.rolls.comparing import ROLE
from belisha.rolls.keeping import checksum_of_plan, meaning_from, row_as_json
from belisha.rolls.models import LineKind, Roll, RollLine
from belisha.rolls.permissions import check_can_bring_in_people
from belisha.rolls.planning import JOINER, Given, Plan, plan_roll
from belisha.rolls.queries import accounts_by_address, people_of, unanswered
from belisha.rolls.reading.people import Meaning, read_people
from belisha.rolls.reading.table import Table, table_from
from belisha.rolls.reading.twice import part_twice
from belisha.rolls.sorts import is_office, sort_of
from belisha.rolls.states import RollState

CHANGED_MEANWHILE = (
    "The school’s people have changed since you looked. The lists below are new: look at them once more, "
    "then begin."
)
ANSWER_FIRST = "Say first of each person under “Is this the same person?” whether it is."
LOOKS_PARTIAL = (
    "This looks like a part of the roll: more than a third of those whom the school has would leave. If "
    "the file holds "
    "only some of the people, choose that those who are missing stay. If so many have really left, tick "
    "the box that says so."
)
NOT_WITH_ERRORS = (
    "Some lines could not be read, so that nobody can be taken for gone because they are missing: they "
    "may stand on one "
    "of these lines. Mend the lines and bring the file again, or choose that those who are missing stay."
)


@transaction.atomic
def check_roll(*, by: Actor, roll: Roll) -> Roll:
    """Work out what the roll would do, and keep it for the page that shows it. Nobody is changed.

    Raises PermissionDenied, RollRefusedError.
    """
    check_can_bring_in_people(by, roll.school)
    locked = locked_roll(roll, "be checked")
    table, meaning = table_from(locked.table or {}), meaning_from(locked.meaning)
    plan, left_out = _plan(by, locked, table, meaning)
    _keep(locked, plan)
    shares = {sort: list(share) for sort, share in plan.missing_share.items()}
    locked.counts = {
        **{kind: plan.counts[kind] for kind in LineKind.values},
        "left_out": left_out,
        "shares": shares,
        "looks_partial": plan.looks_partial,
        "with_address": sum(bool(line.row and line.row.email) for line in plan.lines if line.kind == JOINER),
        "offices": offices_given(plan),
    }
    locked.meaning = {**locked.meaning, "stated": sorted(_stated(table, meaning))}
    locked.plan, locked.state = checksum_of_plan(plan), RollState.CHECKED
    locked.save(update_fields=["counts", "meaning", "plan", "state"])
    return locked


@transaction.atomic
def answer_likely(*, by: Actor, roll: Roll, answers: Mapping[int, str]) -> Roll:
    """Say of lines (by their id) whether they are about the person that they seem to be: "same" or "another".

    Raises PermissionDenied, RollRefusedError.
    """
    check_can_bring_in_people(by, roll.school)
    locked = locked_roll(roll, "be checked")
    for said in set(answers.values()):
        ids = [line for line, answer in answers.items() if answer == said]
        locked.lines.filter(pk__in=ids, likely__isnull=False).update(answer=said)
    return check_roll(by=by, roll=locked)


def begin_import(
    *, by: Actor, roll: Roll, seen: str, are_missing_gone: bool, is_whole: bool, invites: bool
) -> Roll:
    """Begin to do what the dry run showed (`seen` is its checksum); `apply_next` does it, step by step.

    `is_whole`: somebody has said that the file is the whole roll although many are missing. Raises
    PermissionDenied; RollRefusedError where something is to be said first, where the school's people have
    changed since the dry run (it is then made anew), or where the import has begun.
    """
    check_can_bring_in_people(by, roll.school)
    if check_roll(by=by, roll=roll).plan != seen:
        raise RollRefusedError(CHANGED_MEANWHILE)
    with transaction.atomic():
        locked = locked_roll(roll, "be begun")
        _check_can_begin(locked, are_missing_gone=are_missing_gone, is_whole=is_whole)
        locked.state, locked.table, locked.applied_on = RollState.APPLYING, None, today()
        locked.are_missing_gone, locked.invites = are_missing_gone, invites
        locked.save()
        tell(by, locked, "began an import", **{kind: locked.counts.get(kind, 0) for kind in LineKind.values})
    return locked


def _check_can_begin(roll: Roll, *, are_missing_gone: bool, is_whole: bool) -> None:
    if unanswered(roll).exists():
        raise RollRefusedError(ANSWER_FIRST)
    if not are_missing_gone or not roll.counts.get(LineKind.MISSING):
        return
    if roll.counts.get(LineKind.ERROR):
        raise RollRefusedError(NOT_WITH_ERRORS)
    if roll.counts["looks_partial"] and not is_whole:
        raise RollRefusedError(LOOKS_PARTIAL)


def _plan(by: Actor, roll: Roll, table: Table, meaning: Meaning) -> tuple[Plan, int]:
    read = read_people(table, meaning)
    rows, twice = part_twice(read.rows)
    known = people_of(roll.school)
    asked = roll.lines.filter(likely__isnull=False).values_list("line", "where", "likely", "answer")
    given = Given(
        today=today(),
        known=known,
        elsewhere=accounts_by_address(rows, known),
        stated=_stated(table, meaning),
        sort_of=sort_of,
        label=role_label,
        may_give=cache(lambda role: can_give_role(by, roll.school, role)),
        may_lend=cache(lambda rights: can_give_rights(by, roll.school, rights)),
        own_id=by.user_id,
        answers={(line, where): (likely, answer) for line, where, likely, answer in asked},
    )
    return plan_roll(rows, [*read.faults, *twice], given), read.left_out


def _stated(table: Table, meaning: Meaning) -> frozenset[str]:
    """The fields that the file has at all. A format has a place for everything: there it is what has a
    value.
    """
    if not table.is_known:
        return frozenset(meaning.columns)
    return frozenset(
        name for name, place in meaning.columns.items() if any(row.cells[place] for row in table.rows)
    )


def offices_given(plan: Plan) -> dict[str, int]:
    """How many people would newly hold each office: with some come rights."""
    found: Counter[str] = Counter()
    for line in plan.lines:
        given = {said[2] for said in line.says if said[0] == ROLE and said[2]}
        found.update(role for role in (line.row.roles if line.row else ()) if role_label(role) in given)
    return {role: count for role, count in found.items() if is_office(role)}


def _keep(roll: Roll, plan: Plan) -> None:
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
                says=line.says,
                user_id=line.user_id,
                likely_id=line.likely_id,
                answer=line.answer,
            )
            for line in plan.lines
        ],
        batch_size=1000,
    )
