"""Broken files, read in the small room."""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from typing import Any


def files(count: int, until: float, chance: random.Random) -> dict[str, Any]:
    """Read broken files in the small room. Each gives a value or a sentence, in time."""
    from belisha.drafting.documents import _read as read_document
    from belisha.imports.files.reader import read_file
    from belisha.people.settings.term_calendar import terms_of_calendar
    from belisha.reputation.feeds import read_feed
    from belisha.sandbox import SandboxError, run_in_sandbox

    readers: list[tuple[str, Callable[[bytes], Any], list[bytes]]] = [
        ("document", lambda data: run_in_sandbox(read_document, data, "", accept=True), documents()),
        ("roll", lambda data: run_in_sandbox(read_file, data), rolls()),
        ("calendar", lambda data: run_in_sandbox(terms_of_calendar, data), [CALENDAR]),
        ("feed", lambda data: run_in_sandbox(read_feed, data), [FEED]),
    ]
    answers: Counter[str] = Counter()
    faults: list[str] = []
    slowest, done = 0.0, 0
    while done < count and time.monotonic() < until:
        name, read, samples = chance.choices(readers, (3, 5, 1, 1))[0]
        data = broken(chance.choice(samples), chance)
        began = time.monotonic()
        try:
            read(data)
            answers[f"{name}: read"] += 1
        except SandboxError:
            answers[f"{name}: ended"] += 1
        except Exception as error:
            if type(error).__module__.startswith("belisha."):
                answers[f"{name}: refused"] += 1
            else:
                faults.append(f"{name}: {type(error).__name__}")
        slowest = max(slowest, time.monotonic() - began)
        done += 1
    told = {"answers": dict(sorted(answers.items())), "slowest seconds": round(slowest, 1)}
    return {"part": "files", "files": done, **told, "faults": sorted(set(faults))}


CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Autumn term begins\r\n"
    b"DTSTART;VALUE=DATE:20260902\r\nRRULE:FREQ=YEARLY;COUNT=3\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
FEED = (
    b"<?xml version='1.0'?><rss version='2.0'><channel><title>x</title><item><title>A &amp; b</title><link>"
    b"https://example.org/1</link><pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate><description/>"
    b"</item></channel></rss>"
)


def documents() -> list[bytes]:
    """Documents of each kind: Word, PDF, HTML, text."""
    import docx

    out = io.BytesIO()
    made = docx.Document()
    made.add_heading("Social media policy", 1)
    for number in range(12):
        made.add_paragraph(f"Staff must not post {number} pictures of pupils.", style="List Number")
    table = made.add_table(2, 2)
    table.cell(0, 0).text = "Who"
    made.save(out)
    from weasyprint import HTML

    page = "<h1>Policy</h1>" + "".join(f"<p>{n}. Pupils must not film lesson {n}.</p>" for n in range(20))
    return [
        out.getvalue(),
        HTML(string=page).write_pdf() or b"",
        page.encode(),
        b"# Policy\n\n1. You must ask.\n",
    ]


def rolls() -> list[bytes]:
    """Rolls of each kind: CSV, Excel, a ZIP of CSV files."""
    import openpyxl

    lines = [["Name", "Role", "Email"], *([f"Ann {n}", "teacher", f"a{n}@x.example"] for n in range(30))]
    csv = "\n".join(",".join(line) for line in lines).encode()
    book, out, archive = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(out)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("users.csv", csv)
    return [csv, out.getvalue(), archive.getvalue()]


def broken(data: bytes, chance: random.Random) -> bytes:
    """The file with bytes changed, cut out, doubled or put in; in an archive also within its members."""
    if data[:2] == b"PK" and chance.random() < 0.6:
        return _broken_inside(data, chance)
    made = bytearray(data)
    for _ in range(chance.choice((1, 2, 5, 40))):
        at = chance.randrange(len(made) or 1)
        match chance.randrange(5):
            case 0:
                made[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del made[at : at + chance.randrange(1, 200)]
            case 2:
                made[at:at] = made[at : at + chance.randrange(1, 400)] * chance.choice((1, 3, 50))
            case 3:
                made[at:at] = chance.randbytes(chance.randrange(1, 64))
            case _:
                made[at:at] = chance.choice(
                    (b"<" * 2000, b"(" * 3000, b"\0" * 99, b"&a;" * 500, b"-9999999999")
                )
        if not made:
            return b""
    return bytes(made)


def _broken_inside(data: bytes, chance: random.Random) -> bytes:
    out = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as was,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
        ):
            names = was.namelist()
            chosen = chance.choice(names)
            for name in names:
                member = was.read(name)
                made.writestr(name, broken(member, chance) if name == chosen else member)
    except (zipfile.BadZipFile, IndexError):
        return data
    return out.getvalue()
