"""Training at a demonstration school: some people are trained; a lesson, and one answered complaint."""

from datetime import date

from django.db import transaction

from belisha.complaints.actions import answer_matter, submit_matter
from belisha.complaints.models import Matter, MatterKind
from belisha.complaints.receipts import new_receipt
from belisha.complaints.routing import route_for
from belisha.complaints.spool import SentMatter, SpooledMatter
from belisha.demo.people_history import holder
from belisha.people.models import School
from belisha.policies.queries import policy_in_force
from belisha.training.actions import CompletedTraining, record_training
from belisha.training.lesson_actions import record_lesson
from belisha.training.models import TrainingRecord
from belisha.training.requirements import requirements_at

TRAINED_ON, LAST_DAY = date(2026, 9, 2), date(2026, 11, 21)
COURSE = "Staff day in September"


@transaction.atomic
def build_training_history(school: School) -> None:
    """Add a term of training to a demonstration school. Running it again changes nothing."""
    keeper = holder(school, "headteacher")
    if keeper is None or TrainingRecord.objects.filter(school=school).exists():
        return
    by_clause: dict[str, tuple[str, list[int]]] = {}
    for item in requirements_at(school, LAST_DAY):
        by_clause.setdefault(item.recurring.clause, (item.recurring.title, []))[1].append(item.person_id)
    for clause, (title, people) in by_clause.items():
        done = CompletedTraining(
            clause, title, TRAINED_ON, COURSE, "The list of who was there is in the office"
        )
        record_training(by=keeper, school=school, people=sorted(people)[::2], done=done)
    if by_clause:
        record_lesson(
            by=keeper,
            school=school,
            taught_on=date(2026, 11, 12),
            groups=["Oak", "Elm"],
            topic="What to do when a message frightens you",
            taught_by=keeper.user_id or 0,
        )
    _complaint(school)


def _complaint(school: School) -> None:
    if Matter.objects.filter(school=school).exists():
        return
    found = policy_in_force(school.slug)
    way = route_for(school, found.policy if found else None, MatterKind.COMPLAINT)
    words = "The policy says nothing of class chats that parents make. Who looks after them?"
    matter, _ = submit_matter(
        SpooledMatter(school.pk, SentMatter(MatterKind.COMPLAINT, way.heard_by, words), new_receipt())
    )
    chair = holder(school, "chair-of-governors")
    if chair:
        answer = "Thank you. Nobody at the school does. We shall talk about it at the next review."
        answer_matter(by=chair, matter=matter, words=answer)
