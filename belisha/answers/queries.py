from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from belisha.answers.models import AnswerLog
from belisha.people.actor import Actor
from belisha.people.models import School
from belisha.people.roles import role_label
from belisha.policies.documents.clause_text import action_label
from belisha.policies.documents.verdict_labels import VerdictLabel, label_for

FEWEST_SHOWN = 3
LOOK_BACK = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class QuestionCount:
    """How often a kind of question was asked."""

    action: str
    role: str
    verdict: str
    words: VerdictLabel
    times: str


def most_asked(actor: Actor, school: School) -> list[QuestionCount]:
    """Return the questions of the last 90 days, the most asked first; counts below three are not shown."""
    since = timezone.now() - LOOK_BACK
    rows = AnswerLog.objects.visible_to(actor).filter(school=school, asked_at__gte=since)
    counted = (
        rows.values("action", "role", "verdict").annotate(times=Count("pk")).order_by("-times", "action")[:50]
    )
    return [
        QuestionCount(
            action_label(row["action"]) if row["action"] else "something that was not understood",
            role_label(row["role"]),
            row["verdict"],
            label_for(row["verdict"]),
            str(row["times"]) if row["times"] >= FEWEST_SHOWN else f"fewer than {FEWEST_SHOWN}",
        )
        for row in counted
    ]
