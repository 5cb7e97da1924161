"""The command as a process: what it prints where, when there is no room, no reader, no database, no port."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.cli.conftest import COMMAND, Run

PATIENCE = 180


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taker:
        taker.bind(("127.0.0.1", 0))
        taker.listen()
        yield int(taker.getsockname()[1])


def test_an_answer_and_its_status(run_process: Run) -> None:
    told = run_process("ask", "--policy", "grange", "--as", "teacher", "May I befriend a pupil?", "--json")

    assert told.status == 1
    assert json.loads(told.out)["verdict"] == "prohibited"
    assert told.err == ""


def test_words_that_are_no_text_do_no_harm(run_process: Run) -> None:
    told = run_process(
        b"ask", b"--policy", b"grange", b"--as", b"teacher", b"--json", b"May I \xff\xfe \x1b[2J film?"
    )

    assert told.status in (0, 1)
    assert "\x1b" not in json.loads(told.out)["question"]


def test_a_screen_that_knows_no_accents(run_process: Run) -> None:
    words = "ask", "--policy", "grange", "--as", "teacher", "Wie spät ist es – jetzt?"
    narrow = {"PYTHONIOENCODING": "ascii"}

    assert run_process(*words, env=narrow).err == ""
    assert json.loads(run_process(*words, "--json", env=narrow).out)["question"] == words[-1]


def test_a_full_disk_is_told_in_one_line(run_process: Run) -> None:
    with Path("/dev/full").open("wb") as full:
        told = run_process("policies", stdout=full)

    assert (told.status, told.err) == (2, "belisha: No space left on device\n")


def test_a_reader_that_has_gone_is_no_error() -> None:
    done = subprocess.run(
        ["bash", "-c", f"'{COMMAND}' coverage | head -1"], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_taken_port_is_told_before_anything_is_made(
    run_process: Run, taken_port: int, tmp_path: Path, command: str
) -> None:
    where = ("--port", f"{taken_port}") if command == "demo" else ("--bind", f"127.0.0.1:{taken_port}")
    data = tmp_path / "data"
    told = run_process(command, *where, env={"BELISHA_DATA_DIR": str(data)})

    assert told.status == 2
    assert told.err.count("\n") == 1
    assert "cannot be listened on" in told.err
    assert not data.exists()


SETTINGS = [
    ({"BELISHA_DATABASE_URL": "postgres://me:secret@127.0.0.1:1/none"}, "the database cannot be used"),
    ({"BELISHA_DATABASE_URL": "postgres://me:secret@127.0.0.1:port/none"}, "setting"),
    ({"BELISHA_DATABASE_URL": "mysql://127.0.0.1/none"}, "expected an address such as"),
    ({"BELISHA_DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"}, "unable to open database file"),
    ({"BELISHA_DATABASE_URL": f"sqlite:///{__file__}"}, "file is not a database"),
    ({"BELISHA_DEBUG": "perhaps"}, "`perhaps` is not usable"),
    ({"BELISHA_DATA_DIR": "/proc/nowhere"}, "`/proc/nowhere`"),
]


@pytest.mark.parametrize(("env", "said"), SETTINGS, ids=[each[1] for each in SETTINGS])
def test_a_setting_that_cannot_be_used_is_told_in_one_line(
    run_process: Run, free_port: int, tmp_path: Path, env: dict[str, str], said: str
) -> None:
    base = {"BELISHA_DATA_DIR": str(tmp_path), "BELISHA_DATABASE_URL": ""}
    told = run_process("serve", "--bind", f"127.0.0.1:{free_port}", env={**base, **env})

    assert told.status == 2
    assert said in told.err
    assert told.err.count("\n") == 1, told.err
    assert "secret" not in told.err


def test_the_demonstration_starts_answers_and_stops(free_port: int, tmp_path: Path) -> None:
    command = [COMMAND, "demo", "--port", f"{free_port}"]
    env = {**os.environ, "BELISHA_DATA_DIR": str(tmp_path)}
    for start in (command, command, [*command, "--fresh"]):
        with subprocess.Popen(
            start, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as demo:
            try:
                page = _page(f"http://127.0.0.1:{free_port}/", demo)
            finally:
                demo.send_signal(signal.SIGTERM)
            out, err = demo.communicate(timeout=PATIENCE)

        assert "Grange Infant School" in page
        assert f"http://127.0.0.1:{free_port}/" in out
        assert "teacher@grange.example" in out
        assert err == ""
        assert demo.returncode == 0


def _page(address: str, server: subprocess.Popen[str]) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(address, timeout=PATIENCE) as answer:
                return str(answer.read().decode())
        except URLError:
            time.sleep(0.1)
    pytest.fail(f"the demonstration did not answer: {server.poll()}")
