"""Encrypted files in a bucket: stored, read, destroyed and cleared away as on disk; Moto serves."""

from __future__ import annotations

import hashlib
import http.server
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from belisha.base import file_store
from belisha.base.bucket import NOTHING, Bucket, signed_headers
from belisha.base.encrypted_files import (
    FileState,
    check_file,
    destroy_file,
    keep_file,
    read_file,
    remove_leftovers,
)
from belisha.base.file_encryption import CHUNK
from belisha.base.models import EncryptedFile
from tests.base.s3_peer import objects_in, serving

AT_ONCE = timedelta(seconds=-60)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.fixture
def bucket(server: str, settings: Any, tmp_path: Path, db: None) -> Iterator[str]:
    settings.DATA_DIR = tmp_path
    settings.BELISHA_BUCKET = own = Bucket(server, "us-east-1", "evidence", "school/", "key", "secret")
    yield server
    for name in objects_in(server):
        own.remove(name.removeprefix("school/"))


def left_on_disk(folder: Path) -> list[str]:
    return [each.suffix for each in (folder / "files").rglob("*") if each.is_file()]


def test_requests_are_signed_as_amazon_documents_it() -> None:
    # The two examples of "Authenticating Requests: Using the Authorization Header" (Amazon S3).
    host, at = "examplebucket.s3.amazonaws.com", datetime(2013, 5, 24, tzinfo=UTC)
    key, secret = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    bucket = Bucket("", "us-east-1", "", "", key, secret)
    ranged = signed_headers(
        "GET", host, "/test.txt", sha256=NOTHING, bucket=bucket, at=at, more={"range": "bytes=0-9"}
    )
    assert ranged["authorization"].endswith(
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    )
    query = "max-keys=2&prefix=J"
    listed = signed_headers("GET", host, "/", sha256=NOTHING, bucket=bucket, at=at, query=query)
    assert listed["authorization"].endswith(
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
    )
    assert "secret" not in repr(Bucket("", "", "", "", "k", "secret"))


@pytest.mark.parametrize("size", [0, 5, 3 * CHUNK + 1])
def test_what_goes_in_comes_out_and_only_encrypted_bytes_leave(
    bucket: str, tmp_path: Path, size: int
) -> None:
    plain = os.urandom(size)
    kept = keep_file([plain])
    assert objects_in(bucket) == [f"school/{kept.name}"]
    assert b"".join(read_file(kept)) == plain
    assert check_file(kept) is FileState.VERIFIED
    with file_store.open_stored(kept.name) as stored:
        assert stored.read(8) == b"BELFILE1"
    assert left_on_disk(tmp_path) == [".sent"]
    remove_leftovers(AT_ONCE)
    assert left_on_disk(tmp_path) == []
    assert b"".join(read_file(kept)) == plain


def test_what_is_lost_altered_or_cannot_be_read_now_are_told_apart(bucket: str, settings: Any) -> None:
    lost, altered, kept = (keep_file([b"words"]) for _ in range(3))
    place: Bucket = settings.BELISHA_BUCKET
    place.remove(lost.name)
    with file_store.open_stored(kept.name) as stored:
        other = Path(settings.DATA_DIR, "other")
        other.write_bytes(stored.read(1 << 20))
    place.remove(altered.name)
    with other.open("rb") as body:
        digest = hashlib.sha256(other.read_bytes()).hexdigest()
        place.put(altered.name, body, size=other.stat().st_size, sha256=digest)
    assert check_file(lost) is FileState.UNVERIFIABLE
    assert check_file(altered) is FileState.ALTERED
    settings.BELISHA_BUCKET = Bucket("http://127.0.0.1:1", "us-east-1", "evidence", "school/", "key", "s")
    with pytest.raises(OSError, match="refused"):
        check_file(kept)
    settings.BELISHA_BUCKET = Bucket(bucket, "us-east-1", "gone", "school/", "key", "s")
    with pytest.raises(OSError, match="did not give the file: 404"):
        check_file(kept)


def test_a_bucket_that_takes_nothing_leaves_nothing(bucket: str, settings: Any, tmp_path: Path) -> None:
    settings.BELISHA_BUCKET = Bucket(bucket, "us-east-1", "gone", "", "key", "s")
    with pytest.raises(OSError, match="did not take the file: 404"):
        keep_file([b"words"])
    assert not EncryptedFile.objects.exists()
    assert left_on_disk(tmp_path) == [".sent"]
    remove_leftovers(AT_ONCE)
    assert left_on_disk(tmp_path) == []


def test_a_destroyed_file_is_gone_and_one_that_was_rolled_back_is_still_there(
    bucket: str, django_capture_on_commit_callbacks: Any
) -> None:
    kept, other = keep_file([b"words"]), keep_file([b"others"])
    with django_capture_on_commit_callbacks(execute=True):
        destroy_file(kept)
    with transaction.atomic():
        destroy_file(other)
        transaction.set_rollback(True)
    assert objects_in(bucket) == [f"school/{other.name}"]
    other.refresh_from_db()
    assert b"".join(read_file(other)) == b"others"


def test_what_a_killed_process_sent_is_taken_away_and_a_stranger_stays(bucket: str, settings: Any) -> None:
    kept, lost = keep_file([b"words"]), keep_file([b"words"])
    EncryptedFile.objects.filter(pk=lost.pk).delete()
    with (Path(settings.DATA_DIR) / "other").open("w+b") as body:
        settings.BELISHA_BUCKET.put("of-another-site", body, size=0, sha256=NOTHING)
    assert remove_leftovers(AT_ONCE) == 1
    assert sorted(objects_in(bucket)) == sorted(["school/of-another-site", f"school/{kept.name}"])
    assert remove_leftovers(AT_ONCE) == 0


def test_files_from_before_the_bucket_are_read_where_they_are(bucket: str, settings: Any) -> None:
    place, settings.BELISHA_BUCKET = settings.BELISHA_BUCKET, None
    before = keep_file([b"words"])
    settings.BELISHA_BUCKET = place
    remove_leftovers(AT_ONCE)
    assert check_file(before) is FileState.VERIFIED
    assert objects_in(bucket) == []


def test_what_breaks_off_is_an_error_and_not_an_altered_file(settings: Any, tmp_path: Path, db: None) -> None:
    settings.DATA_DIR = tmp_path
    kept = keep_file([os.urandom(CHUNK)])
    whole = file_store._path(kept.name).read_bytes()
    file_store._path(kept.name).unlink()

    class Half(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(whole)))
            self.end_headers()
            self.wfile.write(whole[: len(whole) // 2])

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Half) as served:
        threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        address = f"http://127.0.0.1:{served.server_address[1]}"
        settings.BELISHA_BUCKET = Bucket(address, "us-east-1", "evidence", "", "key", "secret")
        with pytest.raises(OSError, match="before the file was whole"):
            check_file(kept)
        served.shutdown()
