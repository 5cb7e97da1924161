"""A small server that speaks the protocol of ClamAV's daemon, as far as INSTREAM goes."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

HARMFUL = b"HARMFUL-IN-A-TEST"


class _Handler(socketserver.StreamRequestHandler):
    limit = 1 << 20

    def handle(self) -> None:
        if self.rfile.read(10) != b"zINSTREAM\0":
            return
        held = b""
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            held += self.rfile.read(size)
            if len(held) > self.limit:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.wfile.write(b"stream: Test.Signature FOUND\0" if HARMFUL in held else b"stream: OK\0")


@contextmanager
def listening() -> Iterator[str]:
    """Yield the address of a daemon that takes up to a megabyte."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield f"tcp://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
