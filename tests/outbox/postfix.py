"""A real Postfix on loopback for the tests: one service for each thing that it is asked to refuse.

It needs Postfix and root, as Debian's package has it (`apt-get install postfix`); without them the tests that
use it are skipped, and say so.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.outbox.mail_server import free_port

WHY_NOT = "Postfix is not installed here, or the tests do not run as root"
MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.small.example
mydestination = small.example
local_recipient_maps = inline:{{ ann=1, ben=1, {{ head=1 }} }}
alias_maps =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtpd_relay_restrictions = reject_unauth_destination
smtpd_client_restrictions =
smtpd_tls_cert_file = {folder}/certificate.pem
smtpd_tls_key_file = {folder}/key.pem
local_transport = discard
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
smtpd_soft_error_limit = 100
smtpd_hard_error_limit = 200
"""
SERVICES = """\
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
strict unix n - n - 0 cleanup -o header_checks=static:REJECT
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
elsewhere unix - - n - - trivial-rewrite -o mydestination=elsewhere.example
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
discard unix - - n - - discard
error unix - - n - - error
retry unix - - n - - error
postlog unix-dgram n - n - 1 postlogd
"""


def can_run() -> bool:
    """Whether a Postfix of our own can be started here."""
    return shutil.which("postfix", path="/usr/sbin:/usr/bin") is not None and os.geteuid() == 0


@dataclass
class Postfix:
    """A running Postfix: the port of each service, by its name."""

    folder: Path
    ports: dict[str, int] = field(default_factory=dict)

    def log(self) -> str:
        """What it has logged so far."""
        path = self.folder / "log"
        return path.read_text(encoding="utf-8") if path.exists() else ""


@contextmanager
def running(folder: Path, services: Mapping[str, str]) -> Iterator[Postfix]:
    """Let a Postfix run for a while that has an SMTP service with each of these options."""
    server = Postfix(folder, {name: free_port() for name in services})
    # Its own user has to reach its folders. Commands of ours that ran in this process keep new files to us.
    ours = os.umask(0o022)
    try:
        _begin(server, services)
    finally:
        os.umask(ours)
    try:
        for port in server.ports.values():
            _wait_for(port, server)
        yield server
    finally:
        _postfix(folder, "stop")


def _begin(server: Postfix, services: Mapping[str, str]) -> None:
    folder = server.folder
    for name in ("queue", "data", "etc"):
        (folder / name).mkdir()
    folder.chmod(0o755)
    shutil.chown(folder / "data", "postfix")
    _certificate(folder)
    smtp = [
        f"127.0.0.1:{server.ports[name]} inet n - n - - smtpd {options}" for name, options in services.items()
    ]
    (folder / "etc" / "main.cf").write_text(MAIN.format(folder=folder), encoding="utf-8")
    (folder / "etc" / "master.cf").write_text(SERVICES + "\n".join(smtp) + "\n", encoding="utf-8")
    _postfix(folder, "start")


def _postfix(folder: Path, what: str) -> None:
    done = subprocess.run(
        ["/usr/sbin/postfix", "-c", str(folder / "etc"), what], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (
        done.stderr,
        (folder / "log").read_text() if (folder / "log").exists() else "",
    )


def _certificate(folder: Path) -> None:
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "2", "-subj", "/CN=mail.small.example",
            "-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem"),
        ],
        check=True, capture_output=True,
    )  # fmt: skip


def _wait_for(port: int, server: Postfix, patience: float = 20) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(server.log())
