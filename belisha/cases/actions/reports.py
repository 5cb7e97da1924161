"""Receive reports, talk with the reporter, and close a report without a case."""

import json
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_date

from belisha.access.actor import Actor
from belisha.audit.verbs import Verb
from belisha.base.clock import today
from belisha.base.data_keys import new_data_key
from belisha.cases.actions.access import alert, bar, give_hearing, people_with_access
from belisha.cases.actions.chronology import (
    CaseRefusedError,
    add_entry,
    lock_report,
    look_again,
    move,
    tell,
)
from belisha.cases.intake import SentReport, SpooledReport, read_report_spool, write_report_to_spool
from belisha.cases.library import choice_label, takes_files
from belisha.cases.models import ChronologyKind, Report
from belisha.cases.permissions import can_see_report
from belisha.cases.proposals import Proposal, proposal
from belisha.cases.record import CaseEvent
from belisha.cases.routing import hearing_of
from belisha.cases.states import REPORT_LIFE, CaseState, ReportState
from belisha.complaints.pacing import is_paced, pace_for
from belisha.complaints.receipts import new_receipt, receipt_hash, receipt_of
from belisha.outbox.working_days import working_day_after, working_days_of
from belisha.people.accounts.tokens import hash_token
from belisha.people.models import School


class ReportNotKeptError(Exception):
    """Neither the spool nor the database could keep what was sent. The reporter still has the words."""


def receive_report(*, school: School, sent: SentReport, sending: str = "", work: str = "") -> str:
    """Keep what somebody sends and return its receipt, as `keep_report` does."""
    return keep_report(school=school, sent=sent, sending=sending, work=work)[0]


def keep_report(
    *, school: School, sent: SentReport, sending: str = "", work: str = ""
) -> tuple[str, Proposal | None]:
    """Keep what somebody sends: first in the spool, then in the database.

    Return its receipt, and what triage proposes; None where the database could not take it now. The same form
    sent twice is one report. Nothing is refused or lost: what the database cannot take now is taken in by a
    later sweep, under the same receipt. Raise ReportNotKeptError if neither takes it.
    """
    is_quarantined = not _is_paced(school, sending, work)
    said = json.dumps(asdict(sent), sort_keys=True)
    code = receipt_of(f"report {school.pk} {sending} {said}") if sending else new_receipt()
    report = SpooledReport(school.pk, sent, code, sending, is_quarantined)
    file = _spooled(report)
    try:
        proposed = proposal(school, sent, today())
        submit_report(report, proposed)
    except DatabaseError as error:
        if file is None:
            raise ReportNotKeptError from error
        return code, None
    if file is not None:
        file.unlink(missing_ok=True)
    return code, proposed


def take_in_reports() -> int:
    """Take in the reports that wait in the spool, and return how many are new."""
    count = 0
    for file, report in read_report_spool():
        if not School.objects.filter(pk=report.school_id).exists():
            continue
        count += submit_report(report)[1]
        file.unlink(missing_ok=True)
    return count


def recent_reports(school: School) -> int:
    """Return how many reports came in at the school within the last hour."""
    return Report.objects.filter(school=school, made_at__gt=timezone.now() - timedelta(hours=1)).count()


@transaction.atomic
def submit_report(spooled: SpooledReport, proposed: Proposal | None = None) -> tuple[Report, bool]:
    """Save a report under its receipt, route it and tell those who hear it. Return it, and whether it is new.

    No network address is stored.
    """
    school = School.objects.select_for_update(no_key=True).get(pk=spooled.school_id)
    there = Report.objects.filter(receipt_hash=receipt_hash(spooled.code)).first()
    if there is not None:
        return there, False
    on, sent = today(), spooled.sent
    _, found = proposed or proposal(school, sent, on)
    hearing = hearing_of(school, sent, found, on)
    category = found.category if found else sent.choice
    report = Report(
        school=school,
        receipt_hash=receipt_hash(spooled.code),
        stamp_hash=hash_token(spooled.stamp) if spooled.stamp else "",
        role=sent.role[:60],
        category=category,
        about=list(hearing.barred_offices),
        is_urgent=sent.danger == "yes" or bool(found and found.is_urgent),
        is_image=not takes_files(category),
        is_quarantined=spooled.is_quarantined,
        happened_on=parse_date(sent.happened_on) if sent.happened_on else None,
        answer_due_on=working_day_after(on, school.answer_within, working_days_of(school)),
    )
    report.take_key(new_data_key())
    report.sealed = report.seal(json.dumps(asdict(sent)))
    report.save()
    give_hearing(report, hearing)
    if sent.about == "self" and sent.user_id:
        bar(report, user=sent.user_id, why="They report themselves")
    tell(None, report, CaseEvent.RECEIVED_REPORT)
    if not report.is_quarantined:
        alert(report, f"report {report.reference}", people_with_access(report))
    look_again(report)
    return report, True


