"""From the report page to the receipt with eight reporters at once, against asking a question by POST.

A server of its own in a temporary folder, with the demonstration. Turns of both alternate, so that a busy
machine slows them alike; each reporter asks for the page, and sends its form once it has come. The goal is a
ratio of the two 95th percentiles of at most 3. Every receipt is read back once all are done.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.serving import DEMO, SECONDS, ask, free_port

AT_ONCE, TURNS = 8, int(os.environ.get("BENCH_ROUNDS", "9"))
WORDS = "Year 6 pupils call my son names in a group every night, and he is crying."
QUESTION = "May I post photos of my class on my own page?"
FIELD = re.compile(r'name="(csrfmiddlewaretoken|sending|work)"[^>]*value="([^"]*)"')
RECEIPT = re.compile(r"(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}")
# From twenty reports an hour at one school a form asks for work, so the schools take turns.
SCHOOLS = ("grange", "calcot", "barley-lane", "coads-green")
Visitor = Callable[[str, int], str]


def main() -> None:
    """Print the percentiles of both in milliseconds and their ratio, and as one line of JSON."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"127.0.0.1:{free_port()}"
        given = {"BELISHA_DATA_DIR": folder, "BELISHA_HOSTS": "127.0.0.1", "BELISHA_HTTPS": "no"}
        surroundings = {**os.environ, **given, "PYTHONPATH": str(Path.cwd())}
        subprocess.run([sys.executable, "-c", DEMO], check=True, env=surroundings)
        words = [sys.executable, "-m", "belisha", "serve", "--bind", address, "--sweep-every", "never"]
        with subprocess.Popen(words, env=surroundings, stdout=subprocess.DEVNULL) as server:
            try:
                ask(address)
                figures = measured(address)
            finally:
                server.terminate()
    print(json.dumps(figures))


def measured(address: str) -> dict[str, float]:
    """Return the figures of both, after a turn of each that does not count."""
    took: dict[Visitor, list[float]] = {reported: [], asked: []}
    codes: list[tuple[str, str]] = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for turn in range(TURNS + 1):
            school = SCHOOLS[turn % len(SCHOOLS)]
            for visit in took:
                done = list(
                    pool.map(lambda each, v=visit, s=school: timed(v, address, s, each), range(AT_ONCE))
                )
                took[visit] += [seconds for seconds, _ in done] if turn else []
                codes += [(school, code) for _, code in done if visit is reported]
    for school, code in codes:
        assert "Your report" in sent(f"http://{address}/s/{school}/report/receipt/", {"code": code}), code
    figures: dict[str, float] = {}
    for name, visit in (("report", reported), ("question", asked)):
        cut = statistics.quantiles(took[visit], n=20)
        figures |= {f"{name} p50, ms": cut[9] * 1000, f"{name} p95, ms": cut[18] * 1000}
        print(f"{name:9} p50 {cut[9] * 1000:7.1f} ms  p95 {cut[18] * 1000:7.1f} ms")
    figures["ratio of p95"] = figures["report p95, ms"] / figures["question p95, ms"]
    print(f"ratio of p95: {figures['ratio of p95']:.2f} (at most 3), {len(codes)} receipts")
    return figures


def timed(visit: Visitor, address: str, school: str, number: int) -> tuple[float, str]:
    """Return the seconds that a visit took, and what came of it."""
    began = time.perf_counter()
    found = visit(f"http://{address}/s/{school}", number)
    return time.perf_counter() - began, found


def reported(school: str, number: int) -> str:
    """Ask for the report page, send its form, and return the receipt."""
    page = sent(f"{school}/report/", {"words": f"{WORDS} {number}", "as": "parent"})
    found = RECEIPT.search(page)
    assert found, "no receipt"
    return found[0]


def asked(school: str, number: int) -> str:
    """Ask for the page of questions, and send one."""
    return sent(f"{school}/ask/", {"as": "teacher", "q": f"{QUESTION} {number}"})[:1]


def sent(address: str, typed: dict[str, str]) -> str:
    """Open a page as somebody who was never there, send its form, and return what comes of it."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with browser.open(address, timeout=SECONDS) as page:
        form = dict(FIELD.findall(page.read().decode()))
    with browser.open(address, urlencode({**form, **typed}).encode(), timeout=SECONDS) as answer:
        return str(answer.read().decode())


if __name__ == "__main__":
    main()
