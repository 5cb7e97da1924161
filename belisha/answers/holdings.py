"""What this room keeps: answers that were given, without who asked or their words."""

from django.db.models import F

from belisha.answers.models import AnswerLog
from belisha.base.holdings import Holding, holding

holding(
    Holding(
        key="answers",
        model=AnswerLog,
        title="Answers that were given",
        kind="question",
        triggers={"made": F("asked_at")},
        stub=lambda row: {"verdict": row.verdict, "clauses": " ".join(row.clauses)},
    )
)
