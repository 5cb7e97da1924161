"""What the record says of a version, for document control: meeting, signatures, reviews without change."""

from datetime import date

from django.utils import timezone

from belisha.base.templating import day
from belisha.policies.document_control import OnRecord
from belisha.policies.models import PolicyVersion
from belisha.ratification.actions.record import signed_as
from belisha.ratification.models import Review
from belisha.ratification.queries import minute_of, ratification_of
from belisha.rules.policy import Change
from belisha.rules.policy import Signature as Signed


def on_record(version: PolicyVersion) -> OnRecord:
    """Which body ratified the version and when, who signed, and each review that changed nothing (K9, K27).

    Offices sign, not names: the page is public. Nothing is said before both have signed.
    """
    found = ratification_of(version)
    if found is None or found.signatures.count() < 2:
        return OnRecord(dated=_reviews(version))
    return OnRecord(
        ratified_by=f"{found.body} (minute {minute_of(found)})",
        ratified_on=found.met_on,
        signatures=tuple(
            Signed(signed_as(each).capitalize(), f"signed {day(each.signed_at)}")
            for each in found.signatures.all()
        ),
        dated=_reviews(version),
    )


def _reviews(version: PolicyVersion) -> tuple[tuple[date, Change], ...]:
    """Every review of the document without a change, up to the day on which the version ended."""
    rows = Review.objects.filter(version__document=version.document_id).select_related("version")
    if version.ended_at:
        rows = rows.filter(met_on__lte=timezone.localdate(version.ended_at))
    return tuple(
        (each.met_on, Change(each.version.label, day(each.met_on), "Reviewed, no changes")) for each in rows
    )
