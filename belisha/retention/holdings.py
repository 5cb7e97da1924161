"""What this room keeps about people: requests about their data, breaches, disposals."""

from django.db.models import F, Q

from belisha.base.holdings import Disclosed, Holding, Subject, exempt, holding
from belisha.people.accounts.encryption import decrypt
from belisha.retention.models import (
    Breach,
    DataRequest,
    Disposal,
    DisposalItem,
    DisposalStub,
    LegalHold,
    RetentionSetting,
)
from belisha.retention.record import RetentionEvent
from belisha.retention.requests import PURPOSE


def _request_disclosed(row: DataRequest, user_id: int) -> Disclosed:
    told = [("Request", row.get_kind_display()), ("Received on", str(row.received_on))]
    if row.person_id == user_id and row.answer:
        told.append(("Answer", decrypt(row.answer, PURPOSE)))
    return told


holding(
    Holding(
        key="data-requests",
        model=DataRequest,
        title="Requests about personal data",
        kind="data-protection",
        about=lambda user: Q(person=user) | Q(entered_by=user),
        subjects=lambda row: [
            *([Subject("who asked", row.person_id)] if row.person_id else []),
            Subject("who took it in", row.entered_by_id),
        ],
        disclosed=_request_disclosed,
        triggers={"outcome": F("ended_at")},
        stub=lambda row: {"kind": row.kind, "state": row.state},
        looks=(RetentionEvent.LOOKED_AT_DATA_REQUEST, RetentionEvent.GATHERED_PERSONS_DATA),
        noun="data request",
    )
)
holding(
    Holding(
        key="breaches",
        model=Breach,
        title="Breaches of personal data",
        kind="data-protection",
        about=lambda user: Q(entered_by=user),
        subjects=lambda row: [Subject("who logged it", row.entered_by_id)],
        disclosed=lambda row, _: [("You logged a breach on", f"{row.entered_at:%d %B %Y}")],
        triggers={"outcome": F("closed_at")},
        stub=lambda row: {"reported": "yes" if row.told_commissioner_at else "no"},
        looks=(RetentionEvent.LOOKED_AT_BREACH,),
        noun="breach",
    )
)
holding(
    Holding(
        key="holds",
        model=LegalHold,
        title="Legal holds",
        kind="data-protection",
        about=lambda user: Q(person=user) | Q(placed_by=user),
        subjects=lambda row: [
            *([Subject("whose records are held", row.person_id)] if row.person_id else []),
            Subject("who placed it", row.placed_by_id),
        ],
        disclosed=lambda row, _: [("Records are held since", f"{row.placed_at:%d %B %Y}")],
        triggers={"outcome": F("lifted_at")},
    )
)
holding(
    Holding(
        key="disposals",
        model=Disposal,
        title="Disposals and their certificates",
        kind="data-protection",
        about=lambda user: Q(prepared_by=user) | Q(decided_by=user),
        subjects=lambda row: [
            Subject("who prepared it", row.prepared_by_id),
            *([Subject("who decided on it", row.decided_by_id)] if row.decided_by_id else []),
        ],
        disclosed=lambda row, _: [("Disposal", row.holding), ("State", row.state)],
        kept_because="A certificate of destruction is kept as long as the school.",
        parts=(DisposalItem,),
    )
)
exempt(DisposalStub, "counts of what was destroyed, about nobody")
exempt(RetentionSetting, "how long the school keeps a kind of record")
