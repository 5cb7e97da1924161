"""Uploads that are too large for memory wait in an unnamed file, encrypted with a key that only memory has.

So nothing that somebody sends ever lies readable on the disk, not even while it is received, and what a
killed process leaves can be read by nobody.
"""

import tempfile
from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

NONCE_BYTES = 12


class EncryptedUpload(UploadedFile):  # type: ignore[type-arg]
    """An upload in an encrypted temporary file. It is read by `chunks` or as a whole."""

    def __init__(self, name: str, content_type: str, charset: str | None, extra: Any) -> None:
        self._cipher = AESGCM(AESGCM.generate_key(bit_length=256))
        self._lengths: list[int] = []
        self._held = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed with the upload
        super().__init__(self._held, name, content_type, 0, charset, extra)

    def append(self, piece: bytes) -> None:
        """Add a piece of the upload."""
        nonce = len(self._lengths).to_bytes(NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, piece, None)
        self._held.write(sealed)
        self._lengths.append(len(sealed))

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:  # noqa: ARG002
        """Yield the pieces as they came in."""
        self._held.seek(0)
        for number, length in enumerate(self._lengths):
            yield self._cipher.decrypt(number.to_bytes(NONCE_BYTES), self._held.read(length), None)

    def multiple_chunks(self, chunk_size: int | None = None) -> bool:  # noqa: ARG002
        """Return True: it is too large to be read as a whole without need."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return all of it. Raise OSError for a part: that is what `chunks` is for."""
        if size >= 0:
            raise OSError("read all of it, or use chunks()")
        return b"".join(self.chunks())


class EncryptedUploadHandler(FileUploadHandler):
    """Receive what the handlers before it leave: files that are too large for memory."""

    upload: EncryptedUpload

    def new_file(self, *args: Any, **named: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **named)
        name, kind = self.file_name or "", self.content_type or ""
        self.upload = EncryptedUpload(name, kind, self.charset, self.content_type_extra)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        """Keep a piece."""
        self.upload.append(raw_data)

    def file_complete(self, file_size: int) -> EncryptedUpload:
        """Return the file once it is whole."""
        self.upload.size = file_size
        return self.upload

    def upload_interrupted(self) -> None:
        """Forget what came in so far."""
        if hasattr(self, "upload"):
            self.upload.close()
