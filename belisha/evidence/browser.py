"""Chromium without a screen and without a network, told what to do over a pipe (DevTools protocol).

Whatever a page asks for comes to `answer` and is fetched by us. Chromium itself is given a proxy that is not
there, for every address and for this machine too, so that what is not asked through us does not go out.
"""

import base64
import fcntl
import json
import os
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

FLAGS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--proxy-server=http://127.0.0.1:1",
    "--proxy-bypass-list=<-loopback>",
    "--disable-site-isolation-trials",  # frames of other sites ask through the page then
    "--disable-features=IsolateOrigins,site-per-process,MediaRouter,OptimizationHints,Translate",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--hide-scrollbars",
    "--mute-audio",
    "--no-first-run",
    "--no-pings",
    "--window-size=1280,900",
)
WIDTH, HEIGHT = 1280, 900
PIECE = 1 << 16
Event = dict[str, Any]


class BrowserError(Exception):
    """Chromium could not be started, broke off, or took too long. The message is a sentence."""


class Browser:
    """One page in one Chromium, for one use; `with` ends it. What it writes is in `folder`, which is given.

    `on_event` gets what the page tells; `waits` is called again and again while it is waited for.
    """

    def __init__(self, program: str, folder: Path, *, seconds: float) -> None:
        self.program, self.ends = program, time.monotonic() + seconds
        self.on_event: Callable[[Event], None] = lambda _event: None
        self.waits: Callable[[], None] = lambda: None
        self._folder = folder
        self._pid = self._last = 0
        self._held, self._session = b"", ""
        self._in = self._out = -1

    def __enter__(self) -> Self:
        try:
            self._start()
            target = self.call("Target.createTarget", url="about:blank")
            found = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
            self._session = found["sessionId"]
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._pid:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._pid, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(self._pid, 0)
        for handle in (self._in, self._out):
            with suppress(OSError):
                os.close(handle)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask Chromium for something and return its result. Raise BrowserError."""
        number = self.send(method, **parameters)
        while True:
            for message in self._messages():
                if message.get("id") == number:
                    if "error" in message:
                        raise BrowserError(f"Chromium refused {method}: {message['error'].get('message')}")
                    return message.get("result", {})  # type: ignore[no-any-return]
                self._told(message)
            self.waits()

    def send(self, method: str, **parameters: Any) -> int:
        """Ask for something without waiting for it. Return its number."""
        self._last += 1
        asked = {"id": self._last, "method": method, "params": parameters}
        if self._session:
            asked["sessionId"] = self._session
        left = memoryview(json.dumps(asked).encode() + b"\0")
        try:
            while left:
                left = left[os.write(self._out, left) :]
        except OSError as error:
            raise BrowserError("Chromium ended too early.") from error
        return self._last

    def wait_until(self, is_so: Callable[[], bool], *, at_most: float) -> bool:
        """Let the page go on until something is so. Return whether it became so in time (seconds)."""
        end = min(self.ends, time.monotonic() + at_most)
        while not is_so():
            if time.monotonic() > end:
                return False
            for message in self._messages():
                self._told(message)
            self.waits()
        return True

    def evaluate(self, script: str) -> Any:
        """Return the value of a script in the page; None if the page does not give one."""
        found = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True, timeout=5000
        )
        return found.get("result", {}).get("value")

    def picture(self, height: int) -> bytes:
        """Return the page as a PNG, from its top to `height` pixels."""
        clip = {"x": 0, "y": 0, "width": WIDTH, "height": height, "scale": 1}
        found = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        return base64.b64decode(found["data"])

    def _told(self, message: Event) -> None:
        if "method" in message:
            self.on_event(message)

    def _messages(self) -> list[Event]:
        """Return what has come within a moment. Raise BrowserError if it ended, or the time is over."""
        if time.monotonic() > self.ends:
            raise BrowserError("The page took too long to show.")
        ready, _, _ = select.select([self._in], [], [], 0.05)
        if not ready:
            return []
        piece = os.read(self._in, PIECE)
        if not piece:
            raise BrowserError("Chromium ended too early.")
        *whole, self._held = (self._held + piece).split(b"\0")
        return [json.loads(each) for each in whole]

    def _start(self) -> None:
        theirs_in, self._out = _far_pipe()
        self._in, theirs_out = _far_pipe()
        flags = [*FLAGS, f"--user-data-dir={self._folder / 'profile'}"]
        if os.geteuid() == 0:  # Chromium starts for root in no other way
            flags.append("--no-sandbox")
        actions = [
            (os.POSIX_SPAWN_DUP2, theirs_in, 3),
            (os.POSIX_SPAWN_DUP2, theirs_out, 4),
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ]
        environment = {
            "PATH": os.defpath,
            "HOME": str(self._folder),
            "LANG": "en_GB.UTF-8",
            "TZ": "Europe/London",
        }
        try:
            self._pid = os.posix_spawn(
                self.program,
                [self.program, *flags, "about:blank"],
                environment,
                file_actions=actions,
                setpgroup=0,
            )
        except OSError as error:
            raise BrowserError(f"Chromium could not be started: {error.strerror}.") from error
        finally:
            os.close(theirs_in)
            os.close(theirs_out)


def _far_pipe() -> tuple[int, int]:
    """Return a pipe whose ends are not among the numbers that Chromium expects its own under."""
    ends = os.pipe()
    far = [fcntl.fcntl(each, fcntl.F_DUPFD_CLOEXEC, 10) for each in ends]
    for each in ends:
        os.close(each)
    return far[0], far[1]
