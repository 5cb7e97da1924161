from django.utils import timezone

from belisha.answers.answering import Answered
from belisha.answers.models import AnswerLog
from belisha.policies.queries import InForce
from belisha.rules.vocabulary.loading import load_vocabulary


def log_answer(*, in_force: InForce, answered: Answered) -> AnswerLog | None:
    """Log what was decided for which role, without the words or the person.

    Nothing is logged for the holder of an office, who at one school is one person, nor where the words
    tell of harm.
    """
    situation = answered.situation
    if answered.help or load_vocabulary().roles[situation.role].is_office:
        return None
    return AnswerLog.objects.create(
        school=in_force.school,
        version=in_force.version,
        asked_at=timezone.now().replace(minute=0, second=0, microsecond=0),
        role=situation.role,
        action=situation.action,
        towards=situation.towards or "",
        facts=dict(situation.facts),
        verdict=answered.ruling.verdict,
        clauses=[ground.clause for ground in answered.ruling.deciding],
        is_sure=answered.is_sure,
    )
