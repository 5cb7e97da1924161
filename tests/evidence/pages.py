"""A small website for captures: a post with parts that come late, move, fail, or would send something."""

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

POST = """<!doctype html><title>A post about us</title><link rel=stylesheet href=/style.css><h1>The post</h1>
<p id=late></p><iframe src="/frame"></iframe><div style="height:4000px"></div><img src=/far.png loading=lazy>
<script>
fetch('/late.json').then(r => r.json()).then(d => { document.querySelector('#late').append(d.words) });
fetch('/sent', {method: 'POST', body: 'x'}).catch(() => 0);
new WebSocket('ws://' + location.host + '/socket');
</script>"""
SERVED = {
    "/post": ("text/html; charset=utf-8", POST.encode()),
    "/style.css": ("text/css", b"h1 { color: rgb(1, 2, 3) }"),
    "/late.json": ("application/json", b'{"words": "came later"}'),
    "/frame": ("text/html", b"<p>in a frame</p>"),
    "/far.png": ("image/png", b"\x89PNG\r\n\x1a\nno picture"),
}


NEVER = 20  # seconds, longer than anybody waits


class Website(http.server.ThreadingHTTPServer):
    """Serves `SERVED`, `/old`, which leads to `/post`, and `/never`, which does not come.

    `asked` are the methods and paths that came.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Website

    def do_GET(self) -> None:
        self.server.asked.append(f"GET {self.path}")
        if self.path == "/never":
            time.sleep(NEVER)
            return
        if self.path == "/old":
            self.send_response(302)
            self.send_header("Location", "/post")
            self.end_headers()
            return
        kind, body = SERVED.get(self.path, ("text/plain", b""))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Set-Cookie", "who=somebody")
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.server.asked.append(f"POST {self.path}")

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def website() -> Iterator[Website]:
    """Yield the website while it is served."""
    with Website() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
