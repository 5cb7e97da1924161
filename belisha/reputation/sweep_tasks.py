"""What every sweep does about reputation: read the feeds that are due."""

from collections.abc import Callable
from datetime import date

from django.utils import timezone

from belisha.duties.sweep_tasks import sweep_task
from belisha.reputation.watching import read_due_feeds


@sweep_task("feeds")
def read_feeds(on: date, should_continue: Callable[[], bool]) -> int:  # noqa: ARG001 - a task's arguments
    """Read the feeds that are due, and return how many mentions are new."""
    return read_due_feeds(timezone.now(), should_continue)
