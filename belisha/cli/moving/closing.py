"""Close a school here that has gone to another site: it can be read by its people, and nothing is changed."""

from django.db import transaction
from django.utils import timezone

from belisha.audit.actions import record
from belisha.audit.record import AuditEvent
from belisha.channels.models import OfficialAccount
from belisha.connections.models import Webhook
from belisha.outbox.models import Notice, NoticeState
from belisha.people.models import School

WAITED = "the school has moved to another site"


class ClosingError(Exception):
    """The school cannot be closed or opened. The message is a sentence."""


@transaction.atomic
def close_school(school: School, moved_to: str) -> None:
    """Close a school that is at another address now. What waits to be sent from here is dropped.

    Its accounts and webhooks are ended here: the new place has them too, and nothing is to be sent twice.
    Raise ClosingError if it is closed already.
    """
    now = timezone.now()
    here = School.objects.filter(pk=school.pk, moved_at=None)
    if not here.update(moved_to=moved_to, moved_at=now):
        raise ClosingError(f"`{school.slug}` is closed already: it moved to {school.moved_to}")
    waiting = Notice.objects.filter(school=school, state__in=[NoticeState.WAITING, NoticeState.SENDING])
    waiting.update(state=NoticeState.DROPPED, trouble=WAITED, text="")
    Webhook.objects.filter(school=school, ended_at=None).update(ended_at=now)
    accounts = OfficialAccount.objects.filter(school=school, ended_at=None)
    erased = {"secret": "", "trouble": "", "fails_since": None}  # nosec B105 - it is erased
    accounts.update(ended_at=now, **erased)
    _tell(school, AuditEvent.CLOSED_MOVED_SCHOOL)


@transaction.atomic
def open_school(school: School) -> None:
    """Open a closed school again. Raise ClosingError if it is open."""
    if not School.objects.filter(pk=school.pk).exclude(moved_at=None).update(moved_to="", moved_at=None):
        raise ClosingError(f"`{school.slug}` is not closed")
    _tell(school, AuditEvent.OPENED_MOVED_SCHOOL)


def _tell(school: School, verb: AuditEvent) -> None:
    record(school_id=school.pk, by=None, verb=verb, subject=f"school {school.pk}")
