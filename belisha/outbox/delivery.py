"""Send the mail in the outbox: each once, as far as SMTP can promise it.

A mail is claimed by a conditional UPDATE, sent, and marked as sent: two senders never take the same one. One
gap remains: the process can die after the server accepted the mail and before that is saved. The mail then
stays "being sent"; after 15 minutes it is sent again under the same Message-ID, because a lost reminder is
worse than a repeated one, and mail systems recognise the copy.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q
from django.utils import timezone

from belisha.base.clock import today
from belisha.outbox.bounced_addresses import hash_of_address
from belisha.outbox.models import Notice, NoticeState, Priority
from belisha.outbox.sending import Attempt, Outcome, send_message
from belisha.outbox.working_days import IsWorkingDay, may_send_from, working_days_of
from belisha.people.models import Membership

log = logging.getLogger(__name__)

IN_DOUBT_AFTER = timedelta(minutes=15)
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=4)
GIVEN_UP_AFTER = timedelta(days=5)
TRIES_BORNE = 10
BREAKS_BORNE = 3
# So many refusals of this site in a row, with no mail accepted between them, end the run.
REFUSALS_BORNE = 3
BATCH = 200


@dataclass(slots=True)
class DeliveryCounts:
    """What one run did, as counts of mails, and the error if the mail server could not be reached."""

    sent: int = 0
    put_off: int = 0
    refused: int = 0
    trouble: str = ""
    breaks: int = field(default=0, repr=False)
    not_from_us: int = field(default=0, repr=False)
    last_refusal: str = field(default="", repr=False)


def deliver(limit: int = 1000, should_continue: Callable[[], bool] = lambda: True) -> DeliveryCounts:
    """Send up to `limit` mails that are due, oldest first, over one connection, and return the counts.

    It stops when `should_continue` returns false. Without a mail server it does nothing. If the server cannot
    be reached the run ends and everything stays as it was.
    """
    done = DeliveryCounts()
    if not settings.EMAIL_HOST:
        return done
    _release_stale_claims(timezone.now())
    connection = get_connection()
    try:
        for notice in _due(limit):
            if not should_continue():
                break
            if not _claim(notice):
                continue
            _record_outcome(notice, _attempt(connection, notice), done)
            if done.trouble or done.breaks >= BREAKS_BORNE:
                break
        if done.not_from_us and not done.sent:
            done.trouble = done.trouble or done.last_refusal
    finally:
        _close(connection)
    return done


def deliver_now(school_id: int, key: str) -> NoticeState | None:
    """Try to send one mail now, and return its state, or None without a mail server.

    What cannot be sent now waits in the outbox like any other mail.
    """
    notice = Notice.objects.filter(school=school_id, key=key).select_related("school", "to").first()
    if notice is None or not settings.EMAIL_HOST:
        return None
    if notice.state == NoticeState.WAITING and _claim(notice):
        connection = get_connection()
        try:
            _record_outcome(notice, _attempt(connection, notice), DeliveryCounts())
        finally:
            _close(connection)
    notice.refresh_from_db(fields=["state"])
    return NoticeState(notice.state)


def _release_stale_claims(now: datetime) -> None:
    """Release mails claimed by a sender that was killed, and those postponed by a wrong clock."""
    is_old = Q(tried_at__lt=now - IN_DOUBT_AFTER) | Q(tried_at__gt=now + IN_DOUBT_AFTER)
    sending = Notice.objects.filter(state=NoticeState.SENDING)
    sending.filter(is_old).update(state=NoticeState.WAITING)
    waiting = Notice.objects.filter(state=NoticeState.WAITING, not_before__gt=now)
    waiting.filter(made_at__gt=now + timedelta(days=1)).update(not_before=now, made_at=now)


def _due(limit: int) -> Iterator[Notice]:
    """Yield mails that are due and may be sent now; postpone those that wait for the school's hours."""
    paces: dict[int, IsWorkingDay] = {}
    last: tuple[datetime, int] | None = None
    for _ in range(0, limit, BATCH):
        rows = Notice.objects.filter(state=NoticeState.WAITING, not_before__lte=timezone.now())
        if last is not None:
            rows = rows.filter(not_before__gte=last[0]).exclude(not_before=last[0], pk__lte=last[1])
        found = list(rows.select_related("school", "to").order_by("not_before", "pk")[:BATCH])
        for notice in found:
            if not _is_put_off(notice, paces):
                yield notice
        if len(found) < BATCH:
            return
        last = (found[-1].not_before, found[-1].pk)


