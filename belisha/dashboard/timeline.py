"""A policy's timeline: when it came into force, today, and when its review is due."""

from datetime import date

from django.utils import timezone
from markupsafe import Markup, escape

from belisha.base.templating import day
from belisha.policies.models import PolicyVersion

WIDTH, HEIGHT, LEFT, RIGHT, LINE = 640, 96, 20, 620, 44


def timeline(version: PolicyVersion, on: date) -> Markup:
    """Return the version's timeline in the order of time: an SVG, and a list that phones show in its place.

    Empty without both dates.
    """
    if version.published_at is None or version.review_due_on is None:
        return Markup("")
    began = timezone.localdate(version.published_at)
    due = version.review_due_on
    first, last = min(began, on, due), max(began, on, due)
    length = max((last - first).days, 1)

    def at(when: date) -> float:
        return LEFT + (RIGHT - LEFT) * (when - first).days / length

    is_late = due < on
    title = f"In force since {day(began)}; review due {day(due)}; today is {day(on)}"
    span = (
        f'<rect class="belisha-timeline__{"late" if is_late else "time"}" x="{min(at(on), at(due)):.1f}" '
        f'y="{LINE - 5}" width="{abs(at(due) - at(on)):.1f}" height="10"/>'
    )
    days = sorted(
        (
            (began, "In force"),
            (on, "Today"),
            (due, "Review overdue" if is_late else "Review due"),
        ),
        key=lambda each: each[0],
    )
    # The first and the last stand at the ends, below the line; the one between them has the place above it.
    marks = [_mark(at(when), words, day(when), above=place == 1) for place, (when, words) in enumerate(days)]
    listed = "".join(f"<li><strong>{escape(words)}</strong> {escape(day(when))}</li>" for when, words in days)
    return Markup(
        f'<svg class="belisha-timeline" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-label="{escape(title)}">'
        f'<path class="belisha-timeline__line" d="M{LEFT} {LINE}H{RIGHT}"/>{span}{"".join(marks)}</svg>'
        f'<ol class="govuk-list belisha-timeline-days">{listed}</ol>'
    )


def _mark(x: float, words: str, when: str, *, above: bool) -> str:
    anchor = "start" if x < 150 else "end" if x > WIDTH - 150 else "middle"
    y = (14, 30) if above else (LINE + 26, LINE + 42)
    place = f'class="belisha-chart__text" x="{x:.1f}" text-anchor="{anchor}"'
    return (
        f'<circle class="belisha-timeline__mark" cx="{x:.1f}" cy="{LINE}" r="7"/>'
        f'<text {place} y="{y[0]}">{escape(words)}</text><text {place} y="{y[1]}">{escape(when)}</text>'
    )
