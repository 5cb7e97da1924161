"""What every sweep does about registers: entries expire, are shredded, and find another decider."""

from collections.abc import Callable
from datetime import date

from belisha.duties.sweep_tasks import sweep_task
from belisha.registers.upkeep import settle_entries


@sweep_task("registers")
def settle(on: date, should_continue: Callable[[], bool]) -> int:
    """Settle the entries of every school, and return how many changed."""
    return settle_entries(on, should_continue)
