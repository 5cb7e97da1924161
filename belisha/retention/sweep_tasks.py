"""What every sweep does about personal data: carry out approved disposals."""

from collections.abc import Callable
from datetime import date

from belisha.duties.sweep_tasks import sweep_task
from belisha.retention.disposal import carry_on


@sweep_task("disposals")
def carry_out_disposals(on: date, should_continue: Callable[[], bool]) -> int:  # noqa: ARG001 - a task's arguments
    """Carry on with approved disposals, and return how many are complete."""
    return carry_on(should_continue)
