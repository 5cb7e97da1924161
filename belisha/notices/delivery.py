"""Sends what waits in the outbox: each letter once, as far as SMTP can promise it.

A letter is claimed by a conditional UPDATE, handed over, and marked as sent: two senders never take the same
one. One instant remains: the process dies after the server has taken the letter and before that is noted.
Such a letter stands at "being sent"; after a quarter of an hour it is sent again under the same Message-ID,
because a reminder that is lost is worse than one that comes twice, and mail systems recognise the second.
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

from belisha.notices.addresses import hash_of_address
from belisha.notices.models import Notice, NoticeState, Pace
from belisha.notices.sending import Attempt, Outcome, hand_over
from belisha.notices.working_days import IsWorkingDay, may_send_from, working_days_of

log = logging.getLogger(__name__)

IN_DOUBT_AFTER = timedelta(minutes=15)
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=4)
GIVEN_UP_AFTER = timedelta(days=5)
TRIES_BORNE = 10
BREAKS_BORNE = 3
BATCH = 200


@dataclass(slots=True)
class Delivered:
    """What one run did: counts of letters, and what the mail server said where it could not be reached."""

    sent: int = 0
    put_off: int = 0
    refused: int = 0
    trouble: str = ""
    breaks: int = field(default=0, repr=False)


def deliver(limit: int = 1000, goes_on: Callable[[], bool] = lambda: True) -> Delivered:
    """Send up to `limit` letters that are due, oldest first, over one connection, while `goes_on` says so.

    Without a mail server nothing is done. Where the server is not reached, the run ends and everything
    stays as it was.
    """
    done = Delivered()
    if not settings.EMAIL_HOST:
        return done
    _put_right_what_hangs(timezone.now())
    connection = get_connection()
    try:
        for notice in _due(limit):
            if not goes_on():
                break
            if not _claim(notice):
                continue
            _settle(notice, _attempt(connection, notice), done)
            if done.trouble or done.breaks >= BREAKS_BORNE:
                break
    finally:
        _close(connection)
    return done


def deliver_now(school_id: int, key: str) -> NoticeState | None:
    """Try one letter at once, for somebody who waits for it. Returns where it stands; None: nobody sends.

    What cannot be sent now waits in the outbox as every other letter does.
    """
    notice = Notice.objects.filter(school=school_id, key=key).select_related("school", "to").first()
    if notice is None or not settings.EMAIL_HOST:
        return None
    if notice.state == NoticeState.WAITING and _claim(notice):
        connection = get_connection()
        try:
            _settle(notice, _attempt(connection, notice), Delivered())
        finally:
            _close(connection)
    notice.refresh_from_db(fields=["state"])
    return NoticeState(notice.state)


def _put_right_what_hangs(now: datetime) -> None:
    """Let go on what a killed sender left behind, and what a clock that was wrong put off."""
    is_old = Q(tried_at__lt=now - IN_DOUBT_AFTER) | Q(tried_at__gt=now + IN_DOUBT_AFTER)
    sending = Notice.objects.filter(state=NoticeState.SENDING)
    sending.filter(is_old).update(state=NoticeState.WAITING)
    waiting = Notice.objects.filter(state=NoticeState.WAITING, not_before__gt=now)
    waiting.filter(made_at__gt=now + timedelta(days=1)).update(not_before=now, made_at=now)


def _due(limit: int) -> Iterator[Notice]:
    """What is due and may go out now. What must wait for its school's hours is put off."""
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
    if notice.pace == Pace.AT_ONCE:
        return False
    is_working_day: IsWorkingDay = _any_day
    if notice.pace == Pace.WORKING_DAYS:
        if notice.school_id not in known:
            known[notice.school_id] = working_days_of(notice.school)
        is_working_day = known[notice.school_id]
    now = timezone.now()
    moment = may_send_from(notice.school, now, is_working_day)
    if moment <= now:
        return False
    Notice.objects.filter(pk=notice.pk, state=NoticeState.WAITING).update(not_before=moment)
    return True


def _any_day(day: object) -> bool:  # noqa: ARG001
    return True


def _claim(notice: Notice) -> bool:
    """Take the letter, if nobody else has. `tries` tells this claim from any other."""
    notice.tried_at = timezone.now()
    waiting = Notice.objects.filter(pk=notice.pk, state=NoticeState.WAITING, tries=notice.tries)
    claimed = waiting.update(state=NoticeState.SENDING, tried_at=notice.tried_at, tries=F("tries") + 1)
    notice.tries += 1
    return bool(claimed)


def _attempt(connection: BaseEmailBackend, notice: Notice) -> Attempt:
    if not notice.goes_to:
        return Attempt(Outcome.REFUSED, "the person has no address, or their account is closed")
    attempt = hand_over(connection, notice, notice.goes_to)
    if attempt.outcome in (Outcome.BROKEN_OFF, Outcome.UNREACHABLE):
        _close(connection)
    return attempt


def _settle(notice: Notice, attempt: Attempt, done: Delivered) -> None:
    """Note what became of the letter, unless another sender has it by now."""
    now = timezone.now()
    own = Notice.objects.filter(pk=notice.pk, state=NoticeState.SENDING, tries=notice.tries)
    if attempt.outcome is Outcome.SENT:
        # What was said is with its reader now; it may hold a link that lets somebody in.
        done.sent += own.update(state=NoticeState.SENT, sent_at=now, trouble="", text="")
        done.breaks = 0
        return
    log.warning("notice %s was not sent: %s", notice.pk, attempt.said)
    if attempt.outcome is Outcome.UNREACHABLE:
        done.trouble = attempt.said
        own.update(state=NoticeState.WAITING, trouble=attempt.said, tries=notice.tries - 1)
        return
    done.breaks += attempt.outcome is Outcome.BROKEN_OFF
    is_too_old = now - notice.made_at > GIVEN_UP_AFTER and notice.tries >= TRIES_BORNE
    if attempt.outcome is Outcome.REFUSED or is_too_old:
        refused = hash_of_address(notice.goes_to) if attempt.is_address else ""
        done.refused += own.update(state=NoticeState.DROPPED, trouble=attempt.said, refused=refused)
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
        log.info("the mail server did not say goodbye")
