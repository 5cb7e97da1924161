"""Looks at schools' websites again by itself, so that nobody need remember to press the button."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db.models import Max

from belisha.notices.links import site_address
from belisha.policies.models import WebsiteCheck
from belisha.policies.queries import version_in_force
from belisha.policies.website.actions import check_website
from belisha.policies.website.models import Finding
from belisha.rules.errors import PolicyError

EVERY = timedelta(days=7)
# A website that was away is looked at sooner: one night's upkeep is no news.
EVERY_WHILE_AWAY = timedelta(days=1)


def look_again(now: datetime, goes_on: Callable[[], bool] = lambda: True, limit: int = 50) -> int:
    """Check each website that is due for another look, at most `limit`. Returns how many were looked at.

    Only a page that the school itself has had checked once: it gave the address. What is found is kept
    as after a press of the button; the sweep makes a duty of it.
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
    """The last check of each school that lies long enough back, the oldest first."""
    last = WebsiteCheck.objects.values("school").annotate(last=Max("pk")).values("last")
    due = WebsiteCheck.objects.filter(pk__in=last, asked_at__lte=now - EVERY_WHILE_AWAY)
    for check in due.order_by("asked_at", "pk").select_related("school").defer("detail"):
        if check.finding == Finding.NOT_REACHED or check.asked_at <= now - EVERY:
            yield check
