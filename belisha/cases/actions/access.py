"""Give and take access to reports and cases, and tell those who have it, without names or words."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.cases.models import CaseAccess, IncidentCase, Report
from belisha.cases.routing import Hearing
from belisha.outbox.actions import queue_notice
from belisha.outbox.links import absolute
from belisha.outbox.models import Priority
from belisha.people.offices.holders import holders_by_office

SUBJECT = "Something needs you on Belisha"
TEXT = (
    "Something at {school} needs you. Sign in to see it:\n\n{link}\n\nThis message says no more on purpose."
)
BARRED = "It is about them"


def give_hearing(row: Report | IncidentCase, hearing: Hearing) -> None:
    """Give the offices of a hearing access, and bar those that it is about."""
    for hearer in hearing.hearers:
        grant(row, office=hearer.office, why=hearer.why, cites=", ".join(hearer.cites))
    for office in hearing.barred_offices:
        bar(row, office=office, why=BARRED)
    for user in hearing.barred_people:
        bar(row, user=user, why=BARRED)


def grant(
    row: Report | IncidentCase,
    *,
    why: str,
    user: int | None = None,
    office: str = "",
    cites: str = "",
    by: Actor | None = None,
) -> CaseAccess:
    """Give somebody or an office access, once."""
    where = _where(row) | {"user_id": user, "office": office, "is_barred": False, "ended_at": None}
    found = CaseAccess.objects.filter(**where).first()
    if found is not None:
        return found
    given: CaseAccess = CaseAccess.objects.create(
        **where, why=why[:300], cites=cites[:120], given_by_id=by.user_id if by else None
    )
    return given


def bar(row: Report | IncidentCase, *, why: str, user: int | None = None, office: str = "") -> None:
    """Bar somebody or an office from a report or a case; what they had ends."""
    where = _where(row) | {"user_id": user, "office": office, "ended_at": None}
    CaseAccess.objects.filter(**where, is_barred=False).update(ended_at=timezone.now())
    if not CaseAccess.objects.filter(**where, is_barred=True).exists():
        CaseAccess.objects.create(**where, is_barred=True, why=why[:300])


def copy_access(report: Report, case: IncidentCase) -> None:
    """Give a case the access and the bars of a report that it was made of."""
    for each in report.access.filter(ended_at=None):
        if each.is_barred:
            bar(case, user=each.user_id, office=each.office, why=each.why)
        else:
            grant(case, user=each.user_id, office=each.office, why=each.why, cites=each.cites)


def end_all_access(row: Report | IncidentCase) -> None:
    """End everybody's access; the bars stay."""
    CaseAccess.objects.filter(**_where(row), is_barred=False, ended_at=None).update(ended_at=timezone.now())


def people_with_access(row: Report | IncidentCase) -> set[int]:
    """Return the ids of those who have access today: by themselves or by an office, and are not barred."""
    rows = list(CaseAccess.objects.filter(**_where(row), ended_at=None))
    offices = {each.office for each in rows if each.office}
    held = holders_by_office(row.school_id, dict.fromkeys(offices, ()), today())
    given: set[int] = set()
    barred: set[int] = set()
    for each in rows:
        people = {each.user_id} if each.user_id else set(held[each.office].user_ids)
        (barred if each.is_barred else given).update(people)
    return given - barred


def alert(row: Report | IncidentCase, key: str, people: Iterable[int]) -> None:
    """Queue a mail to each of them that says that something needs them, and nothing else."""
    link = absolute(reverse("dashboard:home"))
    for person in sorted(people):
        queue_notice(
            school_id=row.school_id,
            to_id=person,
            key=f"{key} person {person}",
            subject=SUBJECT,
            text=TEXT.format(school=row.school.name, link=link),
            pace=Priority.AT_ONCE,
        )


def _where(row: Report | IncidentCase) -> dict[str, Report | IncidentCase]:
    return {"report": row} if isinstance(row, Report) else {"case": row}
