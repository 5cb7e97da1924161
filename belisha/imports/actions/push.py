import hashlib
from dataclasses import dataclass, field
from typing import Any

from belisha.access.actor import Actor
from belisha.imports.actions.apply import apply_next
from belisha.imports.actions.check import begin_import
from belisha.imports.actions.errors import ImportRefusedError
from belisha.imports.actions.start import cancel_import, map_titles, start_import_of_table
from belisha.imports.files.push import Push, read_push
from belisha.imports.files.titles import fold_title
from belisha.imports.models import LineKind, Roll
from belisha.imports.permissions import check_can_import_people
from belisha.imports.planning.role_guesses import title_guesses
from belisha.imports.queries import open_import, unanswered_matches
from belisha.imports.states import ImportState
from belisha.people.accounts.access_tokens import maker_of
from belisha.people.models import AccessToken, School

KIND = "push"
TITLES, SAME_PERSON, OFFICES, MANY_MISSING = "job-titles", "same-person", "offices", "many-missing"
BUSY = "Somebody is importing a file at this moment. Send the people again later."


@dataclass(slots=True)
class PushResult:
    """What became of what was sent. `waits_for` are the reasons why a person has to look at it first."""

    roll: Roll
    waits_for: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)


def import_push(*, token: AccessToken, data: bytes) -> PushResult:
    """Import what was sent, with the rights of whoever made the token, and as far as nobody has to be asked.

    It waits on the page of imports where a person must decide: about a job title that is not known, about
    somebody who may be another person, about an office, or about many who would leave. What waited from an
    earlier night is replaced. Raise PermissionDenied, PushFormatError, or ImportRefusedError if somebody
    imports a file at this moment.
    """
    by = maker_of(token)
    check_can_import_people(by, token.school)
    push = read_push(data)
    _make_room(by, token.school)
    checksum = hashlib.sha256(data).hexdigest()
    roll = start_import_of_table(
        by=by, school=token.school, file_name=token.name, table=push.table, checksum=checksum
    )
    guesses = title_guesses(roll, push.table)
    unknown = [title for _, title, guess in guesses if guess is None or not guess.is_sure]
    if unknown:
        return PushResult(roll, [TITLES], unknown)
    roles = {fold_title(title): f"{guess.role} {guess.also}".strip() for _, title, guess in guesses if guess}
    return _import_what_is_certain(by, map_titles(by=by, roll=roll, roles=roles), push)


def _make_room(by: Actor, school: School) -> None:
    """Cancel an import that waits from an earlier night; refuse while a person's own is open."""
    before = open_import(school)
    if before is None:
        return
    if before.kind != KIND or before.state == ImportState.APPLYING:
        raise ImportRefusedError(BUSY)
    cancel_import(by=by, roll=before)


def _import_what_is_certain(by: Actor, roll: Roll, push: Push) -> PushResult:
    leaves = push.missing_leave and not roll.counts.get(LineKind.ERROR)
    waits = {
        SAME_PERSON: unanswered_matches(roll).exists(),
        OFFICES: bool(roll.counts.get("offices")),
        MANY_MISSING: leaves and bool(roll.counts.get("looks_partial")),
    }
    if any(waits.values()):
        return PushResult(roll, [reason for reason, applies in waits.items() if applies])
    roll = begin_import(
        by=by, roll=roll, seen=roll.plan, are_missing_gone=leaves, is_whole=False, invites=False
    )
    while roll.state == ImportState.APPLYING:
        roll = apply_next(by=by, roll=roll)
    return PushResult(roll)


def result_as_json(result: PushResult, address: str) -> dict[str, Any]:
    """Return what is answered to the system. `address` is the page where a person decides what waits."""
    roll = result.roll
    names = {
        LineKind.JOINER: "joined",
        LineKind.CHANGE: "changed",
        LineKind.LEAVER: "left",
        LineKind.SAME: "unchanged",
    }
    counts = {words: roll.counts.get(kind, 0) for kind, words in names.items()}
    counts["left"] += roll.counts.get(LineKind.MISSING, 0) if roll.are_missing_gone else 0
    left_out = [
        {"person": line.line - 1, "column": said[0], "value": said[1], "expected": said[2], "advice": said[3]}
        for line in roll.lines.filter(kind=LineKind.ERROR)
        for said in line.says
    ]
    found = {"import": roll.pk, "state": "waiting" if result.waits_for else "done", "counts": counts}
    return {
        **found,
        "waits_for": result.waits_for,
        "job_titles": result.titles,
        "left_out": left_out,
        "see": address,
    }
