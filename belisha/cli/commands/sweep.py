"""`belisha sweep`: open what is due, send reminders and the mail that waits."""

import argparse
import logging
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

from belisha.cli.arguments import Commands, add_command, add_json
from belisha.cli.errors import EXIT_NEGATIVE, UsageError
from belisha.cli.output import print_json
from belisha.cli.startup import check_current_database, explain_database_errors, set_up_django

if TYPE_CHECKING:
    from belisha.outbox.delivery import DeliveryCounts

# How many seconds it may take to notice that the parent process has ended.
NOTICED_WITHIN = 5.0
# How many seconds lie between two looks for schools where something has changed.
REQUESTS_EVERY = 20.0
# How many seconds lie between two looks for mail that waits.
MAIL_EVERY = 5.0
SECONDS = {"s": 1, "m": 60, "h": 3600}
EPILOG = """\
examples:
  belisha sweep
  belisha sweep --every 15m
  */15 * * * *  belisha sweep          (a line for cron)

It can be run at any time, even twice at once: no duty is opened twice, and no mail is sent twice. --every
is for a machine without cron or timers; stop it with Ctrl-C or SIGTERM. Between two rounds it also sweeps,
within a minute, each school where somebody changed roles, offices, absences, terms or a policy. Exit status:
1 if something could not be done. It says what; the next sweep tries again.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "sweep",
        run,
        description="Find what is due at every school, remind people, and send waiting mail. "
        "Check schools' websites again once a week, where a school has asked.",
        epilog=EPILOG,
    )
    made.add_argument(
        "--every",
        type=seconds_of,
        default=None,
        metavar="TIME",
        help="repeat at this interval, such as 15m or 1h",
    )
    # Used by the server: the sweep ends when its parent process ends.
    made.add_argument("--while-parent", action="store_true", help=argparse.SUPPRESS)
    made.add_argument("--no-mail", action="store_true", help="leave the mail in the outbox")
    made.add_argument("--no-websites", action="store_true", help="do not check schools' websites")
    made.add_argument(
        "--believe-the-clock",
        action="store_true",
        help="sweep even though the clock has jumped since the last sweep (otherwise a day later)",
    )
    add_json(made)


def seconds_of(word: str) -> int:
    """Return the seconds of a time written as 30s, 15m or 1h.

    Raise ArgumentTypeError if it is not a time from 10 seconds to a day.
    """
    found = re.fullmatch(r"([0-9]{1,5})([smh])", word)
    seconds = int(found[1]) * SECONDS[found[2]] if found else 0
    if not 10 <= seconds <= 86_400:
        raise argparse.ArgumentTypeError(f"`{word}` is not a time from 10s to 24h; write it as 15m")
    return seconds


def run(args: argparse.Namespace) -> int:
    """Sweep once, or repeatedly until stopped. Return the exit status."""
    set_up_django()
    check_current_database()
    stopped = threading.Event()
    if args.every:
        # A stop takes effect between two schools or two mails, so nothing is left half done.
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda number, frame: _stop(stopped, number, frame))
    if not args.every:
        return _once(args, stopped)
    parent = os.getppid()
    mail = None if args.no_mail else MailLoop(stopped)
    if mail:
        mail.start()
    while True:
        try:
            _once(args, stopped, mail)
        except UsageError as error:
            # The database may be away for a while. The next round tries again.
            print(f"belisha: {error}", file=sys.stderr, flush=True)
        if _wait(args, stopped, parent if args.while_parent else None):
            break
    stopped.set()
    if mail:
        mail.join()
        _print_last_mail(args, mail.taken())
    return 0


class MailLoop(threading.Thread):
    """Sends the mail that waits every few seconds, whatever else the sweep is busy with."""

    def __init__(self, stopped: threading.Event) -> None:
        super().__init__(name="mail", daemon=True)
        self._stopped = stopped
        self._lock = threading.Lock()
        self._sent, self._refused, self._trouble = 0, 0, ""

    def run(self) -> None:
        """Send until stopped. What goes wrong is told, and tried again at the next turn."""
        from django.db import close_old_connections, connection  # noqa: PLC0415 - needs Django to be set up

        from belisha.outbox.delivery import deliver  # noqa: PLC0415

        while not self._stopped.is_set():
            try:
                close_old_connections()
                counts = deliver(should_continue=lambda: not self._stopped.is_set())
            except Exception as error:
                logging.getLogger(__name__).exception("the mail could not be sent")
                with self._lock:
                    self._trouble = type(error).__name__
            else:
                with self._lock:
                    self._sent += counts.sent
                    self._refused += counts.refused
                    self._trouble = counts.trouble
            self._stopped.wait(MAIL_EVERY)
        connection.close()

    def taken(self) -> "DeliveryCounts":
        """Return what was sent since this was last asked."""
        from belisha.outbox.delivery import DeliveryCounts  # noqa: PLC0415 - needs Django to be set up

        with self._lock:
            counts = DeliveryCounts(sent=self._sent, refused=self._refused, trouble=self._trouble)
            self._sent = self._refused = 0
        return counts


def _wait(args: argparse.Namespace, stopped: threading.Event, parent: int | None) -> bool:
    """Wait until the next round, and meanwhile sweep schools where something has changed.

    Return whether to stop: a signal came, or the parent process has ended.
    """
    until = time.monotonic() + args.every
    look_at = time.monotonic() + REQUESTS_EVERY
    while (left := until - time.monotonic()) > 0:
        if stopped.wait(min(left, NOTICED_WITHIN)) or (parent is not None and os.getppid() != parent):
            return True
        if time.monotonic() >= look_at:
            _take_requests(stopped)
            look_at = time.monotonic() + REQUESTS_EVERY
    return False


def _take_requests(stopped: threading.Event) -> None:
    """Sweep the schools where something has changed. The mail that this gives goes in a loop of its own."""
    from belisha.base.clock import today  # noqa: PLC0415 - needs Django to be set up
    from belisha.duties.sweeping import sweep_requested  # noqa: PLC0415

    try:
        with explain_database_errors():
            sweep_requested(today(), should_continue=lambda: not stopped.is_set())
    except UsageError as error:
        print(f"belisha: {error}", file=sys.stderr, flush=True)


def _once(args: argparse.Namespace, stopped: threading.Event, mail: MailLoop | None = None) -> int:
    from django.db import close_old_connections  # noqa: PLC0415 - needs Django to be set up
    from django.utils import timezone  # noqa: PLC0415

    from belisha.base.clock import today  # noqa: PLC0415
    from belisha.base.encrypted_files import remove_leftovers  # noqa: PLC0415
    from belisha.cases.actions.reports import take_in_reports  # noqa: PLC0415
    from belisha.complaints.actions import take_in_spool  # noqa: PLC0415
    from belisha.complaints.spool import remove_drafts  # noqa: PLC0415
    from belisha.duties.sweep_state import keep_faults_of_all  # noqa: PLC0415
    from belisha.duties.sweep_tasks import run_each  # noqa: PLC0415
    from belisha.duties.sweeping import sweep  # noqa: PLC0415
    from belisha.evidence.page_capture import remove_unfinished_capture  # noqa: PLC0415
    from belisha.evidence.stamping import stamp_waiting  # noqa: PLC0415
    from belisha.outbox.delivery import DeliveryCounts, deliver  # noqa: PLC0415
    from belisha.policies.website.scheduled_checks import check_due_websites  # noqa: PLC0415

    close_old_connections()

    def should_continue() -> bool:
        return not stopped.is_set()

    with explain_database_errors():
        steps: dict[str, Callable[[], object]] = {
            "concerns and complaints": take_in_spool,
            "reports": take_in_reports,
            "leftover files": remove_leftovers,
            "unfinished drafts": remove_drafts,
            "unfinished captures": remove_unfinished_capture,
            "time stamps": lambda: stamp_waiting(should_continue),
        }
        if not args.no_websites:
            steps["websites"] = lambda: check_due_websites(timezone.now(), should_continue)
        done, failed = run_each(steps)
        swept = sweep(today(), is_sure=args.believe_the_clock, should_continue=should_continue)
        swept.failed += failed
        keep_faults_of_all([*failed, *swept.failed_tasks])
        if mail:
            sent = mail.taken()
        else:
            sent = DeliveryCounts() if args.no_mail else deliver(should_continue=should_continue)
    looked = done.get("websites", 0)
    if args.json:
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
        _print_failures(swept.doubted, swept.failed, sent.trouble)
    return EXIT_NEGATIVE if swept.doubted or swept.failed or sent.trouble else 0


def _print_last_mail(args: argparse.Namespace, sent: "DeliveryCounts") -> None:
    """Say what was sent between the last round and the stop, which no round counts."""
    if not sent.sent and not sent.refused:
        return
    if args.json:
        print_json({"sent": sent.sent, "refused": sent.refused, "trouble": sent.trouble})
    else:
        print(f"stopped: {sent.sent} sent, {sent.refused} refused since the last round", flush=True)


def _print_failures(doubted: int, failed: tuple[str, ...], trouble: str) -> None:
    if doubted:
        print(
            f"{doubted} schools were left out, because the clock has jumped since they were last swept. "
            "If it is right, run `belisha sweep --believe-the-clock`."
        )
    for each in failed:
        print(f"could not be done or worked out: {each}")
    if trouble:
        print(f"the mail server could not be reached; the mail waits: {trouble}")


def _stop(stopped: threading.Event, number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    stopped.set()
