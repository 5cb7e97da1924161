"""The block that a school's website shows: as a page within the page, or as a few lines to paste in."""

import re

from django.template.loader import render_to_string

from belisha.people.models import School
from belisha.policies.shown import Shown

ANYWHERE, SELF = "*", "'self'"
# What may stand in a header that browsers obey is spelt out: nothing else of what was typed gets there.
_ORIGIN = re.compile(
    r"(?P<scheme>https?)://(?:www\.)?(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)*)(?P<port>:\d{1,5})?(?=[/?#]|$)",
    re.IGNORECASE,
)


def frame_ancestors(school: School) -> list[str]:
    """Who may show the block within a page: the school's own website, or anybody where it has named none.

    The block is public, the same for everybody, and nothing can be done on it: there is nothing to steal by a
    click. Where the school has named its website, only that may frame it, with and without `www.`, so that
    nobody else passes the school's policy off beside words of their own.
    """
    if not school.website:
        return [ANYWHERE]
    named = _ORIGIN.match(school.website)
    if named is None:
        return [SELF]
    host, port = named["host"].lower(), named["port"] or ""
    return [SELF, *(f"{named['scheme']}://{each}{port}" for each in (host, f"www.{host}"))]


def block_html(shown: Shown, site: str) -> str:
    """The lines to paste in. They name the version in three places, of which a content system may strip
    some."""
    return render_to_string("policies/embed_block.html", {"shown": shown, "site": site}).strip()


def frame_html(shown: Shown, site: str) -> str:
    """The line that shows the block as a page within the page: it is always the version in force."""
    return render_to_string("policies/embed_frame.html", {"shown": shown, "site": site}).strip()
