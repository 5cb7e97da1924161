"""The web server, and the process that sweeps beside it."""

import gc
import os
import select
import socket
import subprocess
import sys
import threading
import time
from typing import Any

from belisha.cli.errors import UsageError

THREADS = 4
# How often the sweep is looked for, and how long to wait before it is begun again, in seconds.
LOOK_EVERY, SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 1.0, 300.0
WORKER = "belisha.cli.waiting_room.PatientWorker"  # Linux alone has what it needs


def check_free(address: str) -> None:
    """Raise UsageError if `address` (such as "127.0.0.1:8000") is malformed or cannot be listened on."""
    host, port = _parts(address)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, where = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise UsageError(
            f"`{address}` cannot be listened on ({why}); is something there already? Try another port"
        ) from None


def use_address_in_links(address: str) -> None:
    """Put the port into the links of mail and calendars if only this machine can reach the site.

    Settings that name the host, the address or the scheme take precedence.
    """
    host, port = _parts(address)
    said = ("BELISHA_ADDRESS", "BELISHA_HOSTS", "BELISHA_HTTPS")
    if host in ("127.0.0.1", "localhost") and not any(os.environ.get(name) for name in said):
        os.environ["BELISHA_ADDRESS"] = f"http://{host}:{port}"


def serve(address: str, *, workers: int = 1, sweep_every: str = "") -> int:
    """Serve on `address`, which `check_free` has approved, until stopped. Return the exit status.

    With `sweep_every` (such as "15m"), a second process opens duties and sends reminders that often.
    """
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 - for serving alone, as the next ones
    from django.db import connections  # noqa: PLC0415
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415

    from belisha.answers.preload import preload_for_all, preload_in_background  # noqa: PLC0415
    from belisha.base.row_security import serve_requests_only  # noqa: PLC0415

    class Server(BaseApplication):  # type: ignore[misc]
        """Gunicorn serving Belisha, configured here instead of on its command line."""

        def load_config(self) -> None:
            settings = {
                "bind": address,
                "workers": workers,
                "threads": THREADS,
                "worker_class": WORKER if hasattr(select, "epoll") else "gthread",
                "loglevel": "warning",
                # The program is loaded once, and its memory shared by the workers.
                "preload_app": True,
                # Long enough for a question of 500 letters in any script in a query string.
                "limit_request_line": 8190,
            }
            for name, value in settings.items():
                self.cfg.set(name, value)
            self.cfg.set("post_fork", lambda _server, _worker: preload_in_background())
            if sweep_every:
                sweeping = SweepProcess(sweep_every)
                self.cfg.set("when_ready", lambda _: sweeping.begin())
                self.cfg.set("on_exit", lambda _: sweeping.end())

        def load(self) -> Any:
            application = get_wsgi_application()
            serve_requests_only()
            preload_for_all()
            connections.close_all()  # a connection belongs to one process
            gc.freeze()  # nothing of what is loaded is looked at again, so that its memory stays shared
            return application

    Server().run()
    return 0


class SweepProcess:
    """The process that sweeps beside the server. It ends with the server, even if the server is killed.

    Should it end before, it is begun again, after a pause that grows while it does not stay up.
    """

    def __init__(self, every: str) -> None:
        """Sweep every `every`, written as for `belisha sweep --every`."""
        self._command = [sys.executable, "-m", "belisha", "sweep", "--every", every, "--while-parent"]
        self._running: subprocess.Popen[bytes] | None = None
        self._ended = threading.Event()

    def begin(self) -> None:
        """Start the process, and watch it."""
        self._running = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        threading.Thread(target=self._watch, name="watch the sweep", daemon=True).start()

    def end(self) -> None:
        """Stop the process, and wait until its current school is finished."""
        self._ended.set()
        if self._running:
            self._running.terminate()
            self._running.wait()

    def _watch(self) -> None:
        pause = SHORTEST_PAUSE
        while self._running is not None and not self._ended.is_set():
            began = time.monotonic()
            while self._running.poll() is None:
                if self._ended.wait(LOOK_EVERY):
                    return
            stayed = time.monotonic() - began
            pause = SHORTEST_PAUSE if stayed > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
            told = f"belisha: the sweep has ended by itself and is begun again in {pause:.0f} s"
            print(told, file=sys.stderr, flush=True)
            if self._ended.wait(pause):
                return
            self._running = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)


def _parts(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    number = int(port) if port.isascii() and port.isdigit() and len(port) < 6 else 0
    if not host or not 1 <= number <= 65535:
        raise UsageError(f"`{address}` is not an address; write it as 127.0.0.1:8000")
    return host.removeprefix("[").removesuffix("]"), number