def _is_put_off(notice: Notice, known: dict[int, IsWorkingDay]) -> bool:
    """Postpone a mail that must wait for the school's working days and hours, and return whether it must."""
    if notice.pace == Priority.AT_ONCE:
        return False
    if notice.school_id not in known:
        known[notice.school_id] = working_days_of(notice.school)
    now = timezone.now()
    moment = may_send_from(notice.school, now, known[notice.school_id])
    if moment <= now:
        return False
    Notice.objects.filter(pk=notice.pk, state=NoticeState.WAITING).update(not_before=moment)
    return True


def _claim(notice: Notice) -> bool:
    """Claim the mail, and return False if another sender has it. `tries` identifies the claim."""
    notice.tried_at = timezone.now()
    waiting = Notice.objects.filter(pk=notice.pk, state=NoticeState.WAITING, tries=notice.tries)
    claimed = waiting.update(state=NoticeState.SENDING, tried_at=notice.tried_at, tries=F("tries") + 1)
    notice.tries += 1
    return bool(claimed)


def _attempt(connection: BaseEmailBackend, notice: Notice) -> Attempt:
    if not notice.goes_to:
        return Attempt(Outcome.REFUSED, "the person has no address, or their account is closed")
    if notice.to_id is not None and _has_left(notice):
        return Attempt(Outcome.REFUSED, "the person has left the school")
    attempt = send_message(connection, notice, notice.goes_to)
    if attempt.outcome in (Outcome.BROKEN_OFF, Outcome.UNREACHABLE):
        _close(connection)
    return attempt


def _has_left(notice: Notice) -> bool:
    """Return whether the reader had a role at the school and has none now or later.

    Mail that waited reaches no leaver. Who never had a role there, such as somebody of a trust, has not left.
    """
    rows = Membership.objects.filter(school=notice.school_id, user=notice.to_id)
    ends = list(rows.values_list("to_on", flat=True))
    return bool(ends) and all(end is not None and end < today() for end in ends)


def _record_outcome(notice: Notice, attempt: Attempt, done: DeliveryCounts) -> None:
    """Save the outcome, unless another sender has claimed the mail since."""
    now = timezone.now()
    own = Notice.objects.filter(pk=notice.pk, state=NoticeState.SENDING, tries=notice.tries)
    if attempt.outcome is Outcome.SENT:
        # The text is not kept: it may hold a link that signs somebody in.
        done.sent += own.update(state=NoticeState.SENT, sent_at=now, trouble="", text="")
        done.breaks = done.not_from_us = 0
        return
    log.warning("notice %s was not sent: %s", notice.pk, attempt.said)
    if attempt.outcome is Outcome.UNREACHABLE:
        done.trouble = attempt.said
        own.update(state=NoticeState.WAITING, trouble=attempt.said, tries=notice.tries - 1)
        return
    if attempt.outcome is Outcome.NOT_FROM_US:
        done.not_from_us += 1
        done.last_refusal = attempt.said
        if done.not_from_us >= REFUSALS_BORNE:
            done.trouble = attempt.said
    done.breaks += attempt.outcome is Outcome.BROKEN_OFF
    is_too_old = now - notice.made_at > GIVEN_UP_AFTER and notice.tries >= TRIES_BORNE
    if attempt.outcome is Outcome.NOT_FROM_US and is_too_old:
        # While the server takes no mail from this site at all, nothing is given up.
        is_too_old = Notice.objects.filter(sent_at__gt=notice.made_at).exists()
    if attempt.outcome is Outcome.REFUSED or is_too_old:
        # Only what was refused for its address can be sent again: of all else the words are not kept.
        refused = hash_of_address(notice.goes_to) if attempt.is_address else ""
        kept = {"refused": refused} if refused else {"text": ""}
        done.refused += own.update(state=NoticeState.DROPPED, trouble=attempt.said, **kept)
        return
    done.put_off += own.update(
        state=NoticeState.WAITING, trouble=attempt.said, not_before=now + _pause(notice.tries)
    )


def _pause(tries: int) -> timedelta:
    doublings = max(0, min(tries - 1, 10))
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except OSError:
        log.info("closing the SMTP connection failed")
