"""Duties about the school's website: to correct what a check found, or to check after a new version."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils import timezone

from belisha.duties.deadlines import deadline
from belisha.duties.sources import DutySpec
from belisha.people.models import School
from belisha.policies.documents.ownership import person_or_office
from belisha.policies.models import PolicyVersion, WebsiteCheck
from belisha.policies.queries import policy_of, version_in_force
from belisha.policies.website.models import CheckQuerySet, WebsiteFinding
from belisha.rules.errors import PolicyError
from belisha.rules.language.clauses import Force, is_in_force


def website_duties(school: School, on: date) -> Iterable[DutySpec]:
    """Yield the duty of the publisher for the school's website: none while the last check found the right
    version.

    A school whose page was never checked is asked for it only if its policy must be on the website.
    """
    version = version_in_force(school.slug)
    if version is None:
        return
    checks = WebsiteCheck.objects.filter(school=school).finished()
    last = _last_that_counts(checks)
    if last is None:
        yield from _first_check(school, version, on)
        return
    if last.version_id == version.pk and last.finding == WebsiteFinding.SAME:
        return
    person, office = person_or_office(version.document, school, "publish-policy", on)
    # Count from the first failed check, so that a repeated check does not create a second duty.
    good = checks.filter(finding=WebsiteFinding.SAME, version=version).first()
    wrong = checks.filter(version=version, **({"pk__gt": good.pk} if good else {})).last()
    began = timezone.localdate(wrong.asked_at) if wrong else _published(version) or on
    subject = f"check {wrong.pk}" if wrong else f"version {version.pk}"
    found = str(WebsiteFinding(last.finding).label)
    title = (
        f"Correct the school’s website: {found[:1].lower()}{found[1:]}"
        if wrong
        else f"Put version {version.label} on the school’s website, and check it"
    )
    yield DutySpec(
        key=f"website {subject}",
        title=title[:200],
        due_on=began + deadline("mend-website"),
        person_id=person,
        office=office,
        link=reverse("policies:website", args=[school.slug]),
    )


def _last_that_counts(checks: CheckQuerySet) -> WebsiteCheck | None:
    """Return the last check; a single scheduled check that could not reach the site does not count."""
    newest: list[WebsiteCheck] = list(checks[:2])
    if len(newest) < 2 or newest[0].asked_by_id is not None:
        return newest[0] if newest else None
    last, before = newest
    once_away = last.finding == WebsiteFinding.NOT_REACHED != before.finding
    return before if once_away else last


def _first_check(school: School, version: PolicyVersion, on: date) -> Iterable[DutySpec]:
    """Yield the duty to check the website for the first time, if the policy says that it must be there."""
    try:
        policy = policy_of(version)
    except PolicyError:
        return  # the page of the policy says that it cannot be read
    stated = [
        rule
        for rule in policy.rules
        if rule.action == "publish-policy" and rule.force is Force.MUST and is_in_force(rule, on)
    ]
    if policy.control.is_model or not (stated or policy.control.required_on_website):
        return
    person, office = person_or_office(version.document, school, "publish-policy", on)
    yield DutySpec(
        key=f"website of document {version.document_id} never checked",
        title="Say where the school’s website shows the policy, and check it",
        due_on=(_published(version) or on) + deadline("check-website"),
        person_id=person,
        office=office,
        clause=stated[0].id if stated else "",
        cites=", ".join(stated[0].cites)[:60] if stated else "",
        link=reverse("policies:website", args=[school.slug]),
    )


def _published(version: PolicyVersion) -> date | None:
    return timezone.localdate(version.published_at) if version.published_at else None
