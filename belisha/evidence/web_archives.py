"""A captured page as a WACZ file: WARC 1.1 records, an index, a list of pages, and the SHA-256 of each part.

ReplayWeb.page and other readers of web archives open it. The formats are ISO 28500 (WARC) and WACZ 1.1.1.
Bodies are kept decoded, and each digest is of that; nothing here depends on how a server cut it into chunks.
"""

import base64
import gzip
import hashlib
import io
import json
import uuid
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import urlsplit

from belisha.evidence.page_capture import CapturedPage, Exchange

SOFTWARE = "Belisha"
WARC, INDEX, PAGES = "archive/data.warc.gz", "indexes/index.cdxj", "pages/pages.jsonl"
PORTS = {"http": 80, "https": 443}
Headers = Iterable[tuple[str, str]]


def web_archive(page: CapturedPage) -> bytes:
    """Return the WACZ file of a page, with its picture as a record of its own."""
    warc, index = io.BytesIO(), []
    _add(warc, "warcinfo", "", page.at, "application/warc-fields", _about(page))
    for each in page.exchanges:
        offset, block = warc.tell(), _block(each)
        digest = _digest(each.body)
        number = _add(
            warc,
            "response",
            each.url,
            each.at,
            "application/http;msgtype=response",
            block,
            [("WARC-Payload-Digest", digest)],
        )
        index.append(_index_line(each, digest, offset, warc.tell() - offset))
        asked = _request(each.url)
        named = [("WARC-Concurrent-To", number)]
        _add(warc, "request", each.url, each.at, "application/http;msgtype=request", asked, named)
    _add(warc, "resource", f"urn:view:{page.url}", page.at, "image/png", page.picture)
    parts = {
        WARC: warc.getvalue(),
        INDEX: "".join(sorted(index)).encode(),
        PAGES: _pages(page).encode(),
    }
    return _package(page, parts)


def _package(page: CapturedPage, parts: dict[str, bytes]) -> bytes:
    resources = [
        {
            "name": path.rpartition("/")[2],
            "path": path,
            "hash": f"sha256:{hashlib.sha256(held).hexdigest()}",
            "bytes": len(held),
        }
        for path, held in parts.items()
    ]
    described = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": page.title,
        "created": _instant(page.at),
        "software": SOFTWARE,
        "mainPageUrl": page.url,
        "mainPageDate": _instant(page.at),
        "resources": resources,
    }
    held = json.dumps(described, indent=2, ensure_ascii=False).encode()
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(held).hexdigest()}"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for path, each in {
            **parts,
            "datapackage.json": held,
            "datapackage-digest.json": json.dumps(digest).encode(),
        }.items():
            made.writestr(zipfile.ZipInfo(path, page.at.timetuple()[:6]), each)
    return out.getvalue()


def _add(
    warc: io.BytesIO, kind: str, uri: str, at: datetime, media_type: str, block: bytes, more: Headers = ()
) -> str:
    """Write a record, compressed by itself so that a reader can begin at it. Return its id."""
    number = f"<urn:uuid:{uuid.uuid4()}>"
    head = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", number),
        ("WARC-Date", _instant(at)),
        *([("WARC-Target-URI", uri)] if uri else []),
        ("Content-Type", media_type),
        ("WARC-Block-Digest", _digest(block)),
        *more,
        ("Content-Length", str(len(block))),
    ]
    text = "WARC/1.1\r\n" + "".join(f"{name}: {_one_line(value)}\r\n" for name, value in head) + "\r\n"
    warc.write(gzip.compress(text.encode() + block + b"\r\n\r\n", mtime=0))
    return number


def _about(page: CapturedPage) -> bytes:
    said = [("software", SOFTWARE), ("format", "WARC File Format 1.1"), ("operation", "one page, read only")]
    said += [("not-in-it", f"{url} {why}") for url, why in page.missing]
    return "".join(f"{name}: {_one_line(value)}\r\n" for name, value in said).encode()


def _block(each: Exchange) -> bytes:
    reason = each.reason or _phrase(each.status)
    head = f"HTTP/1.1 {each.status} {_one_line(reason)}\r\n"
    head += "".join(f"{name}: {_one_line(value)}\r\n" for name, value in each.headers)
    return (head + f"Content-Length: {len(each.body)}\r\n\r\n").encode("utf-8") + each.body


def _request(url: str) -> bytes:
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()


def _pages(page: CapturedPage) -> str:
    first = {"format": "json-pages-1.0", "id": "pages", "title": "Pages", "hasText": True}
    line = {"id": uuid.uuid4().hex, "url": page.url, "ts": _instant(page.at)}
    line |= {"title": page.title, "text": page.text}
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in (first, line))


def _index_line(each: Exchange, digest: str, offset: int, length: int) -> str:
    kind = next((value for name, value in each.headers if name.lower() == "content-type"), "")
    told = {
        "url": each.url,
        "mime": kind.split(";")[0].strip() or "unknown",
        "status": str(each.status),
        "digest": digest,
        "length": str(length),
        "offset": str(offset),
        "filename": WARC.rpartition("/")[2],
    }
    stamp = each.at.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    return f"{_sort_key(each.url)} {stamp} {json.dumps(told, ensure_ascii=False)}\n"


def _sort_key(url: str) -> str:
    """Return the address with its host turned round (`org,example)/path`), by which indexes are sorted."""
    parts = urlsplit(url.lower())
    host = parts.hostname or ""
    if not host.replace(".", "").isdigit() and ":" not in host:
        host = ",".join(reversed(host.split(".")))
    if parts.port not in (None, PORTS.get(parts.scheme)):
        host += f":{parts.port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}){parts.path or '/'}{query}".replace(" ", "%20")


def _digest(held: bytes) -> str:
    return "sha256:" + base64.b32encode(hashlib.sha256(held).digest()).decode()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
