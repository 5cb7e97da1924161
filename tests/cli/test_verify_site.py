"""`belisha verify --site`: what a browser would think of the certificate."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from belisha.cli.verify_site import check_site


def certificate(folder: Path, days: int) -> Path:
    """A certificate for 127.0.0.1 that signs itself, with its key, in one file."""
    file = folder / f"{days}.pem"
    made = "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    named = ["-days", str(days), "-keyout", str(file), "-out", f"{file}.crt"]
    subprocess.run([*made.split(), *named], check=True, capture_output=True)
    with file.open("a") as out:
        out.write(Path(f"{file}.crt").read_text())
    return file


@pytest.fixture(params=[40, 3])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[int, int, Path]]:
    """A TLS server on the loopback: its port, the days its certificate holds, and the certificate."""
    file = certificate(tmp_path, request.param)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(20)

        def answer() -> None:
            plain, _ = listening.accept()
            with plain:
                try:
                    context.wrap_socket(plain, server_side=True).close()
                except OSError:
                    return

        thread = threading.Thread(target=answer)
        thread.start()
        yield listening.getsockname()[1], request.param, Path(f"{file}.crt")
        thread.join(30)


def test_a_certificate_that_nobody_vouches_for(
    server: tuple[int, int, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_site(f"https://127.0.0.1:{server[0]}") == 1
    assert "browsers do not trust its certificate" in capsys.readouterr().out


def test_a_trusted_certificate_and_how_long_it_lasts(
    server: tuple[int, int, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, days, file = server
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    lasts = days > 14
    assert check_site(f"https://127.0.0.1:{port}") == (0 if lasts else 1)
    said = capsys.readouterr().out
    assert "trusted, TLSv1" in said
    assert ("Renew the certificate now" in said) is not lasts


def test_a_site_without_https_or_without_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert check_site("http://policy.example.org") == 1
    assert "is not encrypted" in capsys.readouterr().out
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        assert check_site(f"https://127.0.0.1:{closed.getsockname()[1]}") == 1
    assert "does not answer" in capsys.readouterr().out
