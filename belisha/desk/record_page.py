"""The record of a school as people read it: events with the names of today, which the record itself lacks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.models import Event
from belisha.audit.queries import events_at
from belisha.base.templating import day
from belisha.people.models import School, User

ROWS = 50
SOMEBODY = re.compile(r"\b(?:user|person) (\d{1,18})\b")


@dataclass(frozen=True, slots=True)
class Line:
    """One event, worded."""

    event: Event
    when: str
    by: str
    subject: str
    detail: tuple[tuple[str, str], ...]


def record_page(actor: Actor, school: School, wanted: dict[str, Any], before: int | None) -> dict[str, Any]:
    """The newest 50 events that are wanted, or those before number `before`, and whether there are older."""
    events = events_at(actor, school.pk, **wanted)
    if before is not None:
        events = events.filter(number__lt=before)
    found = list(events[: ROWS + 1])
    shown = found[:ROWS]
    return {"lines": lines(shown), "older": shown[-1].number if len(found) > ROWS else None}


def lines(events: Iterable[Event]) -> list[Line]:
    """The events with people's names as they are today; one query for all of them."""
    events = list(events)
    spoken_of = {int(number) for event in events for number in SOMEBODY.findall(event.subject)}
    ids = {event.by for event in events if event.by is not None} | spoken_of
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))

    def name_of(user_id: int) -> str:
        return names.get(user_id) or f"somebody whose account is gone (number {user_id})"

    return [
        Line(
            event=event,
            when=f"{day(event.at)}, {timezone.localtime(event.at):%H:%M}",
            by="the site, or somebody without an account" if event.by is None else name_of(event.by),
            subject=SOMEBODY.sub(lambda match: name_of(int(match[1])), event.subject),
            detail=tuple((key.replace("_", " "), _worded(value)) for key, value in event.detail.items()),
        )
        for event in events
    ]


def _worded(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "nothing"}[value]
    if isinstance(value, list):
        return ", ".join(map(_worded, value)) or "nothing"
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_worded(each)}" for key, each in value.items()) or "nothing"
    return str(value)
