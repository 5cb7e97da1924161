"""What this room keeps about people: training records and lessons."""

from collections.abc import Iterator

from django.db.models import F, Q

from belisha.base.holdings import Disclosed, Holding, Subject, holding
from belisha.people.memberships.leaving import left_on
from belisha.training.models import Lesson, TrainingRecord


def _of_record(row: TrainingRecord) -> Iterator[Subject]:
    yield Subject("whose training it is", row.person_id)
    if row.entered_by_id and row.entered_by_id != row.person_id:
        yield Subject("who entered it", row.entered_by_id)


def _record_disclosed(row: TrainingRecord, user_id: int) -> Disclosed:
    told: list[tuple[str, str | None]] = [("Training", row.title), ("Done on", str(row.done_on))]
    if row.person_id == user_id:
        told += [("Course", row.course), ("Evidence", row.evidence), ("Withdrawn because", row.withdrawn_why)]
    return [(label, value) for label, value in told if value]


def _of_lesson(row: Lesson) -> Iterator[Subject]:
    people = {row.taught_by_id: "who taught it", row.entered_by_id: "who entered it"}
    yield from (Subject(part, person) for person, part in people.items() if person)


holding(
    Holding(
        key="training",
        model=TrainingRecord,
        title="Training records",
        kind="training",
        about=lambda user: Q(person=user) | Q(entered_by=user),
        subjects=_of_record,
        disclosed=_record_disclosed,
        triggers={"leaving": left_on(), "made": F("done_on")},
        stub=lambda row: {"clause": row.clause, "year": str(row.done_on.year)},
        corrections={"course": "Course", "evidence": "Evidence"},
    )
)
holding(
    Holding(
        key="lessons",
        model=Lesson,
        title="Lessons on being safe online",
        kind="lesson",
        about=lambda user: Q(taught_by=user) | Q(entered_by=user),
        subjects=_of_lesson,
        disclosed=lambda row, _: [("Lesson", row.topic), ("Class", row.group), ("On", str(row.taught_on))],
        triggers={"made": F("taught_on")},
        stub=lambda row: {"year": str(row.taught_on.year)},
        corrections={"topic": "Topic"},
    )
)
