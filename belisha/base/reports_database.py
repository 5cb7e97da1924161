"""Reports are read from another database where a setting names one: a streaming replica of the first.

What is written, and all else that is read, stays with the first. A replica that does not answer, or breaks a
statement off because it has to catch up, costs a line in the log: the report is then read from the first.
"""

import logging
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connection, connections

REPORTS = "reports"
_READS: ContextVar[bool] = ContextVar("belisha_reads_reports", default=False)
_LOG = logging.getLogger(__name__)
Given = ParamSpec("Given")
Read = TypeVar("Read")


class ReportsRouter:
    """Send the reads of a report to the replica, and everything else to the first database."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:  # noqa: ARG002
        """Return the replica within a report. What was read there is not looked for there again."""
        if _READS.get():
            return REPORTS
        instance = hints.get("instance")
        is_from_there = instance is not None and instance._state.db == REPORTS  # noqa: SLF001
        return DEFAULT_DB_ALIAS if is_from_there else None

    def db_for_write(self, model: Any, **hints: Any) -> str | None:  # noqa: ARG002
        """Return the first database for a row that was read from the replica."""
        instance = hints.get("instance")
        is_from_there = instance is not None and instance._state.db == REPORTS  # noqa: SLF001
        return DEFAULT_DB_ALIAS if is_from_there or _READS.get() else None

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:  # noqa: ARG002
        """Let rows of both be related: they are the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:  # noqa: ARG002
        """Migrate the first database only: the replica follows."""
        return False if db == REPORTS else None


def from_reports_database(read: Callable[Given, Read]) -> Callable[Given, Read]:
    """Make a function that only reads read from the replica, if there is one, outside of a transaction."""

    @wraps(read)
    def reading(*args: Given.args, **kwargs: Given.kwargs) -> Read:
        if REPORTS not in connections.databases or _READS.get() or connection.in_atomic_block:
            return read(*args, **kwargs)
        token = _READS.set(True)
        try:
            return read(*args, **kwargs)
        except (OperationalError, InterfaceError) as error:
            _LOG.warning("the database for reports does not answer: %s", " ".join(str(error).split()))
        finally:
            _READS.reset(token)
        return read(*args, **kwargs)

    return reading
