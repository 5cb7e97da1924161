from datetime import date, timedelta

from django.core.cache import cache
from django.utils import timezone

from belisha.answers.answering import Answered
from belisha.answers.models import AnswerLog
from belisha.policies.queries import InForce
from belisha.rules.vocabulary.loading import load_vocabulary

# How many questions of people who have not signed in are logged at a school a day: of one kind, and all.
# Anybody could ask a thousand times what governors then read as what people ask.
OF_ONE_KIND, IN_ALL = 5, 200
DAY = timedelta(days=1).total_seconds()


def log_answer(*, in_force: InForce, answered: Answered, is_known: bool) -> AnswerLog | None:
    """Log what was decided for which role, without the words or the person.

    Nothing is logged for the holder of an office, who at one school is one person, nor where the words
    tell of harm; nor beyond a number a day where nobody knows who asks (`is_known` is false).
    """
    situation = answered.situation
    if answered.help or load_vocabulary().roles[situation.role].is_office:
        return None
    kind = f"{situation.role} {situation.action}"
    if not is_known and not _is_within_limits(in_force.school.pk, kind):
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


def _is_within_limits(school_id: int, kind: str) -> bool:
    """Count a question of somebody unknown, and return whether it is within both limits of the day.

    One entry holds the counts of a school, since many would push out those of failed sign-ins. Two at the
    same moment may count as one.
    """
    key, day = f"asked-by-nobody-{school_id}", timezone.localdate()
    held: tuple[date, dict[str, int]] | None = cache.get(key)
    counts = held[1] if held and held[0] == day else {}
    count = counts.get(kind, 0) + 1
    if count > OF_ONE_KIND or sum(counts.values()) >= IN_ALL:
        return False
    cache.set(key, (day, {**counts, kind: count}), timeout=DAY)
    return True
