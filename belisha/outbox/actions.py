from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.base.among import Among
from belisha.outbox.bulk_insert import insert_new
from belisha.outbox.models import Notice, NoticeState, Priority
from belisha.outbox.permissions import check_can_mend_mail
from belisha.outbox.record import OutboxEvent

# What every new notice starts with.
NEW = {"address": "", "state": NoticeState.WAITING.value, "tries": 0, "trouble": "", "refused": ""}
OVERTAKEN = "a newer one took its place"
WITHDRAWN = "what it was about was withdrawn"
# By then nothing is queued again under the same key.
KEPT = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to queue. The fields are those of `Notice`."""

    to_id: int
    key: str
    subject: str
    text: str
    pace: Priority = Priority.WORKING_DAYS
    overtakes: str = ""


def queue_notice(
    *,
    school_id: int,
    to_id: int,
    key: str,
    subject: str,
    text: str,
    not_before: datetime | None = None,
    pace: Priority = Priority.WORKING_DAYS,
) -> bool:
    """Queue a mail in the transaction of what it is about. Return False if its key is there already.

    `key` is unique at the school ("duty 12, reminder 2"). `text` names nobody but the reader. It is sent
    on the school's working days and outside its quiet hours (G78c), unless `pace` says otherwise.
    """
    _, is_new = Notice.objects.get_or_create(
        school_id=school_id,
        key=key,
        defaults={
            "to_id": to_id,
            "subject": subject,
            "text": text,
            "not_before": not_before or timezone.now(),
            "pace": pace,
        },
    )
    return is_new


def queue_to_address(*, school_id: int, address: str, key: str, subject: str, text: str) -> bool:
    """Queue a mail to somebody who is no user, such as an invitation. Return False if its key is there.

    It is sent at once, whatever the hour.
    """
    _, is_new = Notice.objects.get_or_create(
        school_id=school_id,
        key=key,
        defaults={"address": address.strip(), "subject": subject, "text": text, "pace": Priority.AT_ONCE},
    )
    return is_new


def drop_waiting(*, school_id: int, key_begins: str) -> int:
    """Drop the mails of a school that wait and whose key begins so, with their words. Return how many."""
    rows = Notice.objects.filter(school=school_id, key__startswith=key_begins, state=NoticeState.WAITING)
    return rows.update(state=NoticeState.DROPPED, trouble=WITHDRAWN, text="")


@transaction.atomic
def queue_letters(*, school_id: int, letters: Iterable[Letter], not_before: datetime) -> int:
    """Queue many mails, and return how many are new.

    A letter that `overtakes` drops those of the same kind to the same person that still wait: it repeats
    everything that is still true.
    """
    wanted = {letter.key: letter for letter in letters}
    at_school = Notice.objects.filter(school=school_id)
    for key in at_school.filter(Among("key", wanted)).order_by().values_list("key", flat=True):
        del wanted[key]
    for kind in {letter.overtakes for letter in wanted.values() if letter.overtakes}:
        people = [letter.to_id for letter in wanted.values() if letter.overtakes == kind]
        waiting = at_school.filter(Among("to_id", people), state=NoticeState.WAITING, overtakes=kind)
        waiting.update(state=NoticeState.DROPPED, trouble=OVERTAKEN, text="")
    fields = ("to", "key", "subject", "text", "pace", "overtakes")
    rows = (
        (each.to_id, each.key, each.subject[:200], each.text, each.pace.value, each.overtakes)
        for each in wanted.values()
    )
    same = {"school": school_id, "not_before": not_before, "made_at": timezone.now(), **NEW}
    insert_new(Notice, fields, rows, same=same)
    return len(wanted)


def forget_old_mail(on: date) -> int:
    """Delete mail sent, dropped or refused long ago, with its words, and return how many."""
    old = Notice.objects.filter(state__in=[NoticeState.SENT, NoticeState.DROPPED])
    before = timezone.make_aware(datetime.combine(on - KEPT, time()))
    return old.filter(not_before__lt=before).delete()[0]


@transaction.atomic
def try_again(*, by: Actor, notice: Notice) -> bool:
    """Queue a refused mail again, and return False if it was not refused. Raise PermissionDenied."""
    check_can_mend_mail(by, notice.school)
    now = timezone.now()
    refused = Notice.objects.filter(pk=notice.pk, state=NoticeState.DROPPED).exclude(refused="")
    changed = refused.update(state=NoticeState.WAITING, refused="", trouble="", tries=0, not_before=now)
    if changed:
        record(
            school_id=notice.school_id,
            by=by.user_id,
            verb=OutboxEvent.SENT_MAIL_AGAIN,
            subject=f"notice {notice.pk}",
        )
    return bool(changed)
