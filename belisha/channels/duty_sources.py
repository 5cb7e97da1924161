"""What official posts make due: an approval, or to be taken down."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from belisha.channels.models import APPROVE, OfficialPost
from belisha.channels.queries import posts_to_take_down
from belisha.channels.states import PostState
from belisha.duties.sources import DutySpec, duty_source
from belisha.outbox.working_days import working_day_after
from belisha.people.models import School
from belisha.people.offices.right_holders import office_with_right


@duty_source("channels", "the post is approved, or taken down")
def approvals(school: School, on: date) -> Iterator[DutySpec]:
    """Yield an approval for each post that waits for one, and each that shows a child and may not (RG3)."""
    for post in OfficialPost.objects.filter(school=school, state=PostState.WAITING).order_by("pk"):
        yield DutySpec(
            key=f"post {post.pk}",
            title="Approve an official post",
            due_on=min(filter(None, (working_day_after(post.made_at.date(), 2), post.post_on))),
            office=office_with_right(school, APPROVE, on),
            link=reverse("channels:post", args=[school.slug, post.pk]),
        )
    for post, day in posts_to_take_down(school, on):
        yield DutySpec(
            key=f"post {post.pk} out",
            title="Take down an official post: a consent was withdrawn",
            due_on=day,
            office=office_with_right(school, APPROVE, on),
            link=reverse("channels:post", args=[school.slug, post.pk]),
        )
