"""Look daily whether each connected account still lets the site in, and tell a person if not (CH6)."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from belisha.audit.actions import record
from belisha.channels.connectors import ConnectorError, connectors
from belisha.channels.models import OfficialAccount
from belisha.channels.publishing import NOT_UNDERSTOOD, ODD, access_of
from belisha.channels.record import ChannelEvent
from belisha.duties.triggers import request_sweep

log = logging.getLogger(__name__)
EVERY = timedelta(hours=22)
# One that fails is looked at more often, so that whoever mends it sees it.
AGAIN = timedelta(hours=1)


def look_at_accounts(now: datetime, should_continue: Callable[[], bool] = lambda: True) -> int:
    """Look at each account that was not looked at for a day, and return how many do not work."""
    due = Q(looked_at=None) | Q(looked_at__lt=now - EVERY) | (~Q(trouble="") & Q(looked_at__lt=now - AGAIN))
    rows = (
        OfficialAccount.objects.filter(due, ended_at=None)
        .select_related("school")
        .order_by("looked_at", "pk")
    )
    return sum(bool(look_at(account)) for account in list(rows[:500]) if should_continue())


def look_at(account: OfficialAccount) -> str:
    """Try to get into an account, keep what was wrong, and return it; empty if it works."""
    trouble = trouble_of(account)
    now = timezone.now()
    with transaction.atomic():
        locked = OfficialAccount.objects.select_for_update(of=("self",)).get(pk=account.pk)
        is_news = bool(trouble) != bool(locked.trouble)
        since = (locked.fails_since or now) if trouble else None
        OfficialAccount.objects.filter(pk=locked.pk).update(looked_at=now, trouble=trouble, fails_since=since)
        if is_news:
            verb = (
                ChannelEvent.OFFICIAL_ACCOUNT_FAILED if trouble else ChannelEvent.OFFICIAL_ACCOUNT_WORKS_AGAIN
            )
            record(school_id=locked.school_id, by=None, verb=verb, subject=f"official account {locked.pk}")
            request_sweep(account.school, at_once="channels")
    return trouble


def trouble_of(account: OfficialAccount) -> str:
    """Return why an account does not let the site in, empty if it does."""
    connector = connectors().get(account.kind)
    if connector is None:
        return f"This site no longer knows how to send to `{account.kind}`. Post by hand, and disconnect it."
    try:
        connector.check(access_of(account))
    except ConnectorError as error:
        return str(error)[:300]
    except ODD:
        log.exception("official account %s answered with something unexpected", account.pk)
        return NOT_UNDERSTOOD
    return ""
