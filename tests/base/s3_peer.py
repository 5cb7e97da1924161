"""Moto, a server that speaks the protocol of S3, from an environment of its own (`make moto`)."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

PROGRAM = Path(__file__).resolve().parents[2] / ".venv-s3" / "bin" / "moto_server"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def serving() -> Iterator[str]:
    """Yield the address of a server with an empty bucket named `evidence`. Skip the test without Moto."""
    if not PROGRAM.exists():
        pytest.skip("Moto is not here: `make moto` installs it")
    port = _free_port()
    environment = {"PATH": os.defpath, "HOME": os.devnull}
    with subprocess.Popen(
        [PROGRAM, "-H", "127.0.0.1", "-p", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(200):
                with suppress(OSError):
                    made = urllib.request.Request(f"{address}/evidence", method="PUT")
                    made.add_header("Authorization", "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/x")
                    urllib.request.urlopen(made, timeout=5).close()
                    break
                time.sleep(0.05)
            yield address
        finally:
            process.kill()


def objects_in(address: str) -> list[str]:
    """Return the names of the objects in the bucket."""
    asked = urllib.request.Request(f"{address}/evidence?list-type=2")
    with urllib.request.urlopen(asked, timeout=5) as answer:
        text = answer.read().decode()
    return [part.split("</Key>")[0] for part in text.split("<Key>")[1:]]
