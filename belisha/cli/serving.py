"""Django made ready, and a server around it."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from belisha.cli.failing import Misused

THREADS = 4


@contextmanager
def database_told() -> Iterator[None]:
    """Turn what a database complains of into a sentence. Django's settings must have been named."""
    from django.db import DatabaseError  # noqa: PLC0415 - the other commands do without

    try:
        yield
    except DatabaseError as error:
        raise Misused(f"the database cannot be used: {' '.join(str(error).split())}") from None


def prepare() -> None:
    """Make Django ready and bring its database up to date.

    Raises Misused where a setting cannot be used or the database is not reached.
    """
    make_ready()
    from django.core.management import call_command  # noqa: PLC0415

    with database_told():
        call_command("migrate", verbosity=0, interactive=False)


def make_ready() -> None:
    """Make Django ready, and leave its database as it is. Raises Misused where a setting cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belisha.config.settings")
    import django  # noqa: PLC0415
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415

    from belisha.config.env import SettingError  # noqa: PLC0415

    try:
        django.setup()
    except (SettingError, ImproperlyConfigured) as error:
        raise Misused(" ".join(str(error).split())) from None
    except ValueError as error:
        raise Misused(f"a setting cannot be used: {error}") from None


def check_free(address: str) -> None:
    """Raise Misused where `address` ("127.0.0.1:8000") is none, or cannot be listened on."""
    host, port = _parts(address)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, where = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise Misused(
            f"`{address}` cannot be listened on ({why}); is something there already? Try another port"
        ) from None


def let_links_lead_to(address: str) -> None:
    """Put the port into links of mail and calendars where people reach the site on this machine alone.

    Settings that say under which names or by which scheme it is reached are left to say it.
    """
    host, port = _parts(address)
    said = ("BELISHA_ADDRESS", "BELISHA_HOSTS", "BELISHA_HTTPS")
    if host in ("127.0.0.1", "localhost") and not any(os.environ.get(name) for name in said):
        os.environ["BELISHA_ADDRESS"] = f"http://{host}:{port}"


def serve(address: str, *, workers: int = 1, sweep_every: str = "") -> int:
    """Serve on `address` until stopped. `check_free` has said that it is one.

    With `sweep_every` ("15m"), a second process opens what is due and reminds that often.
    """
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415 - slow to import, and for serving alone

    class Server(BaseApplication):  # type: ignore[misc]
        """Gunicorn around Belisha, set here and not on its command line."""

        def load_config(self) -> None:
            settings = {
                "bind": address,
                "workers": workers,
                "threads": THREADS,
                "loglevel": "warning",
                "preload_app": False,
                # A question of 500 letters in any script, as it stands in an address.
                "limit_request_line": 8190,
            }
            for name, value in settings.items():
                self.cfg.set(name, value)
            if sweep_every:
                sweeping = Sweeping(sweep_every)
                self.cfg.set("when_ready", lambda _: sweeping.begin())
                self.cfg.set("on_exit", lambda _: sweeping.end())

        def load(self) -> Any:
            from belisha.config.wsgi import application  # noqa: PLC0415

            return application

    Server().run()
    return 0


class Sweeping:
    """The process that sweeps beside the server. It ends with it, even where the server is killed."""

    def __init__(self, every: str) -> None:
        """`every` is how often, as `belisha sweep --every` takes it."""
        self._command = [sys.executable, "-m", "belisha", "sweep", "--every", every, "--while-parent"]
        self._running: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Start it."""
        self._running = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)

    def end(self) -> None:
        """Stop it, and wait until it has finished what it is at."""
        if self._running:
            self._running.terminate()
            self._running.wait()


def _parts(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    number = int(port) if port.isascii() and port.isdigit() and len(port) < 6 else 0
    if not host or not 1 <= number <= 65535:
        raise Misused(f"`{address}` is not an address; write it as 127.0.0.1:8000")
    return host.removeprefix("[").removesuffix("]"), number
