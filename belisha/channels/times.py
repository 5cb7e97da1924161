"""When an official post goes out."""

from datetime import datetime, time

from django.utils import timezone

from belisha.base.templating import day
from belisha.channels.models import OfficialPost

# Where a day was given and no hour: when the working day has begun.
MORNING = time(9)


def goes_out_at(post: OfficialPost) -> datetime | None:
    """Return the instant at which a post is to go out, by London's clock; None: as soon as it is approved."""
    if post.post_on is None:
        return None
    return timezone.make_aware(datetime.combine(post.post_on, post.post_time or MORNING))


def is_over(post: OfficialPost, now: datetime) -> bool:
    """Return whether the time of a post is over: its hour where it has one, else the whole day (CH3)."""
    if post.post_on is None:
        return False
    if post.post_time is not None:
        return (goes_out_at(post) or now) < now
    return post.post_on < timezone.localdate(now)


def moment(at: datetime) -> str:
    """Return an instant as people write it, by London's clock."""
    return f"{day(at)}, {timezone.localtime(at):%H:%M}"
