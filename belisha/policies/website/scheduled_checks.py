"""Repeat checks of schools' websites on a schedule."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db.models import Max

from belisha.outbox.links import site_address
from belisha.policies.models import WebsiteCheck
from belisha.policies.queries import version_in_force
from belisha.policies.website.actions import check_website
from belisha.policies.website.models import WebsiteFinding
from belisha.rules.errors import PolicyError

CHECK_EVERY = timedelta(days=7)
# A website that could not be reached is checked again after a day, to allow for overnight maintenance.
CHECK_EVERY_WHILE_AWAY = timedelta(days=1)


def check_due_websites(now: datetime, goes_on: Callable[[], bool] = lambda: True, limit: int = 50) -> int:
    """Check each website that is due, at most `limit`. Returns the number of checks.

    Only pages that the school has had checked once are included, since the school gave the address.
    Findings are stored like those of a manual check; the sweep makes a duty of them.
    """
    done = 0
    for last in _due(now):
        if done >= limit or not goes_on():
            break
        version = version_in_force(last.school.slug)
        if version is None:
            continue
        try:
            check_website(
                by=None, school=last.school, version=version, address=last.address, own=site_address()
            )
        except PolicyError:
            continue  # the pages of the policy say that it cannot be read
        done += 1
    return done


def _due(now: datetime) -> Iterator[WebsiteCheck]:
    """Yield the last check of each school that is old enough to repeat, oldest first."""
    last = WebsiteCheck.objects.values("school").annotate(last=Max("pk")).values("last")
    due = WebsiteCheck.objects.filter(pk__in=last, asked_at__lte=now - CHECK_EVERY_WHILE_AWAY)
    for check in due.order_by("asked_at", "pk").select_related("school").defer("detail"):
        if check.finding == WebsiteFinding.NOT_REACHED or check.asked_at <= now - CHECK_EVERY:
            yield check
