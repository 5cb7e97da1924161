"""A reader in the sandbox returns what it returns; whatever else it does ends there and nowhere else."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from belisha.sandbox import SandboxError, run_in_sandbox, watch_in_sandbox
from belisha.sandbox import room as sandbox_room
from belisha.sandbox.values import ForeignValueError, packed, unpacked
from tests.sandbox import readers

DAY = date(2026, 11, 21)


def test_a_result_comes_back_as_it_is() -> None:
    found = run_in_sandbox(readers.words_of, b"Who may post", on=DAY)
    assert found == readers.Found(("Who", "may", "post"), DAY, readers.Kind.ROLL)
    assert type(found.kind) is readers.Kind


def test_an_error_of_ours_is_raised_with_its_sentence() -> None:
    with pytest.raises(readers.ReadingError, match="There are 3 bytes"):
        run_in_sandbox(readers.refuse, b"abc")


@pytest.mark.parametrize(
    ("read", "argument", "why"),
    [
        (readers.spin, b"", "too long"),
        (readers.sleep, b"", "too long"),
        (readers.swallow, b"", "too much memory"),
        (readers.answer_much, b"", "too much in it"),
        (readers.crash, b"", "broke off"),
        (readers.break_off, b"", "broke off: KeyError"),
        (readers.connect, b"", "may not do"),
        (readers.start, b"", "may not do"),
        (readers.write, "/tmp/belisha-sandbox-wrote-this", "may not do"),
        (readers.read, "/etc/hostname", "may not do"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_a_reader_may_not_do_ends_it_and_the_next_one_works(
    read: Callable[..., object], argument: object, why: str
) -> None:
    with pytest.raises(SandboxError, match=why):
        run_in_sandbox(read, argument)
    assert not Path("/tmp/belisha-sandbox-wrote-this").exists()
    assert run_in_sandbox(readers.words_of, b"still here", on=DAY).words == ("still", "here")


def test_nothing_is_removed(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    file.write_text("x", encoding="utf-8")
    with pytest.raises(SandboxError, match="may not do"):
        run_in_sandbox(readers.remove, str(file))
    assert file.exists()


def test_settings_stay_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELISHA_SECRET_KEY", "the key of the site")
    sandbox_room._ROOM.end()
    assert run_in_sandbox(readers.settings, b"") == ""


def test_what_a_library_prints_is_no_answer() -> None:
    assert run_in_sandbox(readers.print_something, b"") == 7


def test_a_room_that_was_killed_is_replaced() -> None:
    run_in_sandbox(readers.words_of, b"a", on=DAY)
    process = sandbox_room._ROOM._process
    assert process is not None
    process.kill()
    process.wait()
    assert run_in_sandbox(readers.words_of, b"b", on=DAY).words == ("b",)


def test_threads_take_turns() -> None:
    with ThreadPoolExecutor(4) as pool:
        calls = [pool.submit(run_in_sandbox, readers.words_of, b"%d" % n, on=DAY) for n in range(20)]
        assert [call.result().words for call in calls] == [(str(n),) for n in range(20)]


class Command:
    """What a hostile child would send: a call, for the site to make."""

    def __reduce__(self) -> Any:
        import os

        return os.system, ("touch /tmp/belisha-sandbox-wrote-this",)


@pytest.mark.parametrize(
    "sent", [pickle.dumps(Command()), b"no pickle", pickle.dumps(print), pickle.dumps(Path("/")), b""]
)
def test_nothing_but_plain_values_is_taken_from_a_child(sent: bytes) -> None:
    with pytest.raises(ForeignValueError):
        unpacked(sent, "tests")
    assert not Path("/tmp/belisha-sandbox-wrote-this").exists()


def test_plain_values_cross() -> None:
    value = {"a": [1, 2.5, None, True, "é", b"x", {1}, frozenset({2}), DAY]}
    assert unpacked(packed(value), "tests") == value


def test_a_reader_reports_how_far_it_is_and_stops_when_the_watcher_does() -> None:
    told: list[tuple[str, int, int, int]] = []
    assert watch_in_sandbox(lambda *each: told.append(each), readers.report_pages, 3) == 3
    assert told[0] == ("pages", 1, 3, 10)
    assert told[-1] == ("pages", 3, 3, 30)

    def stop(*_: object) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        watch_in_sandbox(stop, readers.report_pages, 3)
    assert run_in_sandbox(readers.report_pages, 3) == 3
