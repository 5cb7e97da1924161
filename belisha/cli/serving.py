"""Django made ready, and a server around it."""

import os
import socket
from typing import Any

from belisha.cli.failing import Misused

THREADS = 4


def prepare() -> None:
    """Make Django ready and bring its database up to date. Raises Misused where the database is not reached."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belisha.config.settings")
    import django  # noqa: PLC0415 - the other commands do without

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import DatabaseError  # noqa: PLC0415

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as error:
        raise Misused(f"the database cannot be used: {' '.join(str(error).split())}") from None


def serve(address: str, *, workers: int = 1) -> int:
    """Serve on `address` ("127.0.0.1:8000") until stopped. Raises Misused where it is taken."""
    host, _, port = address.rpartition(":")
    if not (host and port.isdigit()):
        raise Misused(f"`{address}` is not an address; write it as 127.0.0.1:8000")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except (OSError, OverflowError):
            raise Misused(f"`{address}` cannot be listened on; is something there already? Try another port") from None
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415 - slow to import, and for serving alone

    class Server(BaseApplication):  # type: ignore[misc]
        """Gunicorn around Belisha, set here and not on its command line."""

        def load_config(self) -> None:
            settings = {"bind": address, "workers": workers, "threads": THREADS, "loglevel": "warning", "preload_app": False}
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from belisha.config.wsgi import application  # noqa: PLC0415

            return application

    Server().run()
    return 0
