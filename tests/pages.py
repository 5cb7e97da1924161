"""What the tests read off a page."""

from __future__ import annotations

import re
from datetime import date


def day_in(page: str, name: str) -> date:
    """Return the day that stands in the three boxes of a form's field."""
    found = {
        part: re.search(rf'name="{name}-{part}"[^>]*value="(\d+)"', page) for part in ("year", "month", "day")
    }
    assert all(found.values()), f"the boxes of {name} hold no day: {found}"
    return date(*(int(each[1]) for each in found.values() if each))