def sent_of(report: Report) -> SentReport:
    """Return what was sent; with a sentence in place of the words if it was erased."""
    opened = report.opened(report.sealed)
    try:
        return SentReport(**json.loads(opened))
    except (ValueError, TypeError):
        return SentReport(words=opened, role=report.role)


@transaction.atomic
def add_to_report(*, report: Report, words: str = "", choice: str = "") -> Report:
    """Add what the reporter says later. A closed report comes back to those who heard it.

    Of an image it is a choice from the library and never words. Raise CaseRefusedError for words then.
    """
    locked = lock_report(report)
    if locked.is_image and words:
        raise CaseRefusedError("Please do not describe the picture. Choose what you want to say.")
    said = choice_label("more", choice) if locked.is_image else words
    add_entry(locked, ChronologyKind.SAID, said, about="choice" if locked.is_image else "")
    tell_of_more(locked, CaseEvent.ADDED_TO_REPORT, once=f"more {locked.entries.count()}")
    return locked


def tell_of_more(locked: Report, event: Verb, *, once: str) -> None:
    """Tell whoever works on a report that its reporter added something; a closed one comes back to them.

    `once` names what there is one mail for.
    """
    if locked.state == ReportState.CLOSED:
        event = move(locked, REPORT_LIFE, "be opened again" if locked.case_id else "come back")
    locked.answer_due_on = working_day_after(today(), locked.school.answer_within)
    locked.save(update_fields=["answer_due_on"])
    tell(None, locked, event)
    row = locked.case or locked
    alert(row, f"report {locked.reference} {once}", people_with_access(row))
    look_again(locked)


@transaction.atomic
def answer_report(*, by: Actor, report: Report, words: str = "", choice: str = "") -> Report:
    """Tell the reporter something; they read it with the receipt.

    Raise PermissionDenied, CaseRefusedError.
    """
    locked = lock_report(report)
    can_see_report.check(by, locked)
    if locked.is_image and words:
        raise CaseRefusedError("Choose an answer: nothing is written about a picture.")
    said = choice_label("answers", choice) if locked.is_image else words
    last = locked.entries.filter(kind=ChronologyKind.ANSWER).order_by("-pk").first()
    if last is None or locked.opened(last.words) != said:
        add_entry(locked, ChronologyKind.ANSWER, said, by=by)
        tell(by, locked, CaseEvent.ANSWERED_REPORTER)
        if locked.case is not None and locked.case.state == CaseState.CLOSED:
            close_answered(by=by, report=locked)
        look_again(locked)
    return locked


def close_answered(*, by: Actor, report: Report) -> None:
    """Close a report whose case is closed, if its reporter does not wait for an answer.

    What was made of an entry of a register has no reporter who would come back.
    """
    last = report.entries.filter(kind__in=(ChronologyKind.SAID, ChronologyKind.ANSWER)).last()
    is_answered = last is not None and last.kind == ChronologyKind.ANSWER
    if (is_answered or report.origin) and report.state != ReportState.CLOSED:
        tell(by, report, move(report, REPORT_LIFE, "be closed"))


@transaction.atomic
def close_report(*, by: Actor, report: Report, reason: str) -> Report:
    """Close a report without a case. The reason is kept as a decision.

    Raise PermissionDenied, CaseRefusedError.
    """
    locked = lock_report(report)
    can_see_report.check(by, locked)
    if not reason.strip():
        raise CaseRefusedError("Say why no case is made of it.")
    if locked.case_id:
        raise CaseRefusedError("It belongs to a case. Close the case instead.")
    event = move(locked, REPORT_LIFE, "be closed")
    add_entry(locked, ChronologyKind.DECISION, reason, by=by, about="no case")
    tell(by, locked, event)
    look_again(locked)
    return locked


@transaction.atomic
def release_report(*, by: Actor, report: Report) -> Report:
    """Take a report that was held back in with the others. Raise PermissionDenied."""
    locked = lock_report(report)
    can_see_report.check(by, locked)
    if locked.is_quarantined:
        locked.is_quarantined = False
        locked.save(update_fields=["is_quarantined"])
        tell(by, locked, CaseEvent.TOOK_IN_REPORT_THAT_WAS_HELD_BACK)
        look_again(locked)
    return locked


def record_report_view(*, by: Actor, report: Report) -> None:
    """Record that somebody opened a report."""
    tell(by, report, CaseEvent.LOOKED_AT_REPORT)


def _spooled(report: SpooledReport) -> Path | None:
    try:
        return write_report_to_spool(report)
    except OSError:
        return None


def _is_paced(school: School, sending: str, work: str) -> bool:
    try:
        is_used = bool(sending) and Report.objects.filter(stamp_hash=hash_token(sending)).exists()
        recent = recent_reports(school)
    except DatabaseError:
        return True
    return is_paced(sending, work, recent) and not (is_used and pace_for(recent).bits)
