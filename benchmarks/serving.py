"""The memory of a server's worker that has answered forty questions: what is resident, and what is its own.

Workers share what was loaded before they were made: one more of them costs what is its own. Needs Linux.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

DEMO = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "belisha.config.settings"
from belisha.cli.startup import prepare_database
prepare_database()
from belisha.demo.build import build_demo
build_demo()
"""
QUESTIONS = (
    "Can I add a pupil on Instagram?",
    "May I post photos of my class?",
    "Can I use my phone at break?",
    "Who do I tell if a pupil messages me?",
    "What happens if I break this?",
)
TIMES, SECONDS = 8, 60


def main() -> None:
    """Measure the worker with more of its own, of two, and print the figures as one line of JSON."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"127.0.0.1:{free_port()}"
        given = {"BELISHA_DATA_DIR": folder, "BELISHA_HOSTS": "127.0.0.1", "BELISHA_HTTPS": "no"}
        surroundings = {**os.environ, **given, "PYTHONPATH": str(Path.cwd())}
        subprocess.run([sys.executable, "-c", DEMO], check=True, env=surroundings)
        words = [sys.executable, "-m", "belisha", "serve", "--bind", address, "--sweep-every", "never"]
        with subprocess.Popen(words, env=surroundings, stdout=subprocess.DEVNULL) as server:
            try:
                ask(address)
                workers = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
                own, resident = max(memory_of(each) for each in workers)
            finally:
                server.terminate()
    figures = {"resident, MB": resident, "of its own, MB": own, "of its own to resident": own / resident}
    print(json.dumps({"a worker": figures}))


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(address: str) -> None:
    """Wait until the server answers and its workers have loaded the model, then ask every question."""
    end = time.monotonic() + SECONDS
    while True:
        try:
            urllib.request.urlopen(f"http://{address}/healthz", timeout=SECONDS).close()
            break
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
    time.sleep(5)
    for question in QUESTIONS * TIMES:
        query = urlencode({"as": "teacher", "q": question})
        urllib.request.urlopen(f"http://{address}/s/grange/ask/?{query}", timeout=SECONDS).close()


def memory_of(process: str) -> tuple[float, float]:
    """Return the memory of a process in MB: its own, and all that is resident."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    found = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}
    return found["Private_Clean"] + found["Private_Dirty"], found["Rss"]


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main()
