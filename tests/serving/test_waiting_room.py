"""Which requests a thread is given: those that have come."""

import socket
import threading
import time
from typing import Any

import pytest

from belisha.cli.waiting_room import LARGEST_HEAD, LONG, NOT_YET, READY, SHORT, WaitingRoom, state_of

POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"


@pytest.mark.parametrize(
    ("begun", "state"),
    [
        (b"", NOT_YET),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", NOT_YET),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", READY),
        (POST % 5 + b"abcd", NOT_YET),
        (POST % 5 + b"abcde", READY),
        (b"POST / HTTP/1.1\r\ncontent-LENGTH:5\r\n\r\nabc", NOT_YET),
        (POST % SHORT, LONG),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", LONG),
        (b"x" * LARGEST_HEAD, READY),  # answered with an error
        (b"GET / HTTP/1.1\r\nX: content-length: 9\r\n\r\n", READY),
    ],
)
def test_what_has_come(begun: bytes, state: str) -> None:
    assert state_of(begun) == state


class Conn:
    def __init__(self) -> None:
        self.sock, self.client = socket.socketpair()


@pytest.fixture
def room() -> Any:
    handed: list[Any] = []
    dropped: list[Any] = []
    made = WaitingRoom(handed.append, dropped.append, long_ones=1)
    made.handed, made.dropped = handed, dropped  # type: ignore[attr-defined]
    yield made
    made.close()


def until(held: Any) -> bool:
    end = time.monotonic() + 5
    while not held() and time.monotonic() < end:
        time.sleep(0.005)
    return bool(held())


def test_a_request_is_handed_over_once_when_it_is_whole(room: Any) -> None:
    conn = Conn()
    room.take(conn)
    for piece in (b"GET / HT", b"TP/1.1\r\n", b"Host: x\r\n"):
        conn.client.sendall(piece)
        time.sleep(0.02)
        assert room.handed == []
    conn.client.sendall(b"\r\n")
    assert until(lambda: room.handed == [conn])
    time.sleep(0.05)
    assert room.handed == [conn]


def test_what_is_there_already_does_not_wait(room: Any) -> None:
    conn = Conn()
    conn.client.sendall(b"GET / HTTP/1.1\r\n\r\n")
    room.take(conn)
    assert room.handed == [conn]


def test_long_bodies_come_one_after_the_other_and_short_requests_pass_them(room: Any) -> None:
    first, second, short = Conn(), Conn(), Conn()
    for conn in (first, second):
        room.take(conn)
        conn.client.sendall(POST % (SHORT * 2))
    assert until(lambda: len(room.handed) == 1)
    room.take(short)
    short.client.sendall(b"GET / HTTP/1.1\r\n\r\n")
    assert until(lambda: short in room.handed)
    assert len(room.handed) == 2
    room.leave_lane()
    assert until(lambda: {first, second} <= set(room.handed))


def test_who_is_late_or_hangs_up_is_let_go(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("belisha.cli.waiting_room.HEAD_WITHIN", 0.0)
    late, gone = Conn(), Conn()
    room.take(late)
    assert until(lambda: room.dropped == [late])
    monkeypatch.setattr("belisha.cli.waiting_room.HEAD_WITHIN", 60.0)
    room.take(gone)
    gone.client.close()
    assert until(lambda: room.handed == [gone])  # the thread finds that nothing comes


def test_whoever_stops_waits_for_nobody(room: Any) -> None:
    conn = Conn()
    room.take(conn)
    room.close()
    assert until(lambda: room.dropped == [conn])
    assert any(each.name == "waiting-room" for each in threading.enumerate())
