from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.notices.models import Notice, NoticeState
from belisha.people.models import School

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Outbox:
    """How the mail of a school stands: counts, and what the mail server said last where it failed."""

    waiting: int
    put_off: int
    sent: int
    last_sent_at: datetime | None
    trouble: str


def outbox(actor: Actor, school: School) -> Outbox:
    """How the school's mail stands, as far as the actor may see it. Two queries."""
    rows = Notice.objects.visible_to(actor).filter(school=school)
    waits = Q(state__in=[NoticeState.WAITING, NoticeState.SENDING])
    counts = rows.aggregate(
        waiting=Count("pk", filter=waits),
        put_off=Count("pk", filter=waits & Q(tries__gt=0)),
        sent=Count("pk", filter=Q(state=NoticeState.SENT, sent_at__gt=timezone.now() - WEEK)),
        last=Max("sent_at"),
    )
    said = rows.filter(waits).exclude(trouble="").order_by("-tried_at").values_list("trouble", flat=True)
    trouble = next(iter(said[:1]), "")
    return Outbox(counts["waiting"], counts["put_off"], counts["sent"], counts["last"], trouble)


def refused(actor: Actor, school: School) -> QuerySet[Notice]:
    """The mails that the mail server refused for good for their address, newest first."""
    rows = Notice.objects.visible_to(actor).filter(school=school, state=NoticeState.DROPPED)
    found: QuerySet[Notice] = rows.exclude(refused="").select_related("to").order_by("-tried_at")
    return found
