"""What every sweep does about other systems: tell them what happened."""

from collections.abc import Callable
from datetime import date

from belisha.connections.delivery import deliver_webhooks
from belisha.duties.sweep_tasks import sweep_task


@sweep_task("webhooks")
def tell_other_systems(on: date, should_continue: Callable[[], bool]) -> int:  # noqa: ARG001 - a task's arguments
    """Send what is due to webhooks, and return how many messages were accepted."""
    return deliver_webhooks(should_continue).sent
