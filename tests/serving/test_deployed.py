"""The site as `deploy/` serves it: slow clients, alone and behind the proxy, and what the proxy keeps."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import COMMAND

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("serving")]
DEPLOY = Path(__file__).parents[2] / "deploy"
PAGE = "/account/sign-in/"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
SLOW_CLIENTS = 200
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
HEAD = b"POST /account/sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\n" + FORM
BEGUN = {
    "nothing": b"",
    "half a head": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-More: ",
    "half a body": HEAD + b"Content-Length: 900\r\n\r\nlogin=a",
    "a bit of a long body": HEAD + b"Content-Length: 200000\r\n\r\nlogin=a",
}
Connect = Callable[[], http.client.HTTPConnection]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"nothing listens on {port}")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of `belisha serve` on an empty database, with one proxy of its own."""
    port, data = free_port(), tmp_path_factory.mktemp("site")
    env = {**os.environ, "BELISHA_DATA_DIR": str(data), "BELISHA_DATABASE_URL": "", "BELISHA_PROXIES": "1"}
    command = [COMMAND, "serve", "--bind", f"127.0.0.1:{port}", "--sweep-every", "never"]
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, cwd=data) as process:
        try:
            wait_for(port, process)
            yield port
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


@pytest.fixture(scope="module")
def proxy(site: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """The port of the example nginx with HTTPS before the site, and its log."""
    if NGINX is None:
        pytest.skip("the example proxy is tried where the Debian package nginx-light is installed")
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    key, certificate, log = folder / "site.key", folder / "site.pem", folder / "belisha.log"
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=127.0.0.1",
    ]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    text = (DEPLOY / "nginx.conf").read_text()
    for was, now in (
        ("server 127.0.0.1:8000;", f"server 127.0.0.1:{site};"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl http2;"),
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        ("/etc/ssl/policy.example.org.pem", str(certificate)),
        ("/etc/ssl/private/policy.example.org.key", str(key)),
        ("policy.example.org", "127.0.0.1"),
        ("/var/log/nginx/belisha-error.log", str(folder / "error.log")),
        ("/var/log/nginx/belisha.log", str(log)),
    ):
        assert was in text, was
        text = text.replace(was, now)
    whole = (
        f"pid {folder}/pid;\nerror_log {folder}/start.log;\nevents {{ worker_connections 1024; }}\nhttp {{\n"
    )
    for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"):
        whole += f"{kind}_temp_path {folder}/{kind};\n"
    (folder / "nginx.conf").write_text(whole + text + "}\n")
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(port, process)
            yield port, log
        finally:
            process.terminate()
            process.wait(20)


def plain(port: int) -> Connect:
    return lambda: http.client.HTTPConnection("127.0.0.1", port, timeout=30)


def secure(port: int) -> Connect:
    trusting = ssl._create_unverified_context()
    return lambda: http.client.HTTPSConnection("127.0.0.1", port, timeout=30, context=trusting)


def p95(connect: Connect, count: int = 100) -> float:
    """The 95th percentile of the seconds that a page takes, each on a connection of its own."""
    took = []
    for _ in range(count):
        began = time.perf_counter()
        connection = connect()
        connection.request("GET", PAGE)
        response = connection.getresponse()
        assert response.read()
        assert response.status in (200, 301)
        connection.close()
        took.append(time.perf_counter() - began)
    return sorted(took)[int(count * 0.95)]


def check_unhindered(connect: Connect, open_slow: Callable[[bytes], socket.socket]) -> None:
    p95(connect, 30)
    usual = p95(connect)
    for name, begun in BEGUN.items():
        slow = [open_slow(begun) for _ in range(SLOW_CLIENTS)]
        try:
            among = p95(connect)
        finally:
            for each in slow:
                each.close()
        # What else the machine does makes a few milliseconds.
        assert among <= 2 * usual + 0.03, f"{name}: {usual * 1000:.1f} ms, then {among * 1000:.1f} ms"


def test_slow_clients_hinder_nobody(site: int) -> None:
    def open_slow(begun: bytes) -> socket.socket:
        slow = socket.create_connection(("127.0.0.1", site))
        slow.sendall(begun)
        return slow

    check_unhindered(plain(site), open_slow)


def test_slow_clients_hinder_nobody_behind_the_proxy(proxy: tuple[int, Path]) -> None:
    port, _ = proxy

    def open_slow(begun: bytes) -> socket.socket:
        slow = ssl._create_unverified_context().wrap_socket(socket.create_connection(("127.0.0.1", port)))
        if begun:
            slow.sendall(begun)
        return slow

    check_unhindered(secure(port), open_slow)


def test_the_proxy_logs_no_words_and_no_addresses(proxy: tuple[int, Path]) -> None:
    port, log = proxy
    connection = secure(port)()
    connection.request(
        "GET", "/account/sign-in/?next=/s/grange/ask/%3Fq=my-words", headers={"User-Agent": "me"}
    )
    connection.getresponse().read()
    until = time.monotonic() + 5
    while "/account/sign-in/" not in log.read_text() and time.monotonic() < until:
        time.sleep(0.05)
    text = log.read_text()
    assert re.search(r"^\S+ 200 GET /account/sign-in/ [\d.]+$", text, re.MULTILINE)
    assert "my-words" not in text
    assert "127.0.0.1" not in text


def test_the_proxy_refuses_what_is_too_large(proxy: tuple[int, Path]) -> None:
    port, _ = proxy
    connection = secure(port)()
    connection.putrequest("POST", "/account/sign-in/")
    connection.putheader("Content-Length", str(22 * 1024**2))
    connection.endheaders()
    assert connection.getresponse().status == 413
    evidence = secure(port)()
    evidence.putrequest("POST", "/s/grange/report/attach/")
    evidence.putheader("Content-Length", str(520 * 1024**2))
    evidence.endheaders()
    assert evidence.getresponse().status == 413


def test_the_site_knows_that_it_is_reached_by_https(proxy: tuple[int, Path]) -> None:
    port, _ = proxy
    connection = secure(port)()
    connection.request("GET", "/")
    response = connection.getresponse()
    assert response.status == 200
    assert "nginx/" not in response.headers.get("Server", "")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_the_unit_is_understood_and_hardened(tmp_path: Path) -> None:
    text = (DEPLOY / "belisha.service").read_text()
    unit = tmp_path / "belisha.service"
    unit.write_text(text.replace("/srv/belisha/bin/belisha", shutil.which("true") or ""))
    seen = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert (seen.returncode, seen.stderr) == (0, "")
    told = ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(unit)]
    seen = subprocess.run(told, capture_output=True, text=True, check=False)
    assert seen.returncode == 0, seen.stdout[-600:]
