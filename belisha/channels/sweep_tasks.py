"""What every sweep does about official posts: checked again, expired, sent to their accounts, removed."""

from collections.abc import Callable
from datetime import date, datetime, time

from django.utils import timezone

from belisha.channels.accounts.health import look_at_accounts
from belisha.channels.models import OfficialPost, Publication
from belisha.channels.publishing import publish_due, remove_withdrawn
from belisha.channels.rechecking import expire_posts, recheck_posts
from belisha.channels.states import BEFORE, PublicationState
from belisha.duties.sweep_tasks import sweep_task
from belisha.people.models import School
from belisha.registers.upkeep import is_clock_trusted


@sweep_task("official-posts")
def look_again(on: date, should_continue: Callable[[], bool]) -> int:
    """Check the posts of every school that are not out, then send and remove what is due.

    Return how many were stopped or expired.
    """
    schools = School.objects.filter(pk__in=OfficialPost.objects.filter(state__in=BEFORE).values("school"))
    ended = 0
    for school in schools.order_by("pk"):
        if not should_continue():
            break
        ended += expire_posts(school=school, at=_instant(on)) if is_clock_trusted(school, on) else 0
        ended += recheck_posts(school=school)
    # In this order, so that nothing is sent that a new rule or a withdrawn consent stops.
    sent = Publication.objects.filter(state=PublicationState.OUT).values("school")
    for school in School.objects.filter(pk__in=sent).order_by("pk"):
        if should_continue():
            remove_withdrawn(school, _instant(on))
    if should_continue():
        publish_due(_instant(on), should_continue)
    look_at_accounts(_instant(on), should_continue)
    return ended


def _instant(on: date) -> datetime:
    """Return now, or the end of the day before it where the sweep is for an earlier day."""
    now = timezone.now()
    if on == timezone.localdate(now):
        return now
    return timezone.make_aware(datetime.combine(on, time()))
