"""Run an act again and again in children that are killed at one step after the other, and say what is left.

A step is a statement to the database, a commit, or something done to a file. It runs in a process of its own:
`main` writes a line of JSON for each act.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from belisha.base import file_store
from belisha.base.encrypted_files import remove_leftovers
from belisha.base.file_store import stored_names
from belisha.cases.actions.cases import make_case
from belisha.cases.actions.reports import take_in_reports
from belisha.cases.export import export_case
from belisha.cases.models import ChronologyEntry, IncidentCase, Report
from belisha.evidence.models import EvidenceItem
from belisha.evidence.queries import items_of
from tests.cases import reporting
from tests.cases.filing import added, worker

LIMIT = 2000
# How many steps are between two kills: a file has about 25 in all, a case 200.
STRIDES = {"file": 3, "export": 9, "report": 60, "case": 90}
Act = Callable[[], object]


def main() -> None:
    reporting.reported()
    case = reporting.begun()
    added(case)

    def export() -> None:
        for _ in export_case(by=worker(case), case=case, kind="police"):
            pass

    def take_up() -> None:
        row = Report.objects.filter(state="received").first() or reporting.reported()
        office = reporting.person(reporting.heard_by(row)[0])
        make_case(by=office, report=row, category="cyberbullying")

    acts: dict[str, Act] = {
        "file": lambda: added(IncidentCase.objects.get(pk=case.pk)),
        "export": export,
        "report": lambda: reporting.reported("Somebody took my phone and wrote to everybody."),
        "case": take_up,
    }
    for name, act in acts.items():
        sys.stdout.write(json.dumps({"act": name, **_tried(act, STRIDES[name])}) + "\n")
    sys.stdout.write(json.dumps({"act": "full disk", **_on_full_disk(case)}) + "\n")


def _on_full_disk(case: IncidentCase) -> dict[str, Any]:
    """Add a file where none may grow so large. Return whether it was refused, and what is left."""
    before = _left()
    connections.close_all()
    child = os.fork()
    if child == 0:
        longest = max(each.stat().st_size for each in Path(settings.DATA_DIR).rglob("*") if each.is_file())
        resource.setrlimit(resource.RLIMIT_FSIZE, (longest + (1 << 20), longest + (1 << 20)))
        try:
            added(case, b"\x89PNG\r\n\x1a\n" + bytes(longest + (4 << 20)))
        except OSError:
            os._exit(7)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    after = _left()
    left = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    return {"refused": os.waitstatus_to_exitcode(status) == 7, "left": left}


def _tried(act: Act, stride: int) -> dict[str, Any]:
    """Kill the act at each step until it comes to its end."""
    faults: list[str] = []
    kills, partly = 0, 0
    for step in range(1, LIMIT, stride):
        before = _left()
        is_done = _in_child(act, step)
        after = _left()
        if is_done:
            grown = [name for name in after if after[name] != before[name]]
            return {"kills": kills, "whole": partly, "faults": faults, "grown": grown}
        kills += 1
        if after == before:
            continue
        partly += 1
        faults += _faults(step, before, after)
    return {"faults": ["it came to no end"]}


def _in_child(act: Act, step: int) -> bool:
    """Run the act in a child that is killed before the step. Return whether it came to its end first."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        _count_down(step)
        act()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    ended = os.waitstatus_to_exitcode(status)
    assert ended in (0, -signal.SIGKILL), f"step {step}: it ended with {ended}"
    return ended == 0


def _count_down(step: int) -> None:
    connection = connections["default"]
    left = [step]

    def count(*_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            count()
            return function(*given, **named)

        return call

    for name in ("open", "fsync", "link"):
        setattr(file_store.os, name, counted(getattr(os, name)))
    Path.unlink = counted(Path.unlink)  # type: ignore[method-assign]
    connection._commit = counted(connection._commit)
    connection.execute_wrappers.append(
        lambda execute, *given: (count(), execute(*given))[1]  # type: ignore[func-returns-value]
    )


def _left() -> dict[str, int]:
    """How much there is of what the acts make, after what a sweep takes in and away."""
    remove_leftovers(timedelta(seconds=-5))
    take_in_reports()
    entries = ChronologyEntry.objects.filter(kind="evidence").count()
    return {
        "items": EvidenceItem.objects.count(),
        "entries": entries,
        "files": sum(1 for _ in stored_names()),
        "reports": Report.objects.count(),
        "cases": IncidentCase.objects.count(),
        "taken up": Report.objects.filter(state="being dealt with").count(),
        "accessible": Report.objects.filter(access__is_barred=False).distinct().count(),
        "received": sum(len(items_of(each)) for each in IncidentCase.objects.all()),
    }


def _faults(step: int, before: dict[str, int], after: dict[str, int]) -> list[str]:
    """What is left in part: whatever is there, all that belongs to it must be there."""
    grown = {name: after[name] - before[name] for name in after}
    together = (("items", "entries", "files", "received"), ("reports", "accessible"), ("cases", "taken up"))
    return [
        f"step {step}: {group} {[grown[name] for name in group]}"
        for group in together
        if len({grown[name] for name in group}) > 1
    ]
