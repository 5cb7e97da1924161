"""Evidence for tests of cases, filed by whoever works on the case."""

from __future__ import annotations

from pathlib import Path

from belisha.access.actor import Actor
from belisha.cases.actions import outcomes, referrals, tasks
from belisha.cases.actions.evidence import add_case_file
from belisha.cases.actions.outcomes import OutcomeWords
from belisha.cases.models import IncidentCase
from belisha.evidence.models import EvidenceItem
from tests.cases.reporting import heard_by, person

PNG = b"\x89PNG\r\n\x1a\n" + b"harmless" * 50
FACTS = {"seen_on": "24/11/2026", "seen_at": "21:40", "place": "WhatsApp group 6B", "handle": "@someone"}


def worker(case: IncidentCase) -> Actor:
    return person(heard_by(case.reports.order_by("made_at")[0])[0])


def added(case: IncidentCase, body: bytes = PNG, name: str = "screen.png") -> EvidenceItem:
    return add_case_file(by=worker(case), case=case, pieces=[body], name=name, facts=FACTS)


def stored(item: EvidenceItem, folder: Path) -> Path:
    assert item.file is not None
    return folder / "files" / item.file.name[:2] / item.file.name


def closed(case: IncidentCase) -> None:
    """Do without all that is open, decide and close."""
    by = worker(case)
    for task in case.tasks.all():
        tasks.leave_out_task(by=by, task=task, words="Not needed.")
    for each in case.referrals.filter(state="to make"):
        referrals.decide_not_to_refer(by=by, referral=each, words="Below the threshold.")
    words = OutcomeWords("no-breach", reasons="A mistake.", lesson="Ask sooner.")
    outcomes.record_outcome(by=by, case=case, words=words)
    outcomes.close_case(by=by, case=case)
