from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.notices.inserting import insert_new
from belisha.notices.models import Notice, NoticeState, Pace
from belisha.notices.permissions import check_can_mend_mail

# What every notice begins with.
NEW = {"address": "", "state": NoticeState.WAITING.value, "tries": 0, "trouble": "", "refused": ""}
OVERTAKEN = "a newer one took its place"
# Nothing is asked for again under the key of a notice by then.
KEPT = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to be written: the fields are those of `Notice`."""

    to_id: int
    key: str
    subject: str
    text: str
    pace: Pace = Pace.HOURS
    overtakes: str = ""


def queue_notice(
    *,
    school_id: int,
    to_id: int,
    key: str,
    subject: str,
    text: str,
    not_before: datetime | None = None,
    pace: Pace = Pace.HOURS,
) -> bool:
    """Put a mail into the outbox, in the transaction of what it tells of. False where it is there already.

    `key` is unique at the school ("duty 12, reminder 2"). `text` carries nobody's name but the reader's.
    It goes out outside the school's quiet hours, unless `pace` says otherwise.
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
    """Put a mail to somebody who is no user yet into the outbox: an invitation. False where it is there.

    It goes out at once, whatever the hour.
    """
    _, is_new = Notice.objects.get_or_create(
        school_id=school_id,
        key=key,
        defaults={"address": address.strip(), "subject": subject, "text": text, "pace": Pace.AT_ONCE},
    )
    return is_new


@transaction.atomic
def queue_letters(*, school_id: int, letters: Iterable[Letter], not_before: datetime) -> int:
    """Put many mails into the outbox. Returns how many were not there yet.

    A letter that `overtakes` ends those of the same kind to the same person that still wait: whoever
    writes it says everything again that still holds.
    """
    wanted = {letter.key: letter for letter in letters}
    at_school = Notice.objects.filter(school=school_id)
    for key in at_school.filter(key__in=list(wanted)).values_list("key", flat=True):
        del wanted[key]
    for kind in {letter.overtakes for letter in wanted.values() if letter.overtakes}:
        people = [letter.to_id for letter in wanted.values() if letter.overtakes == kind]
        waiting = at_school.filter(state=NoticeState.WAITING, overtakes=kind, to__in=people)
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
    """Forget what went its way long ago; what the mail server refused stays, to be put right."""
    old = Notice.objects.filter(state__in=[NoticeState.SENT, NoticeState.DROPPED], refused="")
    before = timezone.make_aware(datetime.combine(on - KEPT, time()))
    return old.filter(not_before__lt=before).delete()[0]


@transaction.atomic
def try_again(*, by: Actor, notice: Notice) -> bool:
    """Let a mail that was refused for good be sent once more. False where it was not. PermissionDenied."""
    check_can_mend_mail(by, notice.school)
    now = timezone.now()
    refused = Notice.objects.filter(pk=notice.pk, state=NoticeState.DROPPED).exclude(refused="")
    changed = refused.update(state=NoticeState.WAITING, refused="", trouble="", tries=0, not_before=now)
    if changed:
        record(
            school_id=notice.school_id, by=by.user_id, verb="sent a mail again", subject=f"notice {notice.pk}"
        )
    return bool(changed)
