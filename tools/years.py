# ruff: noqa: PLC0415 - Django is set up in between
"""Live three years of the demonstration's schools, check every promise about reminders, write the figures.

usage: years.py [DAYS] [--write]: `make years` lives 1,095 days and writes docs/reference/years.md. The life
is seeded: the same code gives the same figures on the same first day.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.years.life import Life

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "years.md"
THREE_YEARS = 1095


def main(arguments: list[str]) -> int:
    """Live and report. Return 1 if a promise was broken."""
    days = next((int(word) for word in arguments if word.isdigit()), THREE_YEARS)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BELISHA_DATABASE_URL"] = f"sqlite:///{folder}/years.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "belisha.config.settings"
        life, seconds = _live(days)
    broken = life.broken_rules()
    text = _report(life, days)
    print(text)
    print(f"{seconds:.0f} seconds; {len(broken)} broken promises")
    for each in broken:
        print(f"- {each}")
    if "--write" in arguments and not broken:
        PAGE.write_text(text, encoding="utf-8")
    return 1 if broken else 0


def _live(days: int) -> tuple[Life, float]:
    sys.path.insert(0, str(ROOT))
    from tests.database import build

    build()
    from belisha.base.clock import today
    from belisha.people.models import School
    from tests.years.life import Life

    life = Life(list(School.objects.order_by("slug")), today() + timedelta(days=1))
    life.forget_terms()
    began = time.monotonic()
    life.live(days)
    return life, time.monotonic() - began


def _report(life: Life, days: int) -> str:
    from belisha.duties.models import Duty
    from tests.years.life import mails_per_year, worst_week

    yearly = mails_per_year(life.mails, days)
    rows = (
        ("schools", len(life.schools)),
        ("days", days),
        ("people who joined, left, were promoted", _three(life, "joined", "left", "promoted")),
        ("absences", life.counts["absences"]),
        ("duties opened", life.counts["opened"]),
        ("of them done", life.counts["done"]),
        ("of them missed, and kept as missed", life.counts["missed"]),
        ("of them dropped", life.counts["dropped"]),
        ("still open at the end", Duty.objects.filter(school__in=life.schools).open().count()),
        ("reminder mails", len(life.mails)),
        ("readers", len(yearly)),
        ("mails a year, the reader in the middle", f"{median(yearly):.1f}"),
        ("mails a year, the reader with most", f"{max(yearly):.1f}"),
        ("most mails to one reader within seven days", worst_week(life.mails)),
    )
    table = "\n".join(f"| {name} | {value} |" for name, value in rows)
    return f"{HEAD}{table}\n{FOOT}"


def _three(life: Life, *names: str) -> str:
    return ", ".join(str(life.counts[name]) for name in names)


HEAD = """\
# Years of reminders

What the days ahead are like at the schools of the demonstration, lived one by one with a seeded life:
people join, leave, are promoted and away; each school day everybody does each open duty with a chance of one
in fifty; the terms after the first year are never entered. `make years` lives it again and writes this page;
a year of one school is lived in the tests.

| | |
|---|---|
"""
FOOT = """
On every day these hold, or the page is not written:

- nobody has two mails on a day, or two in a week unless something is due within three days;
- nobody has the same words twice within four weeks;
- nobody who has left or is away is reminded of what is theirs;
- nothing that was done is asked again in its period;
- no period that ended undone is left open, or lost.
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
