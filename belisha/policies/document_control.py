"""Document control of a version, as a reader sees it first: the ten fields of the block, and how it
stands (K9).

What the text states comes first. What the site itself knows better (the real review date, the meeting that
ratified, the signatures) is laid over it: the parts of the site that keep such records are asked for them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from belisha.base.templating import day
from belisha.policies.clause_words import Row
from belisha.policies.control_words import NOT_STATED, yes_or_no
from belisha.policies.models import ChangeKind, PolicyVersion
from belisha.policies.standing import Standing, standing
from belisha.rules.policy import Change, Control, Signature


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What a record of the site says of a version. Empty where it says nothing.

    `dated` are changes with their days: they stand among the versions that were published here.
    """

    ratified_by: str = ""
    ratified_on: date | None = None
    signatures: tuple[Signature, ...] = ()
    changes: tuple[Change, ...] = ()
    website: tuple[Change, ...] = ()
    dated: tuple[tuple[date, Change], ...] = ()


MODEL = "A model, for schools to adopt"
Reader = Callable[[PolicyVersion], OnRecord]
_READERS: dict[str, Reader] = {}


@dataclass(frozen=True, slots=True)
class ControlBlock:
    """The block: fields in order, both histories (oldest first), and how the version stands on the day."""

    control: Control
    rows: tuple[Row, ...]
    changes: tuple[Change, ...]
    website: tuple[Change, ...]
    standing: Standing


def register(name: str, reader: Reader) -> None:
    """Let a part of the site say what it has on record of a version. Called once, when an app is ready."""
    _READERS[name] = reader


def control_of(version: PolicyVersion, control: Control) -> Control:
    """The version's document control with what is on record laid over what its text states."""
    return _laid_over(version, control, on_record(version))


def standing_on_record(version: PolicyVersion, stated: Control, on: date) -> Standing:
    """How the version stands on a day, as every page says it: what is on record over what the text says."""
    return standing(control_of(version, stated), on)


def on_record(version: PolicyVersion) -> tuple[OnRecord, ...]:
    """What every part of the site that keeps records says of the version."""
    return tuple(reader(version) for reader in _READERS.values())


def _laid_over(version: PolicyVersion, control: Control, records: Iterable[OnRecord]) -> Control:
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
    """The block of a version on a day.

    `versions` are all public versions of its document, in any order: the histories tell of those that came
    before it and of itself.
    """
    records = on_record(version)
    control = _laid_over(version, stated, records)
    dated = tuple(each for found in records for each in found.dated)
    return ControlBlock(
        control,
        _rows(version, control),
        _changes(version, control, versions, dated),
        _website(version, control, versions),
        standing(control, today),
    )


def _rows(version: PolicyVersion, control: Control) -> tuple[Row, ...]:
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
        ("Next review due", control.review_due),
    ]
    rows = [Row(heading, (words or NOT_STATED,)) for heading, words in said]
    signed = tuple(f"{each.by}: {each.state}" for each in control.signatures)
    return (*rows, Row("Signature", signed or (NOT_STATED,)))


def _changes(
    version: PolicyVersion,
    control: Control,
    versions: Iterable[PolicyVersion],
    dated: Iterable[tuple[date, Change]],
) -> tuple[Change, ...]:
    """What the document states, then by day each later version published here, and what is on record."""
    stated = {change.version for change in control.changes}
    own = [
        (_day_of(each), Change(each.label, day(each.published_at), _what(each)))
        for each in _up_to(version, versions)
        if each.label not in stated and each.change != ChangeKind.FIRST
    ]
    later = sorted((*own, *dated), key=lambda each: each[0])
    return (*control.changes, *(change for _, change in later))


def _day_of(version: PolicyVersion) -> date:
    return timezone.localdate(version.published_at)


def _website(
    version: PolicyVersion, control: Control, versions: Iterable[PolicyVersion]
) -> tuple[Change, ...]:
    own = [
        Change(each.label, day(each.published_at), "put on this site") for each in _up_to(version, versions)
    ]
    return (*control.website, *own)


def _what(version: PolicyVersion) -> str:
    kind = "Editorial" if version.change == ChangeKind.EDITORIAL else "Substantive"
    return f"{kind}: {version.reason}" if version.reason else f"{kind} change"


def _up_to(version: PolicyVersion, versions: Iterable[PolicyVersion]) -> list[PolicyVersion]:
    """The versions of the same document that were published no later, oldest first."""
    same = [each for each in versions if each.document_id == version.document_id and each.published_at]
    until = version.published_at
    return sorted(
        (each for each in same if until is None or (each.published_at and each.published_at <= until)),
        key=lambda each: (each.published_at, each.pk),
    )
