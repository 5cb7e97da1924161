"""What must be done about the school's website: put right what a check found, or look again after a new
version."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from belisha.duties.sources import Wanted
from belisha.people.models import School
from belisha.policies.models import PolicyVersion, WebsiteCheck
from belisha.policies.owners import told_of
from belisha.policies.queries import version_in_force
from belisha.policies.website.models import Finding

# A wrong policy on the website misleads every parent who reads it: it is put right within the week.
WITHIN = timedelta(days=7)


def website_wanted(school: School, on: date) -> Iterable[Wanted]:
    """What the school's website asks of whoever publishes: nothing while the last check found the right
    version.

    A school whose page was never checked is left alone: it has not said that it shows the policy.
    """
    version = version_in_force(school.slug)
    checks = WebsiteCheck.objects.filter(school=school).finished()
    last = checks.first()
    if version is None or last is None:
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
        due_on=began + WITHIN,
        person_id=person,
        office=office,
        link=reverse("policies:website", args=[school.slug]),
    )


def _published(version: PolicyVersion) -> date | None:
    return timezone.localdate(version.published_at) if version.published_at else None
