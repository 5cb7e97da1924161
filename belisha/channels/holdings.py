"""What this room keeps about people: official posts and enquiries, with who wrote and answered them."""

from collections.abc import Iterator, Sequence

from django.db.models import F, Q

from belisha.base.holdings import Holding, Subject, delete_rows, exempt, holding
from belisha.channels.models import Enquiry, OfficialAccount, OfficialPost, PostingPause, Publication
from belisha.channels.pictures import destroy_pictures
from belisha.channels.record import ChannelEvent


def _subjects(post: OfficialPost) -> Iterator[Subject]:
    for part, user in (
        ("who wrote it", post.author_id),
        ("who approved it", post.approved_by_id),
        ("who approved it as second", post.seconded_by_id),
    ):
        if user:
            yield Subject(part, user)
    for child in post.children.all():
        yield Subject("whom it shows", child.pk)


def _dispose(posts: Sequence[OfficialPost]) -> None:
    """Erase posts, with the key and the bytes of their pictures."""
    pictures = [post.picture for post in posts if post.picture is not None]
    delete_rows(posts)
    destroy_pictures(pictures)


holding(
    Holding(
        key="official-posts",
        model=OfficialPost,
        title="Official posts",
        kind="official-post",
        about=lambda user: Q(author=user) | Q(approved_by=user) | Q(seconded_by=user) | Q(children=user),
        subjects=_subjects,
        disclosed=lambda post, _: [("Official post", post.channel), ("Written on", post.made_at.date())],
        triggers={"removal": F("removed_at")},
        dispose=_dispose,
        stub=lambda post: {"state": post.state, "channel": post.channel},
        noun="official post",
        parts=(Publication,),
    )
)
exempt(OfficialAccount, "an address of the school’s own, with its password or the list that its news goes to")
exempt(PostingPause, "when the school stopped its posts: of nobody but who did it, as the record says too")


def _of_enquiry(enquiry: Enquiry) -> Iterator[Subject]:
    for part, user in (
        ("who entered it", enquiry.entered_by_id),
        ("who answers it", enquiry.owner_id),
        ("who answered it", enquiry.answered_by_id),
    ):
        if user:
            yield Subject(part, user)


holding(
    Holding(
        key="enquiries",
        model=Enquiry,
        title="Enquiries at the official page",
        kind="enquiry",
        about=lambda user: Q(entered_by=user) | Q(owner=user) | Q(answered_by=user),
        subjects=_of_enquiry,
        disclosed=lambda row, user: [
            ("You dealt with an enquiry at", row.channel),
            *([("Your answer", row.answer)] if row.answered_by_id == user else []),
        ],
        triggers={"outcome": F("ended_at")},
        stub=lambda row: {"state": row.state},
        looks=(ChannelEvent.LOOKED_AT_ENQUIRY,),
        noun="enquiry",
    )
)
