"""The record of a school with names: the record itself holds ids only."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.models import Event
from belisha.audit.queries import events_at
from belisha.audit.verbs import verb_label
from belisha.base.templating import day
from belisha.people.models import School, User
from belisha.people.roles import is_known_role, role_label
from belisha.policies.models import PolicyVersion

# So many are five to eight screens of a phone.
ROWS = 20
PERSON_ID = re.compile(r"\b(?:user|person) (\d{1,18})\b")
VERSION = re.compile(r"^version (\d{1,18})$")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Only the beginning of a checksum is shown; the export has all of it.
CHECKSUM = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One event in words."""

    event: Event
    verb: str
    when: str
    by: str
    subject: str
    detail: tuple[tuple[str, str], ...]


def record_page(actor: Actor, school: School, wanted: dict[str, Any], before: int | None) -> dict[str, Any]:
    """Return the newest 25 events that match, or those before number `before`, and where older ones begin."""
    events = events_at(actor, school.pk, **wanted)
    if before is not None:
        events = events.filter(number__lt=before)
    found = list(events[: ROWS + 1])
    shown = found[:ROWS]
    return {"lines": lines(shown), "older": shown[-1].number if len(found) > ROWS else None}


def lines(events: Iterable[Event]) -> list[RecordLine]:
    """Return the events with people's current names; one query for all of them."""
    events = list(events)
    spoken_of = {int(number) for event in events for number in PERSON_ID.findall(event.subject)}
    ids = {event.by for event in events if event.by is not None} | spoken_of
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
    versions = _versions(events)

    def name_of(user_id: int) -> str:
        return names.get(user_id) or f"a deleted account (number {user_id})"

    return [
        RecordLine(
            event=event,
            verb=verb_label(event.verb),
            when=f"{day(event.at)}, {timezone.localtime(event.at):%H:%M}",
            by="the site, or someone without an account" if event.by is None else name_of(event.by),
            subject=versions.get(event.subject)
            or PERSON_ID.sub(lambda match: name_of(int(match[1])), event.subject),
            detail=tuple(
                (key.replace("_", " "), _worded(value)) for key, value in event.detail.items() if value
            ),
        )
        for event in events
    ]


def _versions(events: Iterable[Event]) -> dict[str, str]:
    """Return the name of each policy version that the events mention, by subject. No query if none does."""
    found = {int(match[1]) for match in (VERSION.match(event.subject) for event in events) if match}
    if not found:
        return {}
    rows = PolicyVersion.objects.filter(pk__in=found).values_list("pk", "document__title", "label")
    return {f"version {pk}": f"{title}, version {label}" for pk, title, label in rows}


def _worded(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "nothing"}[value]
    if isinstance(value, list):
        return ", ".join(map(_worded, value)) or "nothing"
    if isinstance(value, dict):
        stated = ((key.replace("_", " "), each) for key, each in value.items() if each)
        return "; ".join(f"{key}: {_worded(each)}" for key, each in stated) or "nothing"
    text = str(value)
    if DAY.fullmatch(text):
        with suppress(ValueError):  # a version may be called 2026-99-01
            return day(date.fromisoformat(text))
    if CHECKSUM.fullmatch(text):
        return f"{text[:12]}…"
    return role_label(text) if is_known_role(text) else text
