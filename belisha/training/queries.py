from datetime import date

from django.db.models import Max, Q

from belisha.people.models import Membership, School
from belisha.training.models import Lesson, TrainingRecord
from belisha.training.periods import Period


def done_since(school: School, on: date) -> dict[tuple[str, int], date]:
    """Return the last day on which each clause was met by each person and still counts on `on`."""
    counting = TrainingRecord.objects.filter(school=school, done_on__lte=on).standing()
    counting = counting.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=on))
    rows = counting.values_list("clause", "person").annotate(last=Max("done_on"))
    return {(clause, person): last for clause, person, last in rows.order_by()}


def classes_of(school: School, on: date) -> list[str]:
    """Return the classes of the school's pupils."""
    rows = Membership.objects.filter(school=school, role="pupil").on(on).exclude(group="")
    return sorted(set(rows.values_list("group", flat=True)))


def classes_without_lesson(school: School, now: Period, on: date) -> list[str]:
    """Return the classes without a lesson in the period; `[""]` if no class is known and there was none."""
    lessons = Lesson.objects.filter(
        school=school, withdrawn_at__isnull=True, taught_on__range=(now.starts_on, now.ends_on)
    )
    taught = set(lessons.values_list("group", flat=True))
    classes = classes_of(school, on)
    if not classes:
        return [] if taught else [""]
    return [each for each in classes if each not in taught]
