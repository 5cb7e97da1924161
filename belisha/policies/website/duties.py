"""What must be done about the school's website: put right what a check found, or look again after a new
version."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils import timezone

from belisha.duties.deadlines import deadline
from belisha.duties.sources import Wanted
from belisha.people.models import School
from belisha.policies.models import PolicyVersion, WebsiteCheck
from belisha.policies.owners import told_of
from belisha.policies.queries import policy_of, version_in_force
from belisha.policies.website.models import CheckQuerySet, Finding
from belisha.rules.clauses import Force
from belisha.rules.errors import PolicyError
from belisha.rules.judging.in_force import is_in_force


def website_wanted(school: School, on: date) -> Iterable[Wanted]:
    """What the school's website asks of whoever publishes: nothing while the last check found the right
    version.

    A school whose page was never checked is asked for it where its policy says that it stands on the
    website, and left alone otherwise: it has not said that it shows the policy.
    """
    version = version_in_force(school.slug)
    if version is None:
        return
    checks = WebsiteCheck.objects.filter(school=school).finished()
    last = _last_that_counts(checks)
    if last is None:
        yield from _first_check(school, version, on)
        return
    if last.version_id == version.pk and last.finding == Finding.SAME:
        return
    person, office = told_of(version.document, school, "publish-policy", on)
    # From the first check that went wrong, so that looking again does not ask for the same thing twice.
    good = checks.filter(finding=Finding.SAME, version=version).first()
    wrong = checks.filter(version=version, **({"pk__gt": good.pk} if good else {})).last()
    began = timezone.localdate(wrong.asked_at) if wrong else _published(version) or on
    subject = f"check {wrong.pk}" if wrong else f"version {version.pk}"
    found = str(Finding(last.finding).label)
    title = (
        f"Put the school’s website right: {found[:1].lower()}{found[1:]}"
        if wrong
        else f"Put version {version.label} on the school’s website, and check it"
    )
    yield Wanted(
        key=f"website {subject}",
        title=title[:200],
        due_on=began + deadline("mend-website"),
        person_id=person,
        office=office,
        link=reverse("policies:website", args=[school.slug]),
    )


def _last_that_counts(checks: CheckQuerySet) -> WebsiteCheck | None:
    """The last check; a website that was away once, when the site looked by itself, counts as before."""
    newest: list[WebsiteCheck] = list(checks[:2])
    if len(newest) < 2 or newest[0].asked_by_id is not None:
        return newest[0] if newest else None
    last, before = newest
    once_away = last.finding == Finding.NOT_REACHED != before.finding
    return before if once_away else last


def _first_check(school: School, version: PolicyVersion, on: date) -> Iterable[Wanted]:
    """The duty to check the website for the first time, where the policy says that it stands there."""
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
    person, office = told_of(version.document, school, "publish-policy", on)
    yield Wanted(
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
