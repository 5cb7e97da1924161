"""What a visit sends, what a command costs before it does anything, and what reading in the sandbox costs.

Bytes of a page and of the style with gzip against without; the processor time of `belisha --help` against
that of loading every command; a page and a Word file read in the sandbox against the same without, warm,
by the clock and in processor time.
"""

# ruff: noqa: PLC0415 - Django is set up once the folder of the database is named

import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

TURNS = 15


def main() -> None:
    """Measure all three and print the figures as one line of JSON."""
    figures = {"sent": sent(), "help": started(), "sandbox": read()}
    print(json.dumps(figures))


def sent() -> dict[str, float]:
    """Return the bytes of the whole policy and of the style, and the ratio with gzip."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(BELISHA_DATA_DIR=folder, DJANGO_SETTINGS_MODULE="belisha.config.settings")
        from belisha.cli.startup import prepare_database

        prepare_database()
        from django.test import Client

        from belisha.demo.build import build_demo

        build_demo()
        figures: dict[str, float] = {}
        for name, path in (
            ("whole policy", "/s/grange/policy/"),
            ("compare", "/compare/?a=grange&b=calcot"),
            ("style", "/static/belisha/dist/belisha.css"),
        ):
            plain, packed = (
                size(Client(headers={"host": "localhost"}).get(path, headers={"Accept-Encoding": accepts}))
                for accepts in ("", "gzip")
            )
            figures[f"{name}, bytes"] = plain
            figures[f"{name}, with gzip to without"] = packed / plain
        return figures


def size(response: Any) -> int:
    """Return the length of a response's body."""
    return len(b"".join(response) if response.streaming else response.content)


def started() -> dict[str, float]:
    """Return the processor time of `belisha --help`, and its ratio to loading every command."""
    short = processor(["-m", "belisha", "--help"])
    whole = processor(["-c", "from belisha.cli.main import parser; parser()"])
    return {"belisha --help, s": short, "to loading every command": short / whole}


def processor(words: list[str]) -> float:
    """Return the median processor time in seconds of a Python process."""
    spent = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *words], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(spent)


def read() -> dict[str, float]:
    """Return what reading in the sandbox adds, in milliseconds, for a page and a Word file."""
    import docx

    from belisha.policies.website.documents import document_text
    from belisha.policies.website.pages import read_page
    from belisha.sandbox import run_in_sandbox
    from belisha.sandbox.fetching import FetchedFile

    document, file = docx.Document(), io.BytesIO()
    for _ in range(200):
        document.add_paragraph("A clause of the policy that goes on for a while. " * 5)
    document.save(file)
    html = "<html><body>" + '<p>The policy says <a href="/p.pdf">this</a>.</p>' * 500 + "</body></html>"
    figures = {}
    for name, reader, fetched in (
        ("page", read_page, FetchedFile("https://x.example/", "text/html", "utf-8", html.encode())),
        ("Word file", document_text, FetchedFile("https://x.example/p.docx", "", "", file.getvalue())),
    ):
        run_in_sandbox(reader, fetched)
        inside = median(lambda reader=reader, fetched=fetched: reader(fetched))  # type: ignore[misc]
        outside = median(lambda reader=reader, fetched=fetched: run_in_sandbox(reader, fetched))  # type: ignore[misc]
        figures[f"{name} in the process, ms"] = inside
        figures[f"{name} in the sandbox, ms more"] = outside - inside
        alone, both = processor_time(reader, fetched)
        figures[f"{name} in the process, ms of processor"] = alone
        figures[f"{name} in the sandbox, ms of processor more"] = both - alone
    return figures


def processor_time(reader: Callable[[Any], object], fetched: object) -> tuple[float, float]:
    """Return the processor time of a reading in milliseconds: here, and in the sandbox with its processes."""
    from belisha.sandbox import run_in_sandbox
    from belisha.sandbox.room import _ROOM

    def spent(act: Callable[[], object], *, pid: int = 0) -> float:
        began = time.process_time() + _time_of(pid)
        for _ in range(TURNS * 2):
            act()
        return (time.process_time() + _time_of(pid) - began) / (TURNS * 2) * 1000

    room = _ROOM._process  # noqa: SLF001 - no other way to ask what it has spent
    assert room is not None
    alone = min(spent(lambda: reader(fetched)) for _ in range(3))
    both = min(spent(lambda: run_in_sandbox(reader, fetched), pid=room.pid) for _ in range(3))
    return alone, both


def _time_of(pid: int) -> float:
    """Return what a process and its ended children have spent, in seconds; 0 for no process."""
    if not pid:
        return 0.0
    parts = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return sum(map(int, parts[11:15])) / os.sysconf("SC_CLK_TCK")


def median(act: Callable[[], object]) -> float:
    """Return the median time of `act` in milliseconds."""
    times = []
    for _ in range(TURNS):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main()
