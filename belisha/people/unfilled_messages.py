"""Saying after a change that nobody fills an office on some days. The page has the way to name somebody."""

from collections.abc import Iterable
from datetime import date

from django.contrib import messages
from django.http import HttpRequest

from belisha.people.models import School
from belisha.people.roles import role_label
from belisha.people.unfilled import unfilled


def warn_of_unfilled(
    request: HttpRequest, school: School, roles: Iterable[str], from_on: date, to_on: date | None = None
) -> None:
    """A message for each of the offices that stays empty on days in this time, tagged with it."""
    said = set()
    for gap in unfilled(school, roles, from_on, to_on):
        if gap.office in said:
            continue
        said.add(gap.office)
        when = f"from {_day(gap.from_on)}"
        if gap.to_on:
            when = f"on {_day(gap.from_on)}" if gap.to_on == gap.from_on else f"{when} to {_day(gap.to_on)}"
        text = (
            f"Nobody fills the office of {role_label(gap.office)} {when}, unless the policy says who does in "
            "absence."
        )
        messages.warning(request, text, extra_tags=gap.office)


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
