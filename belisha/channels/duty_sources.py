"""What official accounts make due: an approval, a removal, a mend, an answer to an enquiry."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from belisha.channels.models import APPROVE, WRITE, Enquiry, OfficialAccount, OfficialPost, Publication
from belisha.channels.queries import posts_to_take_down
from belisha.channels.states import EnquiryState, PostState, PublicationState
from belisha.duties.sources import DutySpec, duty_source
from belisha.outbox.working_days import working_day_after
from belisha.people.models import School
from belisha.people.models.tokens import KEEP
from belisha.people.offices.right_holders import office_with_right
from belisha.people.queries import right_holders_today

# So many attempts have failed before somebody is asked to look: within half an hour of the first.
TRIES_BORNE = 2


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
    for each in posts_to_take_down(school, on):
        yield DutySpec(
            key=f"post {each.post.pk} out",
            title=f"Take down an official post: {each.why}",
            due_on=each.day,
            office=office_with_right(school, APPROVE, on),
            link=reverse("channels:post", args=[school.slug, each.post.pk]),
        )


@duty_source("official accounts", "it works again, or was disconnected")
def accounts(school: School, on: date) -> Iterator[DutySpec]:
    """Yield each account that does not let the site in, and each post that it could not send or remove."""
    failing = OfficialAccount.objects.filter(school=school, ended_at=None).exclude(trouble="")
    for account in failing.order_by("pk"):
        yield DutySpec(
            key=f"account {account.pk} fails",
            title="Mend an official account that does not let this site in",
            due_on=timezone.localdate(account.fails_since) + timedelta(days=1),
            office=office_with_right(school, KEEP, on),
            link=reverse("channels:account", args=[school.slug, account.pk]),
        )
    stuck = Publication.objects.filter(school=school, tries__gte=TRIES_BORNE).exclude(trouble="")
    for each in stuck.select_related("post").order_by("pk"):
        is_removal = each.state == PublicationState.REMOVING
        yield DutySpec(
            key=f"post {each.post_id} {'stays' if is_removal else 'stuck'}",
            title=f"See why an official post {'was not removed' if is_removal else 'did not go out'}",
            due_on=timezone.localdate(each.tried_at),
            office=office_with_right(school, WRITE, on),
            link=reverse("channels:post", args=[school.slug, each.post_id]),
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
