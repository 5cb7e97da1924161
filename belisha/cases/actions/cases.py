"""Make a case of a report, write in its chronology, open and close it."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.base.data_keys import new_data_key
from belisha.base.text import capital
from belisha.cases.actions.access import alert, copy_access, give_hearing, people_with_access
from belisha.cases.actions.chronology import (
    CaseRefusedError,
    add_entry,
    lock_case,
    lock_report,
    look_again,
    move,
    move_case,
    tell,
)
from belisha.cases.actions.reports import sent_of
from belisha.cases.deadlines import due_at, due_within
from belisha.cases.library import choice_label, reporting, takes_files
from belisha.cases.models import (
    CasePart,
    CasePerson,
    CaseTask,
    ChronologyEntry,
    ChronologyKind,
    IncidentCase,
    Referral,
    Report,
)
from belisha.cases.permissions import can_see_case, can_see_report
from belisha.cases.proposals import proposal
from belisha.cases.record import CaseEvent
from belisha.cases.routing import hearing_of
from belisha.cases.states import REPORT_LIFE, ReportState
from belisha.outbox.working_days import working_days_of
from belisha.triage import PersonPart, Triage, load_playbooks

PARTS = {
    PersonPart.REPORTER: CasePart.REPORTER,
    PersonPart.HARMED: CasePart.HARMED,
    PersonPart.ALLEGED: CasePart.ALLEGED,
}
# What people write in a chronology by hand. Of an image only facts from lists are recorded.
WRITTEN = (
    ChronologyKind.NOTE,
    ChronologyKind.WISH,
    ChronologyKind.SUPPORT,
    ChronologyKind.MEETING,
    ChronologyKind.DECISION,
)


@transaction.atomic
def make_case(*, by: Actor, report: Report, category: str, comment: str = "") -> IncidentCase:
    """Make a case of a report, in the category that a person confirms: with tasks, people and referrals.

    Whoever heard the report works on the case, and whoever the policy names for the category that was
    confirmed, if that is another than the report was taken for; whoever it is about stays barred. Raise
    PermissionDenied, or CaseRefusedError if it has a case already or the category is not known.
    """
    locked = lock_report(report)
    can_see_report.check(by, locked)
    if category not in load_playbooks():
        raise CaseRefusedError("Choose what it is about.")
    event = move(locked, REPORT_LIFE, "be taken up")
    sent, was, on = sent_of(locked), locked.category, today()
    found, proposed = proposal(locked.school, replace(sent, choice=category), on)
    case = IncidentCase(
        school=locked.school,
        category=category,
        is_image=not takes_files(category),
        facts=dict(proposed.facts) if proposed else {},
        version_id=found.version.pk if found else None,
    )
    case.take_key(new_data_key())
    case.save()
    locked.case, locked.category, locked.is_image = case, category, case.is_image
    locked.save(update_fields=["case", "category", "is_image"])
    copy_access(locked, case)
    if category != was:
        before = people_with_access(case)
        give_hearing(case, hearing_of(case.school, replace(sent, choice=category), proposed, on))
        alert_new(case, people_with_access(case) - before)
    if proposed:
        add_proposed(case, proposed)
    _add_reporter(case, sent.user_id)
    add_entry(
        case,
        ChronologyKind.DECISION,
        comment if not case.is_image else "",
        by=by,
        about=f"category {category}",
    )
    tell(by, locked, event)
    tell(by, case, CaseEvent.BEGAN_CASE, category=category)
    look_again(case)
    return case


@transaction.atomic
def join_report(*, by: Actor, report: Report, case: IncidentCase) -> IncidentCase:
    """Add a report to a case that there is. Raise PermissionDenied unless the actor sees both.

    Whoever the report is about is barred from the case as well.
    """
    locked, into = lock_report(report), lock_case(case)
    can_see_report.check(by, locked)
    can_see_case.check(by, into)
    if locked.school_id != into.school_id:
        raise CaseRefusedError("The case is another school’s.")
    event = move(locked, REPORT_LIFE, "be taken up")
    locked.case, locked.is_image = into, locked.is_image or into.is_image
    locked.save(update_fields=["case", "is_image"])
    copy_access(locked, into)
    if locked.is_image and not into.is_image:
        into.is_image = True
        into.save(update_fields=["is_image"])
    tell(by, locked, event)
    add_entry(into, ChronologyKind.NOTE, "", by=by, about=f"joined report {locked.reference}")
    look_again(into)
    return into


def add_proposed(case: IncidentCase, proposed: Triage) -> None:
    """Add the tasks, people and referrals that triage proposes for a case."""
    now, is_working_day = timezone.now(), working_days_of(case.school)
    tasks = [
        CaseTask(
            case=case,
            number=number,
            do=step.do[:400],
            who=step.who[:100],
            words_by=step.by[:100],
            due_at=due_at(step.by, now, is_working_day),
            locked_until=step.locked_until[:100],
            warning=step.warning[:400],
            cites=list(step.cites),
            clause=step.clause,
            origin=step.origin.value,
            source=step.source.cited[:200] if step.source else "",
        )
        for number, step in enumerate(proposed.steps, 1)
    ]
    counted = [clock for clock in proposed.clocks if clock.within]
    tasks += [
        CaseTask(
            case=case,
            number=number,
            do=capital(clock.what)[:400],
            words_by=f"within {clock.within} {clock.unit}"[:100],
            due_at=due_within(clock.within or 0, clock.unit, now, is_working_day),
            cites=list(clock.cites),
            origin="statutory" if clock.source else "policy",
            source=clock.source.cited[:200] if clock.source else "",
        )
        for number, clock in enumerate(counted, len(tasks) + 1)
    ]
    CaseTask.objects.bulk_create(tasks)
    for step in proposed.route:
        if step.office in reporting()["referrals"]:
            Referral.objects.create(
                case=case,
                to=step.office,
                why=step.why[:400],
                cites=", ".join(step.cites)[:120],
                due_at=due_within(1, "working days", now, is_working_day),
            )
    people = [
        CasePerson(case=case, part=PARTS[each.part], role=each.role)
        for each in proposed.people
        if each.part is not PersonPart.REPORTER
    ]
    CasePerson.objects.bulk_create(people)


def _add_reporter(case: IncidentCase, user_id: int | None) -> None:
    CasePerson.objects.create(case=case, part=CasePart.REPORTER, user_id=user_id)


@transaction.atomic
def write_in_case(
    *, by: Actor, case: IncidentCase, kind: ChronologyKind, words: str = "", choice: str = ""
) -> ChronologyEntry:
    """Write in the chronology. Of an image case only a reason from the library's list, never words.

    Raise PermissionDenied, or CaseRefusedError.
    """
    locked = lock_case(case)
    can_see_case.check(by, locked)
    if kind not in WRITTEN:
        raise CaseRefusedError("This is recorded where it is done, not written by hand.")
    said = said_of(locked, words, choice)
    entry = add_entry(locked, kind, said, by=by)
    tell(by, locked, CaseEvent.WROTE_IN_CHRONOLOGY, kind=kind.value)
    return entry


def said_of(case: IncidentCase, words: str, choice: str) -> str:
    """Return what is kept: the words, or for an image case the reason that was chosen.

    Raise CaseRefusedError.
    """
    if not case.is_image:
        if not words.strip():
            raise CaseRefusedError("Write something first.")
        return words.strip()
    if words.strip():
        raise CaseRefusedError("Nothing is written about a picture. Choose from the list.")
    try:
        return choice_label("reasons", choice)
    except KeyError:
        raise CaseRefusedError("Choose a reason from the list.") from None


@transaction.atomic
def correct_entry(
    *, by: Actor, case: IncidentCase, entry: ChronologyEntry, words: str = "", choice: str = ""
) -> ChronologyEntry:
    """Add a correction that names the entry it is of; that stays as it is. Raise PermissionDenied."""
    locked = lock_case(case)
    can_see_case.check(by, locked)
    if entry.case_id != locked.pk and (entry.report is None or entry.report.case_id != locked.pk):
        raise CaseRefusedError("That entry belongs to another case.")
    made = add_entry(locked, ChronologyKind.CORRECTION, said_of(locked, words, choice), by=by, corrects=entry)
    tell(by, locked, CaseEvent.CORRECTED_CHRONOLOGY, entry=entry.pk)
    return made


IMAGE_FACTS = ("device", "place", "account", "address", "seen_at", "seen_by", "told")
IMAGE_FACT_LABELS = {
    "device": "Device",
    "place": "Where the device is",
    "account": "Account",
    "address": "Address online, as text",
    "seen_at": "When it was seen",
    "seen_by": "Who has seen it",
    "told": "Who has been told",
}


@transaction.atomic
def record_image_facts(*, by: Actor, case: IncidentCase, facts: dict[str, str]) -> ChronologyEntry:
    """Record what may be recorded of an indecent image: device, place, account, address, time, who (G84d).

    Raise PermissionDenied, or CaseRefusedError where it is no image case or nothing was filled in.
    """
    locked = lock_case(case)
    can_see_case.check(by, locked)
    if not locked.is_image:
        raise CaseRefusedError("Write it in the chronology: this is for pictures that nobody may look at.")
    said = [(IMAGE_FACT_LABELS[name], facts.get(name, "").strip()) for name in IMAGE_FACTS]
    lines = [f"{label}: {value}" for label, value in said if value]
    if not lines:
        raise CaseRefusedError("Fill in at least one of the boxes.")
    entry = add_entry(locked, ChronologyKind.FACT, "\n".join(lines), by=by, about="image facts")
    tell(
        by, locked, CaseEvent.RECORDED_FACTS_OF_IMAGE, facts=[name for name in IMAGE_FACTS if facts.get(name)]
    )
    return entry


@transaction.atomic
def hold_case(*, by: Actor, case: IncidentCase, is_held: bool, reason: str) -> IncidentCase:
    """Put a legal hold on a case, or lift it: nothing of it is erased meanwhile. Raise PermissionDenied."""
    locked = lock_case(case)
    can_see_case.check(by, locked)
    if not reason.strip():
        raise CaseRefusedError("Say why.")
    locked.is_held = is_held
    locked.save(update_fields=["is_held"])
    about = "legal hold" if is_held else "legal hold lifted"
    add_entry(locked, ChronologyKind.DECISION, reason if not locked.is_image else "", by=by, about=about)
    tell(by, locked, CaseEvent.PUT_CASE_ON_HOLD if is_held else CaseEvent.LIFTED_HOLD_OF_CASE)
    return locked


@transaction.atomic
def reopen_case(*, by: Actor, case: IncidentCase, words: str = "", choice: str = "") -> IncidentCase:
    """Open a case again that was decided or closed; the reason is kept. Raise PermissionDenied."""
    locked = lock_case(case)
    can_see_case.check(by, locked)
    said = said_of(locked, words, choice)
    locked.closed_at = None
    locked.save(update_fields=["closed_at"])
    move_case(by, locked, "be opened again")
    for report in locked.reports.filter(state=ReportState.CLOSED):
        tell(by, report, move(report, REPORT_LIFE, "be opened again"))
    add_entry(locked, ChronologyKind.DECISION, said, by=by, about="opened again")
    return locked


def record_case_view(*, by: Actor, case: IncidentCase) -> None:
    """Record that somebody opened a case."""
    tell(by, case, CaseEvent.LOOKED_AT_CASE)


def alert_new(case: IncidentCase, people: Iterable[int]) -> None:
    """Tell people that have just been given access that something needs them."""
    alert(case, f"case {case.reference}", set(people) & people_with_access(case))
