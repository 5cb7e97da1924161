"""A calendar of duties in the iCalendar format (RFC 5545), for phones and desktop calendars."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from belisha.duties.models import Duty, FeedAlarm
from belisha.outbox.links import absolute, site_name

ALARMS = {
    FeedAlarm.ON_THE_DAY: timedelta(hours=9),
    FeedAlarm.DAY_BEFORE: timedelta(hours=-15),
    FeedAlarm.WEEK_BEFORE: timedelta(days=-7, hours=9),
}


def calendar_of(duties: Iterable[Duty], title: str, alarm: str = "") -> bytes:
    """Return a calendar with each duty as an all-day event, without names. Equal duties give equal bytes.

    A duty that is done or dropped is a cancelled event, so that calendars which keep copies remove it.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Belisha//duties//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add("x-published-ttl", "PT6H")
    for duty in duties:
        calendar.add_component(_event(duty, alarm))
    return bytes(calendar.to_ical())


def tag_of(body: bytes) -> str:
    """Return the ETag of a calendar."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _event(duty: Duty, alarm: str) -> Event:
    made = Event()
    made.add("uid", f"duty-{duty.pk}@{site_name()}")
    # A stable value tells the calendar that nothing changed.
    made.add("dtstamp", _instant(duty.changed_at))
    made.add("created", _instant(duty.made_at))
    made.add("last-modified", _instant(duty.changed_at))
    made.add("sequence", duty.sequence)
    is_open = duty.done_at is None and duty.dropped_at is None
    made.add("status", "CONFIRMED" if is_open else "CANCELLED")
    made.add("dtstart", duty.due_on)
    made.add("dtend", duty.due_on + timedelta(days=1))
    made.add("summary", f"Due: {duty.title}")
    why = f"Asked by the policy of {duty.school.name}"
    made.add("description", f"{why} ({duty.cites})." if duty.cites else f"{why}.")
    made.add("categories", ["Duties"])
    made.add("transp", "TRANSPARENT")
    if duty.link:
        made.add("url", absolute(duty.link))
    if is_open and alarm:
        made.add_component(_alarm(FeedAlarm(alarm), duty.title))
    return made


def _alarm(alarm: FeedAlarm, title: str) -> Alarm:
    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("description", f"Due: {title}")
    made.add("trigger", ALARMS[alarm])
    return made


def _instant(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
