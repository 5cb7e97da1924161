"""A bucket of S3 and of what speaks its protocol: put, open and remove an object. Requests are signed (V4).

Objects are addressed by path (`https://endpoint/bucket/name`), which every server of the protocol knows.
"""

import hashlib
import hmac
import http.client
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import BinaryIO, cast
from urllib.parse import quote, urlsplit

SECONDS, TRIES = 60, 3
NOTHING = hashlib.sha256().hexdigest()
PASSING = (500, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where objects are, and the key that may write and read them there. `prefix` is put before each name."""

    endpoint: str
    region: str
    name: str
    prefix: str = ""
    key: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)

    def put(self, name: str, body: BinaryIO, *, size: int, sha256: str) -> None:
        """Store an object, whole or not at all. Raise OSError if the bucket does not take it."""
        headers = {"Content-Length": str(size)}
        for attempt in range(1, TRIES + 1):
            body.seek(0)
            try:
                with self._asked("PUT", name, sha256=sha256, headers=headers, body=body) as answer:
                    answer.read()
                    if answer.status == http.HTTPStatus.OK:
                        return
                    if answer.status not in PASSING or attempt == TRIES:
                        raise OSError(_said("take", answer))
            except (OSError, http.client.HTTPException) as error:
                if attempt == TRIES or isinstance(error, PermissionError):
                    raise _as_os_error(error) from error

    @contextmanager
    def open(self, name: str) -> Iterator["StoredObject"]:
        """Open an object for reading. Raise FileNotFoundError, or OSError if it cannot be read now."""
        try:
            with self._asked("GET", name) as answer:
                if answer.status == http.HTTPStatus.NOT_FOUND and b"NoSuchBucket" not in answer.read(2000):
                    raise FileNotFoundError(name)
                if answer.status != http.HTTPStatus.OK:
                    raise OSError(_said("give", answer))
                yield StoredObject(answer)
        except http.client.HTTPException as error:
            raise _as_os_error(error) from error

    def remove(self, name: str) -> None:
        """Remove an object; one that is gone already is no error. Raise OSError."""
        try:
            with self._asked("DELETE", name) as answer:
                answer.read()
                if answer.status not in (http.HTTPStatus.OK, http.HTTPStatus.NO_CONTENT, 404):
                    raise OSError(_said("remove", answer))
        except http.client.HTTPException as error:
            raise _as_os_error(error) from error

    @contextmanager
    def _asked(
        self,
        method: str,
        name: str,
        *,
        sha256: str = NOTHING,
        headers: Mapping[str, str] | None = None,
        body: BinaryIO | None = None,
    ) -> Iterator[http.client.HTTPResponse]:
        parts = urlsplit(self.endpoint)
        path = quote(f"{parts.path.rstrip('/')}/{self.name}/{self.prefix}{name}", safe="/-_.~")
        signed = signed_headers(method, parts.netloc, path, sha256=sha256, bucket=self, at=datetime.now(UTC))
        connection: http.client.HTTPConnection
        if parts.scheme == "https":
            context = ssl.create_default_context()
            connection = http.client.HTTPSConnection(parts.netloc, timeout=SECONDS, context=context)
        else:
            connection = http.client.HTTPConnection(parts.netloc, timeout=SECONDS)
        try:
            connection.request(method, path, body=body, headers={**(headers or {}), **signed})
            yield connection.getresponse()
        finally:
            connection.close()


class StoredObject:
    """The bytes of an object while it is read. What breaks off is an error, and never an end."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self._answer = answer
        self._left = int(answer.getheader("Content-Length") or 0)

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes; none at the end. Raise OSError if the connection ended before it."""
        if not self._left:
            return b""
        part = self._answer.read(min(size, self._left))
        if not part:
            message = "The bucket ended the connection before the file was whole."
            raise OSError(message)
        self._left -= len(part)
        return part


def signed_headers(
    method: str,
    host: str,
    path: str,
    *,
    sha256: str,
    bucket: Bucket,
    at: datetime,
    more: Mapping[str, str] | None = None,
    query: str = "",
) -> dict[str, str]:
    """Return the headers with which a request is signed (AWS Signature Version 4, one chunk).

    `path` and `query` are as they are sent, encoded and sorted; `sha256` is that of the body, in hex.
    """
    stamp = at.strftime("%Y%m%dT%H%M%SZ")
    headers = {"host": host, "x-amz-content-sha256": sha256, "x-amz-date": stamp, **(more or {})}
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    canonical = f"{method}\n{path}\n{query}\n{lines}\n{names}\n{sha256}"
    scope = f"{stamp[:8]}/{bucket.region}/s3/aws4_request"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    key = f"AWS4{bucket.secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{digest}".encode(), "sha256").hex()
    signed = f"AWS4-HMAC-SHA256 Credential={bucket.key}/{scope}, SignedHeaders={names}, Signature={signature}"
    return {**headers, "authorization": signed}


def _said(verb: str, answer: http.client.HTTPResponse) -> str:
    return f"The bucket did not {verb} the file: {answer.status} {answer.reason}."


def _as_os_error(error: Exception) -> OSError:
    return error if isinstance(error, OSError) else OSError(f"The bucket broke off: {error!r}.")


def as_file(stored: StoredObject) -> BinaryIO:
    """Return an object as what reads a file takes."""
    return cast("BinaryIO", stored)
