"""Write to a chronology and to the confidential record, in the transaction of the change."""

from typing import Any

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.cases.models import ChronologyEntry, ChronologyKind, IncidentCase, Report
from belisha.cases.states import CASE_LIFE
from belisha.duties.triggers import request_sweep
from belisha.lifecycle.moves import Lifecycle

SOURCE = "cases"


class CaseRefusedError(Exception):
    """What was asked is not possible now. The sentence says why, and what to do."""


def add_entry(
    row: Report | IncidentCase,
    kind: ChronologyKind,
    words: str = "",
    *,
    by: Actor | None = None,
    about: str = "",
    cites: str = "",
    corrects: ChronologyEntry | None = None,
) -> ChronologyEntry:
    """Add an entry with sealed words to the chronology of a report or a case."""
    where = {"report": row} if isinstance(row, Report) else {"case": row}
    entry: ChronologyEntry = ChronologyEntry.objects.create(
        kind=kind,
        by_id=by.user_id if by else None,
        words=row.seal(words),
        about=about[:80],
        cites=cites[:120],
        corrects=corrects,
        **where,
    )
    return entry


def tell(by: Actor | None, row: Report | IncidentCase, verb: Verb, **detail: Any) -> None:
    """Record what was done in the confidential record of the school: by whom, to which row, and no words."""
    record(
        school_id=row.school_id,
        by=by.user_id if by else None,
        verb=verb,
        subject=str(row),
        detail=detail,
        is_confidential=True,
    )


def lock_case(case: IncidentCase) -> IncidentCase:
    """Return the case, locked until the transaction ends, as it is now."""
    found: IncidentCase = (
        IncidentCase.objects.select_for_update(of=("self",)).select_related("school").get(pk=case.pk)
    )
    return found


def lock_report(report: Report) -> Report:
    """Return the report, locked until the transaction ends, as it is now."""
    rows = Report.objects.select_for_update(of=("self",)).select_related("school", "case")
    found: Report = rows.get(pk=report.pk)
    return found


def move(row: Any, life: Lifecycle[Verb], verb: str) -> Verb:
    """Move a row along its table and save its state. Return the event. Raise CaseRefusedError."""
    refusal = life.refusal(verb, row.state)
    if refusal:
        raise CaseRefusedError(refusal)
    found = life.move(verb)
    row.state = found.target
    row.save(update_fields=["state"])
    return found.event


def move_case(by: Actor | None, case: IncidentCase, verb: str, **detail: Any) -> None:
    """Move a case, record it, and look again at what is due."""
    tell(by, case, move(case, CASE_LIFE, verb), state=case.state, **detail)
    look_again(case)


def look_again(row: Report | IncidentCase) -> None:
    """Ask what is due anew, once this is saved."""
    request_sweep(row.school, at_once=SOURCE)
