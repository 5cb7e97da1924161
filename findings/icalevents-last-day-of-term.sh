#!/usr/bin/env bash
# icalevents 0.3.1: a term, or a holiday, still runs on the day after its last.
#
# A school meets it: the term dates that its council publishes (.ics): whole days, from 2 September to 18 December.
# A whole day's DTEND is the first day that no longer belongs to it (RFC 5545, 3.6.1), so it says 19 December.
# Expected: asked for the morning of 19 December, the library finds nothing.
# Seen: it finds the term. Reminders count a working day too many at each end of term and of half term.
#
# Belisha: the last day is the one before the end (belisha/people/settings/term_calendar.py,
# tests/people/test_term_calendar.py).
set -euo pipefail

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv --without-pip "$work/venv"
python3 -m pip --python "$work/venv" --disable-pip-version-check install --quiet --no-deps \
  icalevents==0.3.1 \
  icalendar==7.3.2 \
  python-dateutil==2.9.0.post0 \
  pytz==2026.6 \
  six==1.17.0 \
  typing_extensions==4.16.0 \
  tzdata==2026.6 \
  urllib3==2.8.0
cd "$work"
venv/bin/python - <<'PY'
import sys
from datetime import datetime

from icalevents.icalevents import events

LINES = '''BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Council//Term dates//EN
BEGIN:VEVENT
UID:1@council.example
DTSTAMP:20260101T000000Z
SUMMARY:Autumn term
DTSTART;VALUE=DATE:20260902
DTEND;VALUE=DATE:20261219
END:VEVENT
END:VCALENDAR'''
data = "\r\n".join(line.strip() for line in LINES.splitlines()) + "\r\n"


def found(day):
    start, end = datetime(2026, 12, day, 9), datetime(2026, 12, day, 10)
    return [event.summary for event in events(string_content=data.encode(), start=start, end=end)]


print("expected: 18 December ['Autumn term'], 19 December []")
print("seen:     18 December", found(18), " 19 December", found(19), " 20 December", found(20))
if (found(18), found(19), found(20)) != (["Autumn term"], ["Autumn term"], []):
    sys.exit("icalevents ends a term on another day now: look at this finding again.")
PY
