"""The real day by which a version is reviewed, from what its document says."""

from datetime import date

from belisha.people.models import Term
from belisha.policies.models import PolicyVersion
from belisha.policies.review_dates import review_date
from belisha.ratification.queries import ratification_of
from belisha.rules.policy import Control


def review_date_of(version: PolicyVersion, control: Control, on: date) -> date | None:
    """The day that the document's review date allows, by the school's terms; else what its period gives.

    A review date that is past by the day `on` is told only where the document names no period either: the
    period counts from the meeting that ratified the text, or else from `on`. None where neither names a time.
    """
    terms = list(Term.objects.filter(school=version.school_id))
    meeting = ratification_of(version)
    since = meeting.met_on if meeting else on
    stated = review_date(control.review_due, terms, since) if control.review_due else None
    if stated is not None and stated > on:
        return stated
    counted = review_date(control.review_period, terms, since) if control.review_period else None
    return counted or stated or control.review_due_on
