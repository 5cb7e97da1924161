"""Figures for governors: posts on official accounts."""

from collections.abc import Mapping
from datetime import date

from belisha.base.figures import FigureGroup, ListPage, counted, school_figure, within
from belisha.channels.models import OfficialPost
from belisha.channels.permissions import can_see_posts
from belisha.channels.states import PostState


@school_figure(
    "posts",
    "Posts on official accounts",
    "Posts begun within the period, by how they stand now.",
    group=FigureGroup.PUBLIC,
    page=ListPage("channels:posts", can_see_posts.check),
)
def posts(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count official posts by state."""
    rows = OfficialPost.objects.filter(within("made_at", first, last), school=school_id)
    return counted(rows, "state", {each.value: each.value for each in PostState})
