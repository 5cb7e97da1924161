"""What this room keeps about people: what was due from them, and how they are reminded."""

from collections.abc import Iterator

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from belisha.base.holdings import Disclosed, Holding, Subject, exempt, holding
from belisha.duties.models import Duty, ReminderSetting, Sweep, SweepRequest
from belisha.people.memberships.leaving import left_on


def _subjects(row: Duty) -> Iterator[Subject]:
    if row.person_id:
        yield Subject("who had to do it", row.person_id)
    if row.done_by_id and row.done_by_id != row.person_id:
        yield Subject("who did it", row.done_by_id)


def _disclosed(row: Duty, _: int) -> Disclosed:
    told = [
        ("Duty", row.title),
        ("Due on", str(row.due_on)),
        ("Done", str(row.done_at or "")),
        ("How", row.how),
    ]
    return [(label, value) for label, value in told if value]


holding(
    Holding(
        key="duties",
        model=Duty,
        title="Duties",
        kind="duty",
        about=lambda user: Q(person=user) | Q(done_by=user),
        subjects=_subjects,
        disclosed=_disclosed,
        triggers={"outcome": Coalesce(F("done_at"), F("dropped_at")), "leaving": left_on()},
        stub=lambda row: {"source": row.source, "clause": row.clause, "done": "yes" if row.done_at else "no"},
    )
)
holding(
    Holding(
        key="reminder-settings",
        model=ReminderSetting,
        title="How people are reminded",
        kind="account",
        about=lambda user: Q(person=user),
        subjects=lambda row: [Subject("who is reminded", row.person_id)],
        disclosed=lambda row, _: [
            ("Reminders", row.get_frequency_display()),
            ("What is handed to you", "at once" if row.hears_at_once else "with the others"),
        ],
        triggers={"leaving": left_on()},
    )
)
exempt(Sweep, "when the school was last swept")
exempt(SweepRequest, "that the school is to be swept soon")
