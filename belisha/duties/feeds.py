"""A calendar of duties in the iCalendar format (RFC 5545), for a phone or a desk's calendar."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from belisha.duties.models import Duty
from belisha.notices.links import absolute, site_name


def calendar_of(duties: Iterable[Duty], title: str) -> bytes:
    """Each duty as a day of its own, without anybody's name. The same duties give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Belisha//duties//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add("x-published-ttl", "PT6H")
    for duty in duties:
        calendar.add_component(_event(duty))
    return bytes(calendar.to_ical())


def tag_of(body: bytes) -> str:
    """The ETag of a calendar."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _event(duty: Duty) -> Event:
    made = Event()
    made.add("uid", f"duty-{duty.pk}@{site_name()}")
    # The instant at which this statement of the duty was made: that it stays lets a calendar see no change.
    made.add("dtstamp", _instant(duty.made_at))
    made.add("dtstart", duty.due_on)
    made.add("dtend", duty.due_on + timedelta(days=1))
    made.add("summary", f"Due: {duty.title}")
    why = f"Asked by the policy of {duty.school.name}"
    made.add("description", f"{why} ({duty.cites})." if duty.cites else f"{why}.")
    made.add("categories", ["Duties"])
    made.add("transp", "TRANSPARENT")
    if duty.link:
        made.add("url", absolute(duty.link))
    return made


def _instant(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
