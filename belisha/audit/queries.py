from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from belisha.audit.models import Event, EventQuerySet
from belisha.audit.verbs import codes_with
from belisha.base.scoped import Viewer


def events_at(
    viewer: Viewer,
    school_id: int,
    *,
    verb: str = "",
    subject: str = "",
    from_on: date | None = None,
    to_on: date | None = None,
    is_refused: bool = False,
) -> EventQuerySet:
    """Return the events of a school that the viewer may see, newest first, filtered.

    `verb`: words of the label, or of what an earlier build stored.
    """
    wanted: dict[str, Any] = {"chain": school_id}
    said = models.Q(verb__in=codes_with(verb)) | models.Q(verb__icontains=verb) if verb else models.Q()
    if subject:
        wanted["subject__icontains"] = subject
    if from_on:
        wanted["at__gte"] = _begin_of(from_on)
    if to_on:
        wanted["at__lt"] = _begin_of(to_on + timedelta(days=1))
    if is_refused:
        wanted["refused__gt"] = ""
    return Event.objects.visible_to(viewer).filter(said, **wanted).order_by("-number")


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
