"""Readers for the tests of the sandbox: each does something that a file from outside may bring about."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from belisha.sandbox import Limits, limited
from belisha.sandbox.progress import report


class Kind(StrEnum):
    ROLL = "roll"


@dataclass(frozen=True)
class Found:
    words: tuple[str, ...]
    on: date
    kind: Kind


class ReadingError(Exception):
    """An error of ours."""


def words_of(data: bytes, *, on: date) -> Found:
    return Found(tuple(data.decode().split()), on, Kind.ROLL)


def refuse(data: bytes) -> None:
    raise ReadingError(f"There are {len(data)} bytes. What to do: send fewer.")


def break_off(data: bytes) -> None:
    raise KeyError(data)


@limited(Limits(processor=1))
def spin(_: bytes) -> None:
    while True:
        pass


@limited(Limits(seconds=1))
def sleep(_: bytes) -> None:
    time.sleep(60)


@limited(Limits(memory=128))
def swallow(_: bytes) -> None:
    held = []
    while True:
        held.append(bytearray(16 << 20))


def crash(_: bytes) -> None:
    os.abort()


@limited(Limits(result=1))
def answer_much(_: bytes) -> str:
    return "x" * (3 << 20)


def connect(_: bytes) -> None:
    socket.create_connection(("127.0.0.1", 5432), timeout=1)


def start(_: bytes) -> None:
    subprocess.run(["true"], check=True)


def write(path: str) -> None:
    Path(path).write_text("here", encoding="utf-8")


def read(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


def remove(path: str) -> None:
    Path(path).unlink()


def settings(_: bytes) -> str:
    return os.environ.get("BELISHA_DATABASE_URL", "") + os.environ.get("BELISHA_SECRET_KEY", "")


def print_something(_: bytes) -> int:
    sys.stdout.write("noise on standard output")
    sys.stdout.flush()
    return 7


def report_pages(pages: int) -> int:
    """Report each of some pages."""
    for page in range(1, pages + 1):
        report("pages", page, pages, 10 * page)
    return pages
