"""Escalation: when the next reminder of a duty is due, and to whom. Pure; the steps are data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType

USUAL = "usual"


@dataclass(frozen=True, slots=True)
class ReminderStep:
    """A reminder some days after the duty was opened, or (`from_due`) before or after it is due."""

    from_due: bool
    days: int
    to: tuple[str, ...]

    def falls_on(self, opened_on: date, due_on: date) -> date:
        """Return the day of this step."""
        return (due_on if self.from_due else opened_on) + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class EscalationLadder:
    """Steps in order, the least days between two, and after how many days the last repeats (0: never)."""

    steps: tuple[ReminderStep, ...]
    rest: int
    repeat: int


@dataclass(frozen=True, slots=True)
class NextReminder:
    """Who is reminded on a day, how many steps are taken by then, and when the next comes up."""

    to: tuple[str, ...]
    reminded: int
    remind_on: date | None


@cache
def load_escalations() -> tuple[Mapping[str, EscalationLadder], Mapping[str, str]]:
    """Return the library's ladders by name, and the ladder's name for each source that has its own."""
    text = files("belisha").joinpath("library", "reminders.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    ladders = {
        name: EscalationLadder(
            tuple(
                ReminderStep(step["from"] == "due", step["days"], tuple(step["to"])) for step in row["steps"]
            ),
            row["rest"],
            row["repeat"],
        )
        for name, row in table["ladders"].items()
    }
    return MappingProxyType(ladders), MappingProxyType(table["sources"])


def ladder_of(source: str) -> EscalationLadder:
    """Return the ladder for duties of this source."""
    ladders, by_source = load_escalations()
    return ladders[by_source.get(source, USUAL)]


@cache
def handed_sources() -> frozenset[str]:
    """Return the sources of what one person hands to another."""
    text = files("belisha").joinpath("library", "reminders.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["handed"])


def opens_before(source: str) -> timedelta:
    """Return how long before its day a duty of this source opens, so that every step can be taken."""
    return timedelta(days=max((-step.days for step in ladder_of(source).steps if step.from_due), default=0))


def first_reminder_on(ladder: EscalationLadder, opened_on: date, due_on: date) -> date | None:
    """Return the day of the first reminder: the day of opening at the earliest."""
    return max(ladder.steps[0].falls_on(opened_on, due_on), opened_on) if ladder.steps else None


def next_reminder(
    ladder: EscalationLadder, opened_on: date, due_on: date, reminded: int, on: date
) -> NextReminder:
    """Return the reminder that a duty gets on a day on which one has come up.

    Steps to the same people that have all come up are taken as one; a step to others waits for the days of
    rest, however late it is. So a long silence or a wrong clock never brings more than one at once.
    """
    steps = ladder.steps
    if reminded >= len(steps):
        again = on + timedelta(days=ladder.repeat) if ladder.repeat else None
        return NextReminder(steps[-1].to, reminded + 1, again)
    taken = reminded
    while taken + 1 < len(steps) and _is_taken_too(steps[taken], steps[taken + 1], opened_on, due_on, on):
        taken += 1
    return NextReminder(steps[taken].to, taken + 1, _next_on(ladder, opened_on, due_on, taken + 1, on))


def next_reminder_on(
    ladder: EscalationLadder, opened_on: date, due_on: date, reminded: int, on: date
) -> date | None:
    """Return when the next step comes up for a duty whose due date changed on the day `on`."""
    if reminded == 0:
        return first_reminder_on(ladder, on, due_on)
    return _next_on(ladder, opened_on, due_on, reminded, on)


def people_told(ladder: EscalationLadder, reminded: int) -> frozenset[str]:
    """Return every recipient, in the words of the data, who was told of a duty in its first steps."""
    return frozenset(word for step in ladder.steps[:reminded] for word in step.to)


def _is_taken_too(step: ReminderStep, later: ReminderStep, opened_on: date, due_on: date, on: date) -> bool:
    return later.to == step.to and later.falls_on(opened_on, due_on) <= on


def _next_on(ladder: EscalationLadder, opened_on: date, due_on: date, taken: int, on: date) -> date | None:
    if taken >= len(ladder.steps):
        return on + timedelta(days=ladder.repeat) if ladder.repeat else None
    return max(ladder.steps[taken].falls_on(opened_on, due_on), on + timedelta(days=ladder.rest))
