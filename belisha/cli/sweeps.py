"""`belisha sweep`: opens what is due, reminds, and sends the mail that waits."""

import argparse
import os
import re
import signal
import sys
import threading
import time
from types import FrameType

from belisha.cli.arguments import Commands, add_command, add_json
from belisha.cli.failing import SAID_NO, Misused
from belisha.cli.serving import database_told, make_ready
from belisha.cli.showing import print_json

# Seconds in which it is noticed that whoever started the sweep is gone.
NOTICED_WITHIN = 5.0
SECONDS = {"s": 1, "m": 60, "h": 3600}
EPILOG = """\
examples:
  belisha sweep
  belisha sweep --every 15m
  */15 * * * *  belisha sweep          (a line for cron)

It can be run at any time, also twice at once: what is open already is not opened again, and no mail is sent
twice. --every is for a machine without cron or timers; stop it with Ctrl-C or SIGTERM. Exit status: 1 where
something could not be done (it says what), which the next sweep does.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "sweep",
        run,
        summary="open what is due, remind people, send the mail that waits",
        description="Ask every part of the site what is due, remind people of it, and send what waits. "
        "Look again, once a week, at the websites that schools have had checked.",
        epilog=EPILOG,
    )
    made.add_argument(
        "--every", type=span_of, default=None, metavar="TIME", help="again and again, such as 15m or 1h"
    )
    # For the server, which starts it: it ends with whoever started it.
    made.add_argument("--while-parent", action="store_true", help=argparse.SUPPRESS)
    made.add_argument("--no-mail", action="store_true", help="leave the mail in the outbox")
    made.add_argument("--no-websites", action="store_true", help="do not look at schools' websites again")
    made.add_argument(
        "--believe-the-clock",
        action="store_true",
        help="sweep although the clock has jumped since the last sweep (otherwise a day later)",
    )
    add_json(made)


def span_of(word: str) -> int:
    """Seconds, of a time written as 30s, 15m or 1h; from 10 seconds to a day."""
    found = re.fullmatch(r"([0-9]{1,5})([smh])", word)
    seconds = int(found[1]) * SECONDS[found[2]] if found else 0
    if not 10 <= seconds <= 86_400:
        raise argparse.ArgumentTypeError(f"`{word}` is not a time from 10s to 24h; write it as 15m")
    return seconds


def run(given: argparse.Namespace) -> int:
    """Sweep once, or again and again until stopped."""
    make_ready()
    _check_migrated()
    stopped = threading.Event()
    if given.every:
        # A stop is noticed between two schools and between two mails: nothing is left half done.
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda number, frame: _stop(stopped, number, frame))
    if not given.every:
        return _once(given, stopped)
    parent = os.getppid()
    while True:
        try:
            _once(given, stopped)
        except Misused as error:
            # The database is away for a while: the next round finds it again.
            print(f"belisha: {error}", file=sys.stderr, flush=True)
        if _waited(stopped, given.every, parent if given.while_parent else None):
            break
    return 0


def _waited(stopped: threading.Event, seconds: int, parent: int | None) -> bool:
    """Wait so long. Whether to stop then: somebody said so, or whoever started it is gone."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if stopped.wait(min(left, NOTICED_WITHIN)) or (parent is not None and os.getppid() != parent):
            return True
    return False


def _once(given: argparse.Namespace, stopped: threading.Event) -> int:
    from django.db import close_old_connections  # noqa: PLC0415 - needs Django to be ready
    from django.utils import timezone  # noqa: PLC0415

    from belisha.base.clock import today  # noqa: PLC0415
    from belisha.duties.sweeping import sweep  # noqa: PLC0415
    from belisha.notices.delivery import Delivered, deliver  # noqa: PLC0415
    from belisha.policies.website.regular import look_again  # noqa: PLC0415

    close_old_connections()

    def goes_on() -> bool:
        return not stopped.is_set()

    with database_told():
        looked = 0 if given.no_websites else look_again(timezone.now(), goes_on)
        swept = sweep(today(), is_sure=given.believe_the_clock, goes_on=goes_on)
        sent = Delivered() if given.no_mail else deliver(goes_on=goes_on)
    if given.json:
        values = {name: getattr(swept, name) for name in ("schools", "opened", "changed", "dropped", "mails")}
        values |= {"doubted": swept.doubted, "failed": list(swept.failed)}
        print_json(
            values | {"sent": sent.sent, "refused": sent.refused, "trouble": sent.trouble, "websites": looked}
        )
    else:
        print(
            f"{swept.schools} schools: {swept.opened} duties opened, {swept.changed} changed, "
            f"{swept.dropped} dropped, {swept.mails} mails written; {sent.sent} sent, {sent.refused} refused",
            flush=True,
        )
        _say_what_failed(swept.doubted, swept.failed, sent.trouble)
    return SAID_NO if swept.doubted or swept.failed or sent.trouble else 0


def _say_what_failed(doubted: int, failed: tuple[str, ...], trouble: str) -> None:
    if doubted:
        print(
            f"{doubted} schools were left alone, because the clock has jumped since they were swept. "
            "If it is right, run `belisha sweep --believe-the-clock`."
        )
    for each in failed:
        print(f"what is due could not be found out: {each}")
    if trouble:
        print(f"the mail server was not reached, the mail waits: {trouble}")


def _check_migrated() -> None:
    """Raise Misused where the database is older than the program: only `serve` changes it."""
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    with database_told():
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise Misused(
                "the database is not up to date; `belisha serve` brings it up to date when it starts"
            )


def _stop(stopped: threading.Event, number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    stopped.set()
