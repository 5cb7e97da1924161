"""Duties of those who write a school's policy: to look at a new version of its model."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from belisha.drafting.models import Merging
from belisha.drafting.queries import newer_model
from belisha.duties.deadlines import deadline
from belisha.duties.sources import DutySpec, duty_source
from belisha.people.models import School
from belisha.policies.documents.ownership import person_or_office
from belisha.policies.models import PolicyVersion


@duty_source("models", "the model’s new version was taken in or left aside")
def model_duties(school: School, on: date) -> Iterator[DutySpec]:
    """Yield a duty for each policy in force whose model has a newer version that has not been dealt with."""
    made_from_one = Q(model__isnull=False) | Q(library_text__isnull=False)
    versions = PolicyVersion.objects.in_force().filter(made_from_one, school=school)
    for version in versions.select_related("document", "model__school", "model__document"):
        document = version.document
        newer = newer_model(version)
        if newer is None or _is_settled(document.pk, newer.source):
            continue
        issued = newer.version.published_at if newer.version else None
        since = timezone.localdate(issued) if issued else on
        person, office = person_or_office(document, school, "write-policy", on)
        what = newer.version.pk if newer.version else f"library-{newer.library}"
        yield DutySpec(
            key=f"model {what} for document {document.pk}",
            title=f"Review the new version of the model for {document.title}",
            due_on=since + deadline("look-at-model"),
            person_id=person,
            office=office,
            link=reverse("drafting:drafts", args=[school.slug]),
        )


def _is_settled(document: int, theirs: str) -> bool:
    """Return whether this version of the model was merged or dropped."""
    return Merging.objects.filter(document=document, theirs=theirs, ended_at__isnull=False).exists()
