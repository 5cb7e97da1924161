"""Timestamps of RFC 3161: the query, and whether an answer fits a file. No network: all is checked offline.

An answer says that an outside authority saw a SHA-256 at an instant. It is kept as it came, so that
`openssl ts -verify` can check it without us.
"""

import base64
import secrets
from binascii import Error as NotBase64Error
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import PKIStatus, VerificationError, VerifierBuilder, decode_timestamp_response

NONCE_BITS = 63
# AlgorithmIdentifier of SHA-256, and the beginning of a digest of 32 bytes (RFC 3161, 2.4.1).
_SHA256 = bytes.fromhex("300d06096086480165030402010500")
_DIGEST, _VERSION, _WITH_CERTIFICATES = (
    bytes.fromhex("0420"),
    bytes.fromhex("020101"),
    bytes.fromhex("0101ff"),
)


class TimestampError(Exception):
    """An answer is no timestamp of the file by an authority that is trusted. The message says why."""


class OtherFileError(TimestampError):
    """A timestamp was given for another file."""


@dataclass(frozen=True, slots=True)
class Timestamp:
    """What an answer that fits says: the instant, and the number that the authority gave it."""

    at: datetime
    serial: int


def new_nonce() -> int:
    """Return a random number by which an answer is known to be for one query."""
    return secrets.randbits(NONCE_BITS - 1) | (1 << (NONCE_BITS - 1))


def timestamp_query(sha256: str, nonce: int) -> bytes:
    """Return the query for a file with this SHA-256 (in hex), in DER. It tells nothing else of the file."""
    imprint = _der(0x30, _SHA256 + _DIGEST + bytes.fromhex(sha256))
    number = _der(0x02, nonce.to_bytes(NONCE_BITS // 8 + 1))
    return _der(0x30, _VERSION + imprint + number + _WITH_CERTIFICATES)


def read_certificates(file: Path) -> list[Certificate]:
    """Return the certificates in a PEM file. Raise OSError, or ValueError if there are none."""
    return load_pem_x509_certificates(file.read_bytes())


def pem_of(certificates: Sequence[Certificate]) -> bytes:
    """Return certificates as the text of a PEM file."""
    return b"".join(each.public_bytes(Encoding.PEM) for each in certificates)


def check_timestamp(
    answer: bytes, sha256: str, certificates: Sequence[Certificate], *, nonce: int | None = None
) -> Timestamp:
    """Return what an answer says, if it is for this SHA-256 and its signer leads to a trusted certificate.

    `nonce` is that of the query, if it is still known. Raise TimestampError.
    """
    digest = bytes.fromhex(sha256)
    roots = [each for each in certificates if each.issuer == each.subject]
    others = [each for each in certificates if each.issuer != each.subject]
    if not roots:
        raise TimestampError("no root certificate of the authority is named")
    try:
        found = decode_timestamp_response(answer)
        if found.status == PKIStatus.GRANTED and found.tst_info.message_imprint.message != digest:
            raise OtherFileError("it was given for another file")
        verifier = VerifierBuilder(intermediates=others, roots=roots, nonce=nonce).build()
        verifier.verify(found, digest)
    except (VerificationError, ValueError) as error:
        raise TimestampError(" ".join(str(error).split()) or "it cannot be read") from error
    return Timestamp(found.tst_info.gen_time, found.tst_info.serial_number)


def kept_answer(text: str) -> bytes:
    """Return an answer that was kept as base64. Raise TimestampError."""
    try:
        return base64.b64decode(text, validate=True)
    except (NotBase64Error, ValueError) as error:
        raise TimestampError("it cannot be read") from error


def _der(tag: int, body: bytes) -> bytes:
    assert len(body) < 128
    return bytes([tag, len(body)]) + body
