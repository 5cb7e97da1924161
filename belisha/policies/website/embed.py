"""The block for a school's website: as an iframe, or as HTML to paste in."""

import re

from django.template.loader import render_to_string

from belisha.people.models import School
from belisha.policies.documents.version_view import VersionView

ANYWHERE, SELF = "*", "'self'"
# Only this pattern of the typed address reaches the security header.
_ORIGIN = re.compile(
    r"(?P<scheme>https?)://(?:www\.)?(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)*)(?P<port>:\d{1,5})?(?=[/?#]|$)",
    re.IGNORECASE,
)


def frame_ancestors(school: School) -> list[str]:
    """Return the origins that may frame the block: the school's own website, or any if it has named none.

    The block is public and offers nothing to do, so there is nothing to steal by a click. A named website
    is the only one allowed, with and without `www.`, so that no one else presents the policy beside words
    of their own.
    """
    if not school.website:
        return [ANYWHERE]
    named = _ORIGIN.match(school.website)
    if named is None:
        return [SELF]
    host, port = named["host"].lower(), named["port"] or ""
    return [SELF, *(f"{named['scheme']}://{each}{port}" for each in (host, f"www.{host}"))]


def block_html(shown: VersionView, site: str) -> str:
    """Return the HTML to paste in. It names the version in three places, because content systems strip
    some.
    """
    return render_to_string("policies/embed_block.html", {"shown": shown, "site": site}).strip()


def frame_html(shown: VersionView, site: str) -> str:
    """Return the iframe element that always shows the version in force."""
    return render_to_string("policies/embed_frame.html", {"shown": shown, "site": site}).strip()
