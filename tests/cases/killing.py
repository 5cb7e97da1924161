"""Run an act again and again in children that meet a fault at one step after the other, and say what is left.

A step is a statement to the database, a commit, or something done to a file. The fault is SIGKILL before the
step, or a disk that is full from that step on. It runs in a process of its own: `main` writes a line of JSON
for each act of `fault_acts.ACTS`.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections

from belisha.audit.models import Event
from belisha.audit.verbs import stored_as
from belisha.base import file_store
from belisha.base.encrypted_files import remove_leftovers
from belisha.base.file_store import stored_names
from belisha.base.models import EncryptedFile
from belisha.cases.actions.reports import ReportNotKeptError, take_in_reports
from belisha.cases.models import CaseAccess, CaseTask, ChronologyEntry, IncidentCase, Report
from belisha.cases.record import CaseEvent
from belisha.cases.verification import checked_evidence
from belisha.complaints.spool import FOLDER as SPOOL
from belisha.complaints.spool import remove_drafts
from belisha.evidence.models import EvidenceItem, Release
from belisha.evidence.record import EvidenceEvent
from belisha.outbox.models import Notice
from belisha.retention.disposal import carry_on
from belisha.retention.models import Disposal

Do = Callable[[], object]
REFUSALS = (OSError, DatabaseError, ReportNotKeptError)
NOT_REACHED, ACKNOWLEDGED, REFUSED, BROKE = 0, 3, 7, 9
OFTEN = {"statement": 1, "open": 1}  # at how many of these an act meets a fault; at every step of other kinds
FILLER = "filler"
Left = Counter[str]


def main(fault: str, every: str = "", *names: str) -> None:
    """Try acts with one fault: "killed", "limited" (no file grows) or "full" (a disk without room).

    With `every`, at every step. Without names it is all acts.
    """
    from tests.cases.fault_acts import ACTS

    for name in names or ACTS:
        sys.stdout.write(json.dumps({"act": name, **_tried(ACTS[name], FAULTS[fault], bool(every))}) + "\n")
        sys.stdout.flush()


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def full() -> None:
    """Take all the room that is left. The parent gives it back."""
    handle = os.open(Path(settings.DATA_DIR, FILLER), os.O_WRONLY | os.O_CREAT)
    for size in (1 << 20, 1 << 12, 1):
        with suppress(OSError):
            while True:
                os.write(handle, bytes(size))
    os.close(handle)


FAULTS = {each.__name__: each for each in (killed, limited, full)}


def _tried(begin: Callable[[], Do], fault: Do, is_every: bool) -> dict[str, Any]:
    """Do the act once without a fault, which says what it leaves when it is whole; then with it."""
    begin()()  # what an act reads once is read here, for all the children
    do = begin()
    before = _left()
    steps, _ = _in_child(do, 0, fault)
    whole = _grown(before)
    assert whole, "the act leaves nothing at all"
    faults: list[str] = []
    came: Counter[str] = Counter()
    do = begin()
    for step in _chosen(steps, is_every):
        before = _left()
        _, ended = _in_child(do, step, fault)
        Path(settings.DATA_DIR, FILLER).unlink(missing_ok=True)
        grown = _grown(before)
        came[WORDS.get(ended, str(ended))] += 1
        if wrong := _wrong(ended, grown, whole):
            faults.append(f"step {step} of {len(steps)}, {steps[step - 1]}: {wrong}")
        do = begin() if grown else do
    faults += [f"{each.item}: {each.why}" for each in checked_evidence(using="default") if each.why]
    return {"steps": len(steps), "came": dict(came), "faults": faults}


WORDS = {
    NOT_REACHED: "not reached",
    ACKNOWLEDGED: "acknowledged",
    REFUSED: "refused",
    -signal.SIGKILL: "killed",
}


def _wrong(ended: int, grown: Left, whole: Left) -> str:
    if ended not in WORDS:
        return f"it broke off with {ended}"
    if ended in (ACKNOWLEDGED, NOT_REACHED) and grown != whole:
        return f"it was acknowledged, and is not there whole: {_told(grown)} of {_told(whole)}"
    if ended == REFUSED and grown:
        return f"it was refused, and something is left: {_told(grown)}"
    return "" if grown in (whole, Counter()) else f"a part of it is left: {_told(grown)} of {_told(whole)}"


def _told(counts: Left) -> str:
    return ", ".join(f"{name} {count:+}" for name, count in sorted(counts.items())) or "nothing"


def _chosen(steps: list[str], is_every: bool) -> list[int]:
    """Number the steps at which the fault comes."""
    numbers = range(1, len(steps) + 1)
    if is_every:
        return list(numbers)
    chosen = {each for each in numbers if steps[each - 1] not in OFTEN}
    for name in OFTEN:
        same = [each for each in numbers if steps[each - 1] == name]
        chosen.update(same[:: -(-len(same) // OFTEN[name]) or 1])
    return sorted(chosen)


def _in_child(do: Do, step: int, fault: Do) -> tuple[list[str], int]:
    """Act in a child that meets the fault before the step. Return the steps that it came to, and its end."""
    connections.close_all()
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        seen = _count_steps(step, fault, into)
        try:
            do()
        except REFUSALS:
            os._exit(REFUSED)
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(BROKE)
        os._exit(ACKNOWLEDGED if step and len(seen) >= step else NOT_REACHED)
    os.close(into)
    with os.fdopen(out) as lines:
        steps = lines.read().split()
    _, status = os.waitpid(child, 0)
    return steps, os.waitstatus_to_exitcode(status)


def _count_steps(step: int, fault: Do, into: int) -> list[str]:
    """Tell of each step through the pipe, and bring the fault before the one with this number."""
    connection = connections["default"]
    seen: list[str] = []

    def come_to(name: str) -> None:
        seen.append(name)
        os.write(into, f"{name}\n".encode())
        if len(seen) == step:
            fault()

    def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            come_to(name)
            return function(*given, **named)

        return call

    for name in ("open", "fsync", "link"):
        setattr(file_store.os, name, counted(name, getattr(os, name)))
    Path.unlink = counted("unlink", Path.unlink)  # type: ignore[method-assign]
    connection._commit = counted("commit", connection._commit)
    connection.execute_wrappers.append(
        lambda execute, *given: (come_to("statement"), execute(*given))[1]  # type: ignore[func-returns-value]
    )
    return seen


def _grown(before: Left) -> Left:
    after = _left()
    return Counter(
        {name: after[name] - before[name] for name in after | before if after[name] != before[name]}
    )


def _left() -> Left:
    """How much there is of what the acts make, after what a sweep takes in, carries on and takes away."""
    remove_leftovers(timedelta(seconds=-5))
    take_in_reports()
    remove_drafts(timedelta(seconds=-5))
    carry_on()
    rows = (Report, IncidentCase, ChronologyEntry, CaseAccess, CaseTask, Notice, Release)
    found = Counter({model.__name__: model.objects.count() for model in rows})
    found["events"] = Event.objects.filter(verb__in=stored_as(*CaseEvent, *EvidenceEvent)).count()
    for model in (Report, IncidentCase, EvidenceItem, Disposal):
        found.update(f"{model.__name__} {state}" for state in model.objects.values_list("state", flat=True))
    found["stamped"] = EvidenceItem.objects.exclude(timestamp="").count()
    found["erased"] = IncidentCase.objects.filter(wrapped_key="").count()
    found["destroyed files"] = EncryptedFile.objects.exclude(destroyed_at=None).count()
    found["files"] = sum(1 for _ in stored_names())
    found["spool"] = sum(1 for _ in Path(settings.DATA_DIR, SPOOL).glob("*"))
    return found
