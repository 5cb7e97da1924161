"""What every sweep does about official posts: those not out are checked again, and old ones expire."""

from collections.abc import Callable
from datetime import date

from belisha.channels.models import OfficialPost
from belisha.channels.rechecking import expire_posts, recheck_posts
from belisha.channels.states import BEFORE
from belisha.duties.sweep_tasks import sweep_task
from belisha.people.models import School
from belisha.registers.upkeep import is_clock_trusted


@sweep_task("official-posts")
def look_again(on: date, should_continue: Callable[[], bool]) -> int:
    """Check the posts of every school that are not out, and return how many were stopped or expired."""
    schools = School.objects.filter(pk__in=OfficialPost.objects.filter(state__in=BEFORE).values("school"))
    ended = 0
    for school in schools.order_by("pk"):
        if not should_continue():
            break
        ended += expire_posts(school=school, on=on) if is_clock_trusted(school, on) else 0
        ended += recheck_posts(school=school)
    return ended
