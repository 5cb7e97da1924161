"""What the request door knows that no policy says: `library/request-door.toml`. Pure."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from belisha.people.roles import with_ancestors


@dataclass(frozen=True, slots=True)
class Door:
    """The ladder of seniority, to whom a request goes up, and the numbers of the request door."""

    seniority: tuple[str, ...]
    above: tuple[str, ...]
    year_begins: str
    outside_action: str
    advice_action: str
    pattern_count: int
    pattern_days: int
    renew_days: int
    home_time: str
    own_voice_age: int
    age_in_year_one: int


@cache
def door() -> Door:
    """Return what `library/request-door.toml` holds."""
    text = files("belisha").joinpath("library", "request-door.toml").read_text(encoding="utf-8")
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in tomllib.loads(text).items()
    }
    return Door(**values)


def rank(role: str) -> int:
    """Return the place of a role on the ladder: 0 is the most senior; one that is not on it is last."""
    ladder = door().seniority
    return min((ladder.index(word) for word in with_ancestors(role) if word in ladder), default=len(ladder))


def school_year(on: date) -> int:
    """Return the calendar year in which the school year of a day began."""
    begins = date.fromisoformat(f"{on.year}-{door().year_begins}")
    return on.year if on >= begins else on.year - 1


def year_began(year: int) -> date:
    """Return the first day of the school year that began in `year`."""
    return date.fromisoformat(f"{year}-{door().year_begins}")


def year_ends(year: int) -> date:
    """Return the last day of the school year that began in `year`."""
    return date.fromordinal(year_began(year + 1).toordinal() - 1)
