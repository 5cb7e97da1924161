"""The registry of tasks that every sweep carries out once, such as destroying what was approved.

A room keeps its tasks in a module `sweep_tasks`, which is found in every installed app.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache

from django.db import DatabaseError
from django.utils.module_loading import autodiscover_modules

log = logging.getLogger(__name__)
ShouldContinue = Callable[[], bool]
SweepTask = Callable[[date, ShouldContinue], object]
_TASKS: dict[str, SweepTask] = {}


def sweep_task(name: str) -> Callable[[SweepTask], SweepTask]:
    """Return a decorator that registers a function (day, should_continue) as a task of every sweep."""

    def register(task: SweepTask) -> SweepTask:
        _TASKS[name] = task
        return task

    return register


def run_sweep_tasks(on: date, should_continue: ShouldContinue) -> tuple[str, ...]:
    """Run every task, and return the names of those that failed.

    One that fails keeps no other from running.
    """
    _discover()
    failed = []
    for name, task in sorted(_TASKS.items()):
        if not should_continue():
            break
        try:
            task(on, should_continue)
        except Exception:
            log.exception("the task `%s` of the sweep failed", name)
            failed.append(name)
    return tuple(failed)


def run_each(steps: Mapping[str, Callable[[], object]]) -> tuple[dict[str, object], tuple[str, ...]]:
    """Run each step, and return what each gave, and the names of those that failed.

    One that fails keeps no other from running, unless the database is away: that is raised.
    """
    done: dict[str, object] = {}
    failed = []
    for name, step in steps.items():
        try:
            done[name] = step()
        except DatabaseError:
            raise
        except Exception:
            log.exception("`%s` of the sweep failed", name)
            failed.append(name)
    return done, tuple(failed)


@cache
def _discover() -> None:
    autodiscover_modules("sweep_tasks")
