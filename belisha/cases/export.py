"""The bundle of a case: for the police, or to upload to another system. Each export is recorded."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from cryptography.x509 import Certificate
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.base.encrypted_files import FileState, read_file
from belisha.cases import queries
from belisha.cases.actions.chronology import tell
from belisha.cases.actions.evidence import evidence_of
from belisha.cases.actions.reports import sent_of
from belisha.cases.library import category_label, referral_label, told_of
from belisha.cases.models import IncidentCase, Report
from belisha.cases.permissions import can_see_case
from belisha.cases.record import CaseEvent
from belisha.evidence.actions import EvidenceAlteredError, facts_of, log_custody, police_bytes, verify_item
from belisha.evidence.bundles import AUTHORITY, STAMP, BundledItem, BundleFile, bundle, csv_bytes
from belisha.evidence.file_types import safe_name
from belisha.evidence.models import EvidenceItem, ItemState
from belisha.evidence.queries import custody_of
from belisha.evidence.stamping import timestamp_of, trusted_certificates
from belisha.evidence.timestamps import kept_answer, pem_of
from belisha.policies.printing.pdf import lay_out, write

POLICE, CASE = "police", "case"


def export_case(*, by: Actor, case: IncidentCase, kind: str) -> Iterator[bytes]:
    """Return the ZIP of a case: the evidence and its custody, and for `kind` "case" all of it.

    Everything is verified before the first byte. Raise PermissionDenied, or EvidenceAlteredError.
    """
    can_see_case.check(by, case)
    rows, files = [], []
    certificates, evidence = trusted_certificates(), evidence_of(case)
    for owner, item in evidence:
        row, file = _bundled(owner, item)
        files += [file] if file else []
        if file and item.timestamp:
            row = _stamped(row, item, certificates)
            files.append(_text(row.path + STAMP, kept_answer(item.timestamp)))
        rows.append(row)
    if certificates and any(row.timestamped_at for row in rows):
        files.append(_text(AUTHORITY, pem_of(certificates)))
    if kind == CASE:
        files += [_text("case.pdf", _pdf(case)), _text("chronology.csv", _chronology(case))]
    with transaction.atomic():  # once nothing can fail any more, so that no export is told of that was none
        for _, item in evidence:
            log_custody(by, item, CaseEvent.EXPORTED_EVIDENCE, kind=kind)
        tell(by, case, CaseEvent.EXPORTED_CASE, kind=kind)
    files.append(_text("custody.csv", _custody(evidence)))
    return bundle(files, rows, title=f"Case {case.reference}, {case.school.name}")


def police_item(*, by: Actor, owner: Report | IncidentCase, item: EvidenceItem) -> Iterator[bytes]:
    """Return the ZIP with one locked item, once two people have agreed. Raise EvidenceRefusedError."""
    pieces = police_bytes(owner=owner, item=item, by=by)
    path = f"evidence/{_label(owner, item)}"
    row = _row(owner, item, path, {})
    return bundle([BundleFile(path, lambda: pieces)], [row], title=f"Item {item.reference}")


def _bundled(owner: Report | IncidentCase, item: EvidenceItem) -> tuple[BundledItem, BundleFile | None]:
    """Return what the manifest says of an item, and its file if it is handed out."""
    path, facts = f"evidence/{_label(owner, item)}", facts_of(owner, item)
    if item.state != ItemState.HELD or item.file is None:
        return _row(owner, item, path, facts), None
    state = verify_item(owner=owner, item=item)
    if state is not FileState.VERIFIED:
        message = f"Item {item.number} is {state}, so no bundle is made. Tell whoever runs the site."
        raise EvidenceAlteredError(message)
    path += f"-{safe_name(owner.opened(item.sealed_name))}"
    file = item.file
    read = BundleFile(path, lambda: read_file(file, key=owner.data_key()))
    return _row(owner, item, path, facts), read


def _stamped(row: BundledItem, item: EvidenceItem, certificates: list[Certificate]) -> BundledItem:
    """Return the row with the instant of its timestamp; without it where it cannot be checked here."""
    found = timestamp_of(item, certificates)
    if certificates and found.found is None:
        message = f"The timestamp of item {item.number} does not fit ({found.why}), so no bundle is made."
        raise EvidenceAlteredError(message)
    return replace(row, timestamped_at=found.found.at.isoformat()) if found.found else row


def _row(owner: Report | IncidentCase, item: EvidenceItem, path: str, facts: dict[str, str]) -> BundledItem:
    sha256, size = (item.file.sha256, item.file.size) if item.file else ("", 0)
    received = item.received_at.isoformat(timespec="seconds")
    kind, state = item.media_type, item.state
    return BundledItem(_label(owner, item), path, sha256, size, kind, received, facts, state)


def _custody(evidence: Iterable[tuple[Report | IncidentCase, EvidenceItem]]) -> bytes:
    lines = [
        (_label(owner, item), each.at, each.who, each.what, each.hash)
        for owner, item in evidence
        for each in custody_of(item)
    ]
    return csv_bytes(("item", "at", "who", "what", "hash in the record"), lines)


def _label(owner: Report | IncidentCase, item: EvidenceItem) -> str:
    begin = "R" if isinstance(owner, Report) else "C"
    return f"{begin}{owner.reference}-{item.number:03}"


def _text(path: str, body: bytes) -> BundleFile:
    return BundleFile(path, lambda: (body,))


def _chronology(case: IncidentCase) -> bytes:
    rows = [
        (
            timezone.localtime(each.at).isoformat(timespec="minutes"),
            each.label,
            each.who,
            each.words,
            each.about,
            each.cites,
        )
        for each in queries.chronology_of(case)
    ]
    return csv_bytes(("at", "what", "who", "words", "about", "clauses"), rows)


def _pdf(case: IncidentCase) -> bytes:
    """Return the case as tagged PDF. It is made anew each time: nothing of it is cached on the disk."""
    context: dict[str, Any] = {
        "case": case,
        "school": case.school,
        "category": category_label(case.category),
        "people": queries.people_of(case),
        "tasks": queries.tasks_of(case),
        "entries": queries.chronology_of(case),
        "reports": [(each, sent_of(each)) for each in case.reports.order_by("made_at")],
        "told_of": told_of,
        "marks": [case.opened(each.sealed) for each in case.marks.all()],
        "referrals": [(each, case.opened(each.sealed_reference)) for each in case.referrals.all()],
        "referral_label": referral_label,
        "printed_at": timezone.now(),
    }
    return write(lay_out(render_to_string("cases/case_pdf.html", context)), f"case {case.reference}")
