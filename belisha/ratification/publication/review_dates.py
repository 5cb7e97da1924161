"""The review date of a version, from what its document says."""

from datetime import date

from belisha.people.models import Term
from belisha.policies.documents.review_dates import review_date
from belisha.policies.models import PolicyVersion
from belisha.ratification.queries import ratification_of
from belisha.rules.language.policy import Control


def review_date_of(version: PolicyVersion, control: Control, on: date) -> date | None:
    """Return the review date that the document states, by the school's terms; else what its period gives.

    A date that is past on `on` is used only if the document names no period. The period counts from the
    meeting that ratified the text, else from `on`. None if the document names neither.
    """
    terms = list(Term.objects.filter(school=version.school_id))
    meeting = ratification_of(version)
    since = meeting.met_on if meeting else on
    stated = review_date(control.review_due, terms, since) if control.review_due else None
    if stated is not None and stated > on:
        return stated
    counted = review_date(control.review_period, terms, since) if control.review_period else None
    return counted or stated or control.review_due_on
