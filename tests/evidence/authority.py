"""A timestamp authority on this machine, which is OpenSSL's own, behind an address of HTTP."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CONFIG = """[tsa]
default_tsa = own
[own]
serial = {folder}/serial
signer_cert = {folder}/signer.pem
signer_key = {folder}/signer.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


def openssl() -> str:
    found = shutil.which("openssl")
    assert found is not None
    return found


class LocalAuthority:
    """Root and signer in a folder; `answers` are kept, and `spoil` changes each before it is sent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        root_key, root = _certificate("Root of a test", None, None)
        signer_key, signer = _certificate("Signer of a test", root_key, root)
        self.root = folder / "root.pem"
        self.root.write_bytes(root.public_bytes(Encoding.PEM))
        (folder / "signer.pem").write_bytes(signer.public_bytes(Encoding.PEM))
        (folder / "signer.key").write_bytes(
            signer_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        (folder / "serial").write_text("01\n")
        (folder / "tsa.conf").write_text(CONFIG.format(folder=folder))
        self.earlier: bytes | None = None
        self.is_stuck = False

    def answer(self, query: bytes) -> bytes:
        if self.is_stuck and self.earlier:
            return self.earlier
        (self.folder / "query").write_bytes(query)
        names = {name: str(self.folder / name) for name in ("query", "tsa.conf")}
        command = [openssl(), "ts", "-reply", "-queryfile", names["query"], "-config", names["tsa.conf"]]
        self.earlier = subprocess.run(command, capture_output=True, check=True).stdout
        return self.earlier

    @contextmanager
    def listening(self) -> Iterator[str]:
        """Yield the address at which it answers."""
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = authority.answer(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            server.server_close()


def _certificate(
    name: str, parent_key: ec.EllipticCurvePrivateKey | None, parent: x509.Certificate | None
) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """A root where there is no parent, else a signer of timestamps."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder(
        parent.subject if parent else subject,
        subject,
        key.public_key(),
        x509.random_serial_number(),
        datetime(2020, 1, 1, tzinfo=UTC),
        datetime(2090, 1, 1, tzinfo=UTC),
    )
    made = made.add_extension(x509.BasicConstraints(ca=parent is None, path_length=None), critical=True)
    signs = parent is None
    usage = x509.KeyUsage(not signs, False, False, False, False, signs, signs, False, False)
    made = made.add_extension(usage, critical=True)
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    if parent_key is not None:
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(parent_key.public_key())
        made = made.add_extension(issuer, critical=False)
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return key, made.sign(parent_key or key, SHA256())
