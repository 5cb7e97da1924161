"""Restores that are killed at random: afterwards the installation is the old one or the new one, whole."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

BIN = Path(sys.executable).parent


def restores(count: int, until: float, chance: random.Random, second: str) -> dict[str, Any]:
    """Restore one of two backups over the other, killed at random, into the database `second` or a file."""
    from django.conf import settings

    from belisha.cli.backup.create import create_backup
    from tests.torture.acts import add_person

    folder = Path(settings.DATA_DIR) / "second"
    folder.mkdir()
    site = _Site(folder, second)
    files = [Path(settings.DATA_DIR) / f"restored-{which}.backup" for which in "ab"]
    create_backup(files[0])
    add_person("restored")
    create_backup(files[1])
    whole, seconds = [], 0.0
    for file in files:
        began = time.monotonic()
        site.start("restore", str(file), "--replace", "--verify").wait()
        seconds = time.monotonic() - began
        whole.append(site.state())
    came: Counter[str] = Counter()
    faults = [] if whole[0] != whole[1] else ["the two backups are alike"]
    number = 0
    while number < count and time.monotonic() < until:
        wanted = number % 2
        running = site.start("restore", str(files[wanted]), "--replace", "--verify")
        time.sleep(chance.random() * seconds * 1.1)
        running.kill()
        ended = running.wait()
        found = site.state()
        if found not in whole:
            faults.append(f"restore {number} left {found}")
        elif ended == 0 and found != whole[wanted]:
            faults.append(f"restore {number} said that it was done, and was not")
        else:
            came["the new one" if found == whole[wanted] else "the old one"] += 1
        number += 1
    return {"part": "restores", "kills": number, "left": dict(came), "faults": faults}


class _Site:
    """Another installation, spoken to by commands only."""

    def __init__(self, folder: Path, database: str) -> None:
        self._folder = folder
        own = {"BELISHA_DATA_DIR": str(folder)}
        own["BELISHA_DATABASE_URL"] = database or f"sqlite:///{folder}/belisha.sqlite3"
        self._environment = {**os.environ, **own}

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a command."""
        return subprocess.Popen(
            [str(BIN / "belisha"), *words], env=self._environment, stdout=subprocess.DEVNULL
        )

    def state(self) -> str:
        """Return what `belisha verify` finds, what is kept in the folder, and whether work was left over."""
        done = subprocess.run(
            [str(BIN / "belisha"), "verify", "--json"],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            return f"{done.returncode}: {done.stdout[-500:]} {done.stderr[-500:]}"
        chains = {each["name"]: each["events"] for each in json.loads(done.stdout)["chains"]}
        left = [file.name for file in self._folder.iterdir() if file.name.startswith(".restore")]
        return json.dumps({"chains": chains, "left": left}, sort_keys=True)
