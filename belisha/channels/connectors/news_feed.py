"""The school's own news feed: RSS and Atom that this site serves to anybody."""

from django.urls import reverse

from belisha.channels.connectors import AccountAccess, Connector, OutgoingPost, SentPost
from belisha.outbox.links import absolute


def publish(account: AccountAccess, post: OutgoingPost) -> SentPost:
    """Return where the feed has the post: it shows what is marked as out."""
    address = reverse("channels:feed", args=[account.school_slug, "atom"])
    return SentPost(f"{absolute(address)}#post-{post.number}")


def places(slug: str) -> tuple[tuple[str, str], ...]:
    """Return the two addresses to subscribe to."""
    return tuple(
        (absolute(address), address)
        for form in ("atom", "rss")
        for address in [reverse("channels:feed", args=[slug, form])]
    )


def _nothing_to_do(*_: object) -> None:
    """Do nothing: the feed is made from what is out each time it is read."""


CONNECTOR = Connector(
    label="News feed of the school (RSS and Atom)",
    about="Anybody can subscribe. It also repeats what is out on other accounts, unless it shows children.",
    check=_nothing_to_do,
    publish=publish,
    remove=_nothing_to_do,
    takes_pictures=False,
    places=places,
    limits="Feed readers may keep what they have read.",
)
