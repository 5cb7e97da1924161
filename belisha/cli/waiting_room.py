"""A gunicorn worker whose threads take a request only once it has arrived.

A thread that reads from a client waits for it. Ten clients that begin a request and do not end it would hold
every thread, and nobody else were answered. So connections wait beside the threads: until the head of the
request is there, and its body too if that is short. What is long, such as a file, is read by a thread, but by
no more than half of them at once.
"""

import re
import select
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

HEAD_WITHIN = 20.0
"""Seconds within which a request's head, and a short body, must be there."""
LONGEST_SILENCE = 20
"""Seconds that a thread waits for the next piece of a long body, or for a client to take an answer."""
SHORT = 64 * 1024
LARGEST_HEAD = 32 * 1024
LOOK_EVERY = 1.0
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)[ \t]*(?=\r\n)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)

NOT_YET, READY, LONG = "not yet", "ready", "long"


def state_of(begun: bytes) -> str:
    """Return whether a request of which these bytes have come is `READY` for a thread, `NOT_YET`, or `LONG`.

    What is no request, or is broken off, is ready: the thread answers with an error.
    """
    end = begun.find(b"\r\n\r\n")
    if end < 0:
        return READY if len(begun) >= LARGEST_HEAD else NOT_YET
    head = begun[: end + 2]
    if _CHUNKED.search(head):
        return LONG
    found = _LENGTH.search(head)
    wanted = end + 4 + (int(found[1]) if found else 0)
    if wanted > SHORT:
        return LONG
    return READY if len(begun) >= wanted else NOT_YET


class WaitingRoom:
    """The connections of one worker whose request is not there yet. Each is looked at when more has come."""

    def __init__(self, hand_over: Callable[[Any], None], drop: Callable[[Any], None], long_ones: int) -> None:
        """Hand over a connection with `hand_over` when it is ready, `drop` it when it is late."""
        self._hand_over, self._drop = hand_over, drop
        self._lane = threading.BoundedSemaphore(max(long_ones, 1))
        self._before_lane: deque[int] = deque()
        self._waiting: dict[int, tuple[Any, float]] = {}
        self._poll = select.epoll()
        self._bell, self._ring = socket.socketpair()
        self._bell.setblocking(False)
        self._ring.setblocking(False)
        self._poll.register(self._bell, select.EPOLLIN)
        self._is_closing = False
        threading.Thread(target=self._look, name="waiting-room", daemon=True).start()

    def take(self, conn: Any) -> None:
        """Hand the connection over at once if its request is there, else let it wait."""
        if self._state_of(conn) == READY:
            self._hand_over(conn)
            return
        number = conn.sock.fileno()
        self._waiting[number] = conn, time.monotonic() + HEAD_WITHIN
        # Told of each further piece, and at once of one that came meanwhile.
        self._poll.register(number, select.EPOLLIN | select.EPOLLET)

    def close(self) -> None:
        """Wait for nobody any more whose request is not there."""
        self._is_closing = True
        self._wake()

    def leave_lane(self) -> None:
        """Let the next long request in."""
        self._lane.release()
        self._wake()

    def _wake(self) -> None:
        with suppress(BlockingIOError):  # it rings already
            self._ring.send(b"x")

    def _look(self) -> None:
        look_at = time.monotonic() + LOOK_EVERY
        while True:
            for number, _ in self._poll.poll(LOOK_EVERY):
                if number == self._bell.fileno():
                    with suppress(BlockingIOError):
                        self._bell.recv(4096)
                else:
                    self._look_at(number)
            for _ in range(len(self._before_lane)):
                self._look_at(self._before_lane.popleft())
            if self._is_closing or time.monotonic() > look_at:
                look_at = time.monotonic() + LOOK_EVERY
                self._send_late_ones_away()

    def _look_at(self, number: int) -> None:
        if number not in self._waiting:
            return
        conn, _ = self._waiting[number]
        state = self._state_of(conn)
        if state == LONG and not self._lane.acquire(blocking=False):
            self._before_lane.append(number)
        elif state != NOT_YET:
            conn.is_long = state == LONG
            self._leave(number)
            self._hand_over(conn)

    def _leave(self, number: int) -> None:
        with suppress(OSError, ValueError):
            self._poll.unregister(number)
        del self._waiting[number]

    def _send_late_ones_away(self) -> None:
        now = time.monotonic()
        for number, (conn, until) in list(self._waiting.items()):
            if self._is_closing or now > until:
                self._leave(number)
                self._drop(conn)

    @staticmethod
    def _state_of(conn: Any) -> str:
        try:
            begun = conn.sock.recv(SHORT + LARGEST_HEAD, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except (BlockingIOError, InterruptedError):
            return NOT_YET
        except OSError:
            return READY
        return state_of(begun) if begun else READY


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """Gunicorn's worker with threads, and a waiting room before them."""

    def init_process(self) -> None:
        """Open the waiting room, then work."""
        submit = super().enqueue_req
        late = lambda conn: self.method_queue.defer(self._send_away, conn)  # noqa: E731
        self._room = WaitingRoom(submit, late, self.cfg.threads // 2)
        super().init_process()

    def enqueue_req(self, conn: Any) -> None:
        """Let the connection wait for its request, unless the request was read with the one before."""
        if conn.parser is not None and conn.parser.unreader.buf.getvalue():
            super().enqueue_req(conn)
            return
        silence = struct.pack("ll", LONGEST_SILENCE, 0)
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, silence)
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, silence)
        conn.data_ready = True
        self._room.take(conn)

    def handle(self, conn: Any) -> Any:
        """Answer the request."""
        is_long = getattr(conn, "is_long", False)
        try:
            return super().handle(conn)
        finally:
            conn.is_long = False
            if is_long:
                self._room.leave_lane()

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Begin to stop: whoever has not sent a request yet is not waited for."""
        self._room.close()
        super().handle_exit(sig, frame)

    def _send_away(self, conn: Any) -> None:
        self.nr_conns -= 1
        conn.close()
