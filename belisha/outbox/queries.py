from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.outbox.models import Notice, NoticeState
from belisha.outbox.refusals import Refusal, refusal_of
from belisha.outbox.working_days import bank_holidays_known_until
from belisha.people.models import School, Term

WEEK = timedelta(days=7)
SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class CalendarGaps:
    """What is assumed of days on which email may go out, because nobody has entered it.

    `terms_until` is the last day of the terms that the school has entered, if that is past or near;
    `holidays_until` the last bank holiday that is known, if that is past.
    """

    terms_until: date | None = None
    holidays_until: date | None = None


def calendar_gaps(school: School, on: date) -> CalendarGaps:
    """Return what is assumed of the school's days from now on. One query."""
    last = Term.objects.filter(school=school).aggregate(last=Max("ends_on"))["last"]
    known = bank_holidays_known_until()
    return CalendarGaps(
        terms_until=last if last is not None and last < on + SOON else None,
        holidays_until=known if known < on else None,
    )


@dataclass(frozen=True, slots=True)
class Outbox:
    """The state of a school's mail: counts, and the mail server's last error."""

    waiting: int
    put_off: int
    sent: int
    last_sent_at: datetime | None
    trouble: str

    @property
    def refuses_site(self) -> bool:
        """Return whether the mail server refuses this site as a sender."""
        code = self.trouble.partition(" ")[0]
        return code.isdigit() and refusal_of(int(code), self.trouble) is Refusal.SENDER


def outbox(actor: Actor, school: School) -> Outbox:
    """Return the state of the school's mail that the actor may see. Two queries."""
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
    """Return the mails whose address the mail server refused for good, newest first."""
    rows = Notice.objects.visible_to(actor).filter(school=school, state=NoticeState.DROPPED)
    found: QuerySet[Notice] = rows.exclude(refused="").select_related("to").order_by("-tried_at")
    return found
