"""Evidence of reports and cases: taken, declared a mistake, copied for sharing, handed to the police."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.cases.actions.access import alert, grant, people_with_access
from belisha.cases.actions.chronology import (
    CaseRefusedError,
    add_entry,
    lock_case,
    lock_report,
    look_again,
    tell,
)
from belisha.cases.actions.reports import tell_of_more
from belisha.cases.library import reporting
from belisha.cases.models import ChronologyEntry, ChronologyKind, IncidentCase, Report
from belisha.cases.permissions import can_redact, can_see_case
from belisha.cases.record import CaseEvent
from belisha.cases.states import CaseState, ReportState
from belisha.evidence.actions import (
    destroy_item,
    note_capture,
    quarantine_item,
    receive_item,
    release_to_police,
)
from belisha.evidence.captures import missing_facts
from belisha.evidence.models import EvidenceItem
from belisha.evidence.page_capture import CapturedPage, capture_page, file_name, told_of
from belisha.evidence.queries import items_of
from belisha.evidence.web_archives import web_archive

NO_FILES = (
    "Nothing can be added here. Do not copy, send or describe the picture, and leave the device as it is."
)


def add_report_file(
    *, report: Report, pieces: Iterable[bytes], name: str, facts: Mapping[str, str], by: Actor | None
) -> EvidenceItem:
    """Keep a file that a reporter adds to their report, and tell those who work on it, once a day.

    A closed report comes back to them. Raise CaseRefusedError where the category takes none.
    """
    if report.is_image:
        raise CaseRefusedError(NO_FILES)
    with transaction.atomic():
        item = receive_item(owner=report, pieces=pieces, name=name, facts=facts, by=by)
        locked = lock_report(report)
        if locked.is_image:
            raise CaseRefusedError(NO_FILES)
        add_entry(locked, ChronologyKind.EVIDENCE, "", by=by, about=f"item {item.number}")
        if locked.state == ReportState.RECEIVED:  # whoever hears it has not begun
            look_again(locked)
        else:
            tell_of_more(locked, CaseEvent.ADDED_TO_REPORT, once=f"files {today()}")
    return item


def add_case_file(
    *, by: Actor, case: IncidentCase, pieces: Iterable[bytes], name: str, facts: Mapping[str, str]
) -> EvidenceItem:
    """Keep a file as evidence of a case, with what is known of it.

    Raise PermissionDenied, CaseRefusedError.
    """
    _check_takes(by, case)
    _check_facts(facts)
    with transaction.atomic():
        item = receive_item(owner=case, pieces=pieces, name=name, facts=facts, by=by)
        add_entry(case, ChronologyKind.EVIDENCE, "", by=by, about=f"item {item.number}")
    return item


@transaction.atomic
def add_capture(*, by: Actor, case: IncidentCase, facts: Mapping[str, str]) -> EvidenceItem:
    """Note what somebody saw, in facts without a file. Raise PermissionDenied, CaseRefusedError."""
    _check_takes(by, case)
    _check_facts(facts)
    item = note_capture(owner=case, facts=facts, by=by)
    add_entry(case, ChronologyKind.EVIDENCE, "", by=by, about=f"item {item.number}")
    return item


def add_page(*, by: Actor, case: IncidentCase, facts: Mapping[str, str]) -> tuple[EvidenceItem, EvidenceItem]:
    """Capture the public page at `facts["address"]`; keep its archive (WACZ), and a picture of it.

    Raise PermissionDenied, CaseRefusedError, or CaptureError if the page cannot be captured.
    """
    _check_takes(by, case)
    _check_facts(facts)
    return keep_page(by=by, case=case, facts=facts, page=capture_page(facts.get("address", "")))


def keep_page(
    *, by: Actor, case: IncidentCase, facts: Mapping[str, str], page: CapturedPage
) -> tuple[EvidenceItem, EvidenceItem]:
    """Keep both files of a page that was captured, or neither. Raise PermissionDenied, CaseRefusedError."""
    name, note = file_name(page.url), f"{facts.get('note', '')} {told_of(page)}".strip()
    kept = {**facts, "note": note}
    with transaction.atomic():
        _check_takes(by, lock_case(case))
        items = [
            receive_item(owner=case, pieces=[held], name=f"{name}.{ending}", facts=kept, by=by)
            for held, ending in ((web_archive(page), "wacz"), (page.picture, "png"))
        ]
        for item in items:
            add_entry(case, ChronologyKind.EVIDENCE, "", by=by, about=f"item {item.number}: a page captured")
    return items[0], items[1]


@transaction.atomic
def note_reading(*, by: Actor, case: IncidentCase, item: EvidenceItem, words: str) -> ChronologyEntry:
    """Write in the chronology what an item says of itself, such as when an email was sent, once.

    Raise PermissionDenied, CaseRefusedError.
    """
    locked, about = lock_case(case), f"item {item.number} ({item.reference}): as it reads"
    _check_takes(by, locked)
    there = locked.entries.filter(kind=ChronologyKind.FACT, about=about).first()
    return there or add_entry(locked, ChronologyKind.FACT, words, by=by, about=about)


def add_redacted_copy(
    *, by: Actor, case: IncidentCase, item: EvidenceItem, pieces: Iterable[bytes], name: str
) -> EvidenceItem:
    """Keep a redacted copy beside the original, for sharing. Raise PermissionDenied, CaseRefusedError."""
    can_redact.check(by, case)
    _check_takes(by, case)
    with transaction.atomic():
        made = receive_item(owner=case, pieces=pieces, name=name, facts={}, by=by, derived_from=item)
        about = f"item {made.number}: copy of item {item.number}"
        add_entry(case, ChronologyKind.EVIDENCE, "", by=by, about=about)
    return made


@transaction.atomic
def declare_mistake(*, by: Actor, case: IncidentCase, item: EvidenceItem) -> EvidenceItem:
    """Lock an item away unseen, because it may be an indecent image, and tell the safeguarding lead (EV9).

    From then on the case takes no file and no description. Raise PermissionDenied.
    """
    locked = lock_case(case)
    can_see_case.check(by, locked)
    found = quarantine_item(item=item, by=by)
    if not locked.is_image:
        locked.is_image = True
        locked.save(update_fields=["is_image"])
        locked.reports.update(is_image=True)
    about = f"item {item.number}: locked away unseen"
    add_entry(locked, ChronologyKind.EVIDENCE, "", by=by, about=about)
    tell(by, locked, CaseEvent.DECLARED_THAT_EVIDENCE_WAS_SENT_BY_MISTAKE)
    grant(locked, office=reporting()["image_to"], why="Something may be an indecent image", by=by)
    alert(locked, f"mistake {item.reference}", people_with_access(locked))
    look_again(locked)
    return found


@transaction.atomic
def agree_to_release(*, by: Actor, case: IncidentCase, item: EvidenceItem) -> int:
    """Agree that a locked item is handed to the police. Return how many have. Raise PermissionDenied."""
    can_see_case.check(by, case)
    count = release_to_police(item=item, by=by)
    about = f"item {item.number}: {count} agree to hand it over"
    add_entry(case, ChronologyKind.EVIDENCE, "", by=by, about=about)
    return count


@transaction.atomic
def destroy_evidence(*, by: Actor, case: IncidentCase, item: EvidenceItem, reason: str) -> EvidenceItem:
    """Destroy an item; refused while the case is open or held (G88d). Raise PermissionDenied."""
    locked = lock_case(case)
    can_see_case.check(by, locked)
    if not by.may("erase-evidence", locked.school_id):
        raise CaseRefusedError("Only those with the right to erase evidence can do this.")
    if not reason.strip():
        raise CaseRefusedError("Say why it is destroyed.")
    is_open = locked.state != CaseState.CLOSED
    found = destroy_item(item=item, by=by, is_owner_open=is_open, is_held=locked.is_held)
    said = "" if locked.is_image else reason
    add_entry(locked, ChronologyKind.EVIDENCE, said, by=by, about=f"item {item.number}: destroyed")
    return found


def evidence_of(case: IncidentCase) -> list[tuple[Report | IncidentCase, EvidenceItem]]:
    """Return the evidence of a case and of its reports, each with the row that it belongs to."""
    owners: list[Report | IncidentCase] = [*case.reports.order_by("made_at"), case]
    return [(owner, item) for owner in owners for item in items_of(owner)]


def _check_takes(by: Actor, case: IncidentCase) -> None:
    can_see_case.check(by, case)
    if case.is_image:
        raise CaseRefusedError(NO_FILES)


def _check_facts(facts: Mapping[str, str]) -> None:
    if missing := missing_facts(facts):
        raise CaseRefusedError(". ".join(missing) + ".")
