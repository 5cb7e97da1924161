"""What this room keeps about people: how an office or an outside body is reached."""

from django.db.models import F

from belisha.base.holdings import Holding, Subject, holding
from belisha.directory.models import SchoolContact

holding(
    Holding(
        key="contacts",
        model=SchoolContact,
        title="Whom to tell",
        kind="duty",
        subjects=lambda row: [Subject("who is reached there", name=row.name)] if row.name else [],
        triggers={"expiry": F("to_on"), "outcome": F("to_on")},
        stub=lambda row: {"office": row.word},
    )
)
