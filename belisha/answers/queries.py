from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from belisha.answers.models import AnswerLog
from belisha.people.actor import Actor
from belisha.people.models import School
from belisha.people.roles import role_label
from belisha.policies.clause_words import action_words
from belisha.policies.verdict_words import VerdictWords, words_for

FEWEST = 3
LOOK_BACK = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class AskedRow:
    """How often a kind of question was asked."""

    action: str
    role: str
    verdict: str
    words: VerdictWords
    times: str


def asked_most(actor: Actor, school: School) -> list[AskedRow]:
    """The questions of the last 90 days, the most asked first; fewer than three are not counted out."""
    since = timezone.now() - LOOK_BACK
    rows = AnswerLog.objects.visible_to(actor).filter(school=school, asked_at__gte=since)
    counted = (
        rows.values("action", "role", "verdict").annotate(times=Count("pk")).order_by("-times", "action")[:50]
    )
    return [
        AskedRow(
            action_words(row["action"]) if row["action"] else "something that was not understood",
            role_label(row["role"]),
            row["verdict"],
            words_for(row["verdict"]),
            str(row["times"]) if row["times"] >= FEWEST else f"fewer than {FEWEST}",
        )
        for row in counted
    ]
