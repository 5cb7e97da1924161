"""What official accounts make due: an approval, to take a post down, to answer an enquiry."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from belisha.channels.models import APPROVE, WRITE, Enquiry, OfficialPost
from belisha.channels.queries import posts_to_take_down
from belisha.channels.states import EnquiryState, PostState
from belisha.duties.sources import DutySpec, duty_source
from belisha.outbox.working_days import working_day_after
from belisha.people.models import School
from belisha.people.offices.right_holders import office_with_right
from belisha.people.queries import right_holders_today


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


@duty_source("enquiries", "the enquiry is answered")
def enquiries(school: School, on: date) -> Iterator[DutySpec]:
    """Yield an answer for each open enquiry (K66a): from its owner, or the office if they no longer write."""
    rows = list(Enquiry.objects.filter(school=school, state=EnquiryState.OPEN).order_by("pk"))
    writers = right_holders_today(school)[WRITE] if rows else {}
    for enquiry in rows:
        person = enquiry.owner_id if enquiry.owner_id in writers else None
        yield DutySpec(
            key=f"enquiry {enquiry.pk} {person or 'office'}",
            title="Answer an enquiry at the official page",
            due_on=enquiry.due_on,
            person_id=person,
            office="" if person else office_with_right(school, WRITE, on),
            link=reverse("channels:enquiry", args=[school.slug, enquiry.pk]),
        )
