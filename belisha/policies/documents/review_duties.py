"""The review of a policy as a duty, so that no policy goes out of date unnoticed."""

import logging
from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone

from belisha.duties.deadlines import deadline
from belisha.duties.sources import DutySpec
from belisha.people.models import School, Term
from belisha.people.offices.holders import holders_by_office
from belisha.people.offices.right_holders import office_with_right
from belisha.policies.documents.ownership import current_owner
from belisha.policies.documents.review_dates import is_near, review_date
from belisha.policies.models import PolicyDocument, PolicyVersion
from belisha.policies.queries import policy_of
from belisha.rules.calendar import Trigger, answering_offices, calendar
from belisha.rules.errors import PolicyError
from belisha.rules.language.policy import Control, Policy
from belisha.rules.vocabulary.loading import load_vocabulary

log = logging.getLogger(__name__)
REVIEWED = "it was reviewed, or its date was moved"
# The office responsible for the review: the first of these actions that the policy assigns.
ANSWERED_BY = ("review-policy", "manage-policy", "oversee-policy")


def review_key(document_id: int, review_due_on: date) -> str:
    """Return the key of the duty to review a document by a day; recording the review completes it."""
    return f"review document {document_id} due {review_due_on.isoformat()}"


def review_duties(school: School, on: date) -> Iterator[DutySpec]:
    """Yield a duty for each policy in force whose review is near or overdue, or has no date.

    A model has no review of its own: the school that adopts it sets one.
    """
    versions = PolicyVersion.objects.in_force().filter(school=school, document__is_model=False)
    for version in versions.defer("source").select_related("document").order_by("document"):
        due = version.review_due_on
        if due is not None and not is_near(due, on):
            continue
        try:
            policy = policy_of(version)
        except PolicyError:
            # The review date is known even if the text cannot be read.
            log.warning("the policy of version %s cannot be read for its review", version.pk)
            policy = None
        yield from _wanted(school, version, policy, on)


def review_due_on(version: PolicyVersion, control: Control, school: School) -> date | None:
    """Return the review date of the version: as the school set it, as the text says, or from its period."""
    stated = version.review_due_on or control.review_due_on
    if stated is not None:
        return stated
    terms = list(Term.objects.filter(school=school))
    published = timezone.localdate(version.published_at) if version.published_at else None
    since = control.ratified_on or control.approved_on or published
    if since is None:
        return None
    said = (control.review_due, control.review_period)
    return next((found for words in said if words and (found := review_date(words, terms, since))), None)


def _wanted(school: School, version: PolicyVersion, policy: Policy | None, on: date) -> Iterator[DutySpec]:
    if policy is not None and policy.control.is_model:
        return
    due = version.review_due_on if policy is None else review_due_on(version, policy.control, school)
    person, office = _owner(version.document, school, policy, on)
    link = reverse("ratification:version", args=[school.slug, version.pk])
    if due is None:
        begun = timezone.localdate(version.published_at) if version.published_at else on
        yield DutySpec(
            key=f"review document {version.document_id} has no date, version {version.pk}",
            title=f"Set a day for the next review: {version.document.title}",
            due_on=begun + deadline("set-review-date"),
            person_id=person,
            office=office,
            link=link,
        )
    elif is_near(due, on):
        asked = _asked(policy)
        yield DutySpec(
            key=review_key(version.document_id, due),
            title=f"Review the policy: {version.document.title}",
            due_on=due,
            person_id=person,
            office=office,
            clause=asked[0],
            cites=asked[1],
            link=link,
        )


def _owner(
    document: PolicyDocument, school: School, policy: Policy | None, on: date
) -> tuple[int | None, str]:
    """Return the owner while they are at the school, else the office that the policy or the rights name."""
    owner = current_owner(document, school, on)
    if owner is not None:
        return owner, ""
    named = [
        office
        for action in ANSWERED_BY
        for office in (answering_offices(policy, action, load_vocabulary()) if policy else ())
    ]
    if named:
        holders = holders_by_office(school.pk, dict.fromkeys(named, ()), on)
        held = next((office for office in named if not holders[office].is_gap), "")
        if held:
            return None, held
    return None, office_with_right(school, "publish-policy", on)


def _asked(policy: Policy | None) -> tuple[str, str]:
    """Return the clause that requires the review, and its citations."""
    for each in calendar(policy, load_vocabulary()) if policy else ():
        if each.action == ANSWERED_BY[0] and each.trigger is Trigger.PERIOD:
            return each.clause, ", ".join(each.cites)
    return "", ""
