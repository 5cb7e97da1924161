"""The clock of a test run: the real one, or one that starts on the day that BELISHA_TEST_DAY names."""

from __future__ import annotations

import os
from datetime import datetime
from zoneinfo import ZoneInfo

import time_machine

DAY = "BELISHA_TEST_DAY"


def travel() -> None:
    """Start the clock at ten in the morning, London time, of the day that the environment names, if any."""
    day = os.environ.get(DAY)
    if day:
        start = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=ZoneInfo("Europe/London"))
        time_machine.travel(start, tick=True).start()
