"""Start Django for a command: settings read, database reached and of the right version."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from belisha.cli.errors import UsageError

if TYPE_CHECKING:
    from belisha.cli.backup.versions import DatabaseState


@contextmanager
def explain_database_errors() -> Iterator[None]:
    """Raise UsageError in place of a DatabaseError. Django must be set up."""
    from django.db import DatabaseError  # noqa: PLC0415 - most commands do not need Django

    try:
        yield
    except DatabaseError as error:
        raise UsageError(f"the database cannot be used: {' '.join(str(error).split())}") from None


def set_up_django() -> None:
    """Set up Django without touching the database, but for what an interrupted restore has left.

    Raise UsageError if a setting cannot be used.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belisha.config.settings")
    import django  # noqa: PLC0415
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415

    from belisha.config.env import SettingError  # noqa: PLC0415

    os.umask(0o077)  # what the site writes is for its own user alone
    try:
        django.setup()
    except (SettingError, ImproperlyConfigured) as error:
        raise UsageError(" ".join(str(error).split())) from None
    except ValueError as error:
        raise UsageError(f"a setting cannot be used: {error}") from None
    _protect_data_folder()
    _end_interrupted_restore()


def prepare_database(*, upgrade: bool = False, backup: bool = True) -> None:
    """Set up Django, and create the tables of an empty database.

    With `upgrade`, also migrate an older one, after a backup into the data folder unless `backup` is off.
    Raise UsageError if it is older and `upgrade` is off, if it is newer, or if it cannot be reached.
    """
    set_up_django()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from belisha.base.new_database import fill_new_database  # noqa: PLC0415
    from belisha.cli.backup.versions import DatabaseState  # noqa: PLC0415

    with explain_database_errors():
        state = check_not_newer()
        if state is DatabaseState.EMPTY:
            fill_new_database(connection)
        if state is DatabaseState.OLDER and not upgrade:
            raise UsageError(_OLDER)
        if state is DatabaseState.OLDER and backup:
            print(f"Backup before the upgrade: {back_up_before_upgrade()}", flush=True)
        if state is DatabaseState.OLDER:
            call_command("migrate", verbosity=0, interactive=False)


def check_settings() -> None:
    """Raise UsageError with every error that Django's checks and ours find. Django must be set up."""
    from django.core import checks  # noqa: PLC0415

    found = [each for each in checks.run_checks() if each.is_serious()]
    if found:
        lines = [f"{each.msg} {each.hint or ''}".strip() for each in found]
        raise UsageError("\n".join(["the site cannot be served:", *(f"  {line}" for line in lines)]))


def raise_the_wall() -> None:
    """Give PostgreSQL's tables the policies that they lack, and say on the error stream if they do not bind.

    A superuser, or a role with BYPASSRLS, sees the rows of every school whatever page asks.
    """
    from django.db import connection  # noqa: PLC0415

    from belisha.base import row_security  # noqa: PLC0415

    if row_security.missing(connection):
        row_security.install(connection)
    if row_security.passes_the_wall(connection):
        print(
            "belisha: PostgreSQL lets this database role past the wall between schools, as a superuser or "
            "with BYPASSRLS. Use an ordinary role that owns the database: docs/how-to/postgresql.md",
            file=sys.stderr,
            flush=True,
        )


def check_current_database() -> None:
    """Raise UsageError unless the database is of this version. Django must be set up."""
    from belisha.cli.backup.versions import DatabaseState  # noqa: PLC0415

    with explain_database_errors():
        state = check_not_newer()
    if state is DatabaseState.EMPTY:
        raise UsageError("the database is empty: `belisha serve` creates its tables")
    if state is DatabaseState.OLDER:
        raise UsageError(_OLDER)


def check_not_newer() -> "DatabaseState":
    """Return the state of the database. Raise UsageError if it is of a newer Belisha."""
    from django.db import connection  # noqa: PLC0415

    from belisha.cli.backup.versions import DatabaseState, database_state  # noqa: PLC0415

    state, unknown = database_state(connection)
    if state is DatabaseState.NEWER:
        raise UsageError(
            f"the database is of a newer Belisha: this one does not know `{unknown}`. Install that version"
        )
    return state


def back_up_before_upgrade() -> Path:
    """Write a backup of the older database into the data folder and return its file."""
    from django.conf import settings  # noqa: PLC0415

    from belisha.cli.backup.create import create_backup  # noqa: PLC0415

    name = f"before-upgrade-{datetime.now(UTC):%Y-%m-%d-%H%M%S}.backup"
    file = Path(settings.DATA_DIR) / name
    create_backup(file)
    return file


_OLDER = "the database is of an older Belisha: run `belisha upgrade`, which takes a backup first"


def _protect_data_folder() -> None:
    """Let nobody but the owner read the database and the keys, as an earlier version may have left them."""
    from django.conf import settings  # noqa: PLC0415

    folder = Path(settings.DATA_DIR)
    for file in (*folder.glob("*.sqlite3*"), *folder.glob("*.key"), *folder.glob("*.backup")):
        mode = file.stat().st_mode
        if mode & 0o077 and file.stat().st_uid == os.getuid():
            file.chmod(mode & ~0o077)


def _end_interrupted_restore() -> None:
    """Finish or undo a restore that was killed, then start this command again with the right key."""
    from django.conf import settings  # noqa: PLC0415

    from belisha.cli.backup.data_folder import (  # noqa: PLC0415
        RestoreRunningError,
        finish_interrupted,
        is_interrupted,
    )

    folder = Path(settings.DATA_DIR)
    if not is_interrupted(folder):
        return
    from belisha.cli.backup.restore import was_committed  # noqa: PLC0415

    try:
        with explain_database_errors():
            finish_interrupted(folder, was_committed)
    except RestoreRunningError:
        raise UsageError("a restore into this data folder is running") from None
    os.execv(sys.executable, [sys.executable, "-m", "belisha", *sys.argv[1:]])  # nosec B606 - ourselves
