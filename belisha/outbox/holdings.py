"""What this room keeps about people: mail on its way."""

from django.db.models import Q

from belisha.base.holdings import Holding, Subject, holding
from belisha.outbox.models import Notice

holding(
    Holding(
        key="mail",
        model=Notice,
        title="Mail",
        kind="account",
        about=lambda user: Q(to=user),
        subjects=lambda row: [Subject("to whom it goes", row.to_id, row.address)],
        disclosed=lambda row, _: [("Subject", row.subject), ("Sent", str(row.sent_at or "not yet"))],
        kept_because="Its words are removed when it is sent, and the rest half a year later.",
    )
)
