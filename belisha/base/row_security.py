"""Row-level security on PostgreSQL: a second wall between schools, behind `visible_to`.

Each table with rows of schools has a policy: a transaction sees and writes the rows of the schools that it
was told to open, and none if it was told nothing. A request opens the school in its address and those of
whoever asks; a command, the sweep and a migration open all. SQLite has no such thing: there the queries are
the only wall.
"""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    from collections.abc import Callable

View = TypeVar("View", bound="Callable[..., object]")

VARIABLE = "belisha.schools"
ALL, NONE = "all", ""
_OWN_APPS = "belisha."
# The record, whose chains are named by the id of their school.
_CHAINS = ("audit_event", "audit_head")


@dataclass
class _Process:
    """What is open outside of requests: all schools, unless this process serves."""

    schools: str = field(default=ALL)


_PROCESS = _Process()
_REQUEST: ContextVar[str | None] = ContextVar("belisha_open_schools", default=None)


def open_schools() -> str:
    """Return the schools that are open, as the database is told: `all`, or ids and `/slug`s by comma."""
    schools = _REQUEST.get()
    return _PROCESS.schools if schools is None else schools


def serve_requests_only() -> None:
    """Open no school outside of requests, for a process that serves."""
    _PROCESS.schools = NONE


@contextmanager
def all_schools() -> Iterator[None]:
    """Open all schools: for what has to be found before it is known whose it is, such as a token."""
    token = _REQUEST.set(ALL)
    try:
        yield
    finally:
        _REQUEST.reset(token)


@contextmanager
def only_schools(ids: Collection[int], slug: str = "") -> Iterator[None]:
    """Open the schools with these ids, and the one with this slug."""
    token = _REQUEST.set(NONE)
    try:
        narrow(ids, slug)
        yield
    finally:
        _REQUEST.reset(token)


def narrow(ids: Collection[int], slug: str = "") -> None:
    """Open only these schools for the rest of the block of `all_schools` or `only_schools` that one is in."""
    if slug and not re.fullmatch(r"[\w-]+", slug, re.ASCII):
        message = f"`{slug}` is not a school's name in addresses"
        raise ValueError(message)
    words = [*(str(int(each)) for each in sorted(ids)), *([f"/{slug}"] if slug else [])]
    _REQUEST.set(",".join(words))


def across_schools(reason: str) -> "Callable[[View], View]":
    """Mark a view that has to look at every school. `reason` says why, in a sentence."""

    def mark(view: View) -> View:
        view.across_schools = reason  # type: ignore[attr-defined]
        return view

    return mark


# --- the policies of the tables ------------------------------------------------------------------

_TOLD = f"string_to_array(nullif(current_setting('{VARIABLE}', true), ''), ',')"
_IS_ALL = f"(SELECT current_setting('{VARIABLE}', true) = '{ALL}')"
# Worked out once for each statement, not for each row.
_OPEN = (
    "(ARRAY(SELECT school.id FROM people_school school WHERE school.id::text = ANY "  # nosec B608
    f"({_TOLD}) OR '/' || school.slug = ANY ({_TOLD})))"
)


def conditions() -> dict[str, str]:
    """Return for each table with a policy the SQL condition under which a row is open.

    Rows with a school: their school is open. The record: its chain is that of an open school, or of none.
    Rows that hang on such rows, such as what is written in a case: whatever they hang on is open.
    """
    found = dict.fromkeys(_CHAINS, f"chain = 0 OR {_IS_ALL} OR abs(chain) = ANY ({_OPEN})")
    rest = []
    for model in apps.get_models():
        options = model._meta  # noqa: SLF001
        if any(each.name == "school" for each in options.local_concrete_fields):
            found[options.db_table] = f"school_id IS NULL OR {_IS_ALL} OR school_id = ANY ({_OPEN})"
        elif model.__module__.startswith(_OWN_APPS):
            rest.append(options)
    while True:
        hanging = {
            options.db_table: [
                (each.column, each.related_model._meta.db_table)  # noqa: SLF001
                for each in options.local_concrete_fields
                if each.is_relation
                and each.related_model
                and each.related_model._meta.db_table in found  # noqa: SLF001
                and each.related_model._meta is not options  # noqa: SLF001
            ]
            for options in rest
            if options.db_table not in found
        }
        new = {table: parents for table, parents in hanging.items() if parents}
        if not new:
            return found
        for table, parents in new.items():
            found[table] = " AND ".join(
                f"({column} IS NULL OR {_IS_ALL} OR {column} IN (SELECT id FROM {parent}))"  # nosec B608
                for column, parent in parents
            )


def public_rows() -> dict[str, str]:
    """Return for some tables the SQL condition of rows that are public: their models' `PUBLIC_ROWS`."""
    found = {model._meta.db_table: getattr(model, "PUBLIC_ROWS", "") for model in apps.get_models()}  # noqa: SLF001
    return {table: condition for table, condition in found.items() if condition}


def install(connection: BaseDatabaseWrapper) -> None:
    """Give every table its policies, also for the owner of the tables. On SQLite, do nothing."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table, condition in conditions().items():
            cursor.execute(f"DROP POLICY IF EXISTS belisha_schools ON {table}")
            cursor.execute(
                f"CREATE POLICY belisha_schools ON {table} USING ({condition}) WITH CHECK ({condition})"
            )
            cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        for table, condition in public_rows().items():
            cursor.execute(f"DROP POLICY IF EXISTS belisha_public ON {table}")
            cursor.execute(f"CREATE POLICY belisha_public ON {table} FOR SELECT USING ({condition})")


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """Return the tables that lack their policy, such as after a copy by other means. On SQLite, none."""
    if connection.vendor != "postgresql":
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid "
            "WHERE relrowsecurity AND relforcerowsecurity AND polname = 'belisha_schools'"
        )
        return conditions().keys() - {row[0] for row in cursor.fetchall()}


def passes_the_wall(connection: BaseDatabaseWrapper) -> bool:
    """Return whether the database lets this role past every policy: a superuser, or one with BYPASSRLS."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])
