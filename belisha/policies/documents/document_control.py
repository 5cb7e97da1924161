"""Document control of a version: the ten fields of the block, both histories and the status (K9).

The text of the policy is the base. What the site has on record (the review date in use, the meeting that
ratified, the signatures) overrides it; rooms that keep such records register a reader.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from belisha.base.templating import day
from belisha.policies.documents.clause_text import ClauseRow
from belisha.policies.documents.control_text import NOT_STATED, yes_or_no
from belisha.policies.documents.status import Status, status_of
from belisha.policies.models import ChangeKind, PolicyVersion
from belisha.rules.language.policy import ChangeEntry, Control, StatedSignature

REVIEW_HEADING = "Next review due"


@dataclass(frozen=True, slots=True)
class RecordedControl:
    """What one room of the site has on record about a version; empty fields override nothing.

    `dated` are changes with their dates, sorted among the versions published here.
    """

    ratified_by: str = ""
    ratified_on: date | None = None
    signatures: tuple[StatedSignature, ...] = ()
    changes: tuple[ChangeEntry, ...] = ()
    website: tuple[ChangeEntry, ...] = ()
    dated: tuple[tuple[date, ChangeEntry], ...] = ()


MODEL = "A model, for schools to adopt"
ControlReader = Callable[[PolicyVersion], RecordedControl]
control_readers: dict[str, ControlReader] = {}


@dataclass(frozen=True, slots=True)
class ControlBlock:
    """The control block on a day: rows in order, both histories (oldest first) and the status."""

    control: Control
    rows: tuple[ClauseRow, ...]
    changes: tuple[ChangeEntry, ...]
    website: tuple[ChangeEntry, ...]
    status: Status
    review_heading: str = REVIEW_HEADING


def register(name: str, reader: ControlReader) -> None:
    """Register a reader of recorded document control. Called once, when an app is ready."""
    control_readers[name] = reader


def control_of(version: PolicyVersion, control: Control) -> Control:
    """Return the document control of the version, with recorded values in place of stated ones."""
    return _laid_over(version, control, recorded_control(version))


def status_with_ratification(version: PolicyVersion, stated: Control, on: date) -> Status:
    """Return the status of the version on a day, with recorded values in place of stated ones."""
    return status_of(control_of(version, stated), on)


def recorded_control(version: PolicyVersion) -> tuple[RecordedControl, ...]:
    """Return what each registered reader has on record about the version."""
    return tuple(reader(version) for reader in control_readers.values())


def _laid_over(version: PolicyVersion, control: Control, records: Iterable[RecordedControl]) -> Control:
    changed: dict[str, object] = {}
    if version.review_due_on and version.review_due_on != control.review_due_on:
        changed |= {"review_due_on": version.review_due_on, "review_due": day(version.review_due_on)}
    for found in records:
        if found.ratified_on:
            changed |= {"ratified_on": found.ratified_on, "ratified": day(found.ratified_on)}
            changed |= {"ratified_by": found.ratified_by or control.ratified_by, "standing": "ratified"}
        if found.signatures:
            changed["signatures"] = found.signatures
        for history in ("changes", "website"):
            if rows := getattr(found, history):
                stated = changed.get(history, getattr(control, history))
                changed[history] = (*stated, *rows)  # type: ignore[misc]
    return replace(control, **changed)  # type: ignore[arg-type]


def control_block(
    version: PolicyVersion, stated: Control, versions: Iterable[PolicyVersion], today: date
) -> ControlBlock:
    """Return the control block of a version on a day.

    `versions` are all public versions of its document, in any order; the histories cover the versions up
    to this one.
    """
    records = recorded_control(version)
    control = _laid_over(version, stated, records)
    dated = tuple(each for found in records for each in found.dated)
    return ControlBlock(
        control,
        _rows(version, control),
        _changes(version, control, versions, dated),
        _website(version, control, versions),
        status_of(control, today),
    )


def _rows(version: PolicyVersion, control: Control) -> tuple[ClauseRow, ...]:
    approved = [control.approved_by, control.approved]
    said = [
        ("This policy is", MODEL if control.is_model else version.document.get_origin_display()),
        ("Version", version.label),
        ("Review period", control.review_period),
        ("Responsible committee", control.committee),
        ("Statutory", yes_or_no(control.statutory)),
        ("Required on the website", yes_or_no(control.required_on_website)),
        ("Ratified by", control.ratified_by or ("a model is not ratified" if control.is_model else "")),
        ("Ratified on", control.ratified),
        *([("Approved", ", ".join(filter(None, approved)))] if any(approved) else []),
        (REVIEW_HEADING, control.review_due),
    ]
    rows = [ClauseRow(heading, (words or NOT_STATED,)) for heading, words in said]
    signed = tuple(f"{each.by}: {each.state}" for each in control.signatures)
    return (*rows, ClauseRow("Signature", signed or (NOT_STATED,)))


def _changes(
    version: PolicyVersion,
    control: Control,
    versions: Iterable[PolicyVersion],
    dated: Iterable[tuple[date, ChangeEntry]],
) -> tuple[ChangeEntry, ...]:
    """Return the stated changes, then by date the later versions published here and recorded changes."""
    stated = {change.version for change in control.changes}
    own = [
        (_day_of(each), ChangeEntry(each.label, day(each.published_at), _what(each)))
        for each in _up_to(version, versions)
        if each.label not in stated and each.change != ChangeKind.FIRST
    ]
    later = sorted((*own, *dated), key=lambda each: each[0])
    return (*control.changes, *(change for _, change in later))


def _day_of(version: PolicyVersion) -> date:
    return timezone.localdate(version.published_at)


def _website(
    version: PolicyVersion, control: Control, versions: Iterable[PolicyVersion]
) -> tuple[ChangeEntry, ...]:
    own = [
        ChangeEntry(each.label, day(each.published_at), "put on this site")
        for each in _up_to(version, versions)
    ]
    return (*control.website, *own)


def _what(version: PolicyVersion) -> str:
    kind = "Editorial" if version.change == ChangeKind.EDITORIAL else "Substantive"
    return f"{kind}: {version.reason}" if version.reason else f"{kind} change"


def _up_to(version: PolicyVersion, versions: Iterable[PolicyVersion]) -> list[PolicyVersion]:
    """Return the versions of the same document published up to this one, oldest first."""
    same = [each for each in versions if each.document_id == version.document_id and each.published_at]
    until = version.published_at
    return sorted(
        (each for each in same if until is None or (each.published_at and each.published_at <= until)),
        key=lambda each: (each.published_at, each.pk),
    )
