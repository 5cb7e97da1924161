"""What the record adds to document control: the meeting, the signatures and reviews without change."""

from datetime import date

from django.utils import timezone

from belisha.base.templating import day
from belisha.policies.documents.document_control import RecordedControl
from belisha.policies.models import PolicyVersion
from belisha.ratification.meeting.actions import signed_as
from belisha.ratification.models import Review
from belisha.ratification.queries import minute_of, ratification_of
from belisha.rules.language.policy import ChangeEntry
from belisha.rules.language.policy import StatedSignature as Signed


def ratification_on_record(version: PolicyVersion) -> RecordedControl:
    """Return the body and date of ratification, the signatures, and reviews without change (K9, K27).

    Signatures name the office, not the person, since the page is public. Nothing is shown before both have
    signed.
    """
    found = ratification_of(version)
    if found is None or found.signatures.count() < 2:
        return RecordedControl(dated=_reviews(version))
    return RecordedControl(
        ratified_by=f"{found.body} (minute {minute_of(found)})",
        ratified_on=found.met_on,
        signatures=tuple(
            Signed(signed_as(each).capitalize(), f"signed {day(each.signed_at)}")
            for each in found.signatures.all()
        ),
        dated=_reviews(version),
    )


def _reviews(version: PolicyVersion) -> tuple[tuple[date, ChangeEntry], ...]:
    """Return the document's reviews without change, up to the day on which the version ended."""
    rows = Review.objects.filter(version__document=version.document_id).select_related("version")
    if version.ended_at:
        rows = rows.filter(met_on__lte=timezone.localdate(version.ended_at))
    return tuple(
        (each.met_on, ChangeEntry(each.version.label, day(each.met_on), "Reviewed, no changes"))
        for each in rows
    )
