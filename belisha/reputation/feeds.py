"""Read a feed (RSS, Atom, the history of a MediaWiki page) into entries.

Runs in the sandbox: it comes from outside.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from belisha.sandbox import Limits, limited

LONDON = ZoneInfo("Europe/London")
MOST_ENTRIES, LONGEST = 200, 4000
_TAGS, _SPACES = re.compile(r"<[^>]*>"), re.compile(r"\s+")
# feedparser takes BST for UTC, leaves out an RSS date without a zone, and takes an ISO date without one for
# UTC.
_BST = re.compile(r"\bBST\b", re.IGNORECASE)
_ISO = re.compile(r"^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?$", re.IGNORECASE)


# In a MediaWiki's difference, the cell on the right of one that is marked with a plus.
_ADDED = re.compile(r'data-marker="\+"[^>]*>\s*</td>\s*<td[^>]*>(.*?)</td>', re.DOTALL)
_NEW_PAGE = "</b></p>"
_UNSEEN = re.compile(r"<!--.*?-->|<(script|style|sup)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)


class FeedError(Exception):
    """It is no feed. The sentence says what was found and what to do."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry: its link, title, plain text and the instant in UTC as ISO, "" if it states none."""

    link: str
    title: str
    text: str
    published: str


@dataclass(frozen=True, slots=True)
class PageHistory:
    """The history of a wiki's page: its title, where it is read, and where its words alone are.

    `added` are the words that each edit added, with its instant, newest first; "" where the feed leaves them
    out, as MediaWiki does for a long edit and for one after a hidden one. Who edited is left out: that is a
    private person.
    """

    title: str
    link: str
    words: str
    added: tuple[tuple[str, str], ...]


@limited(Limits())
def read_history(content: bytes) -> PageHistory | None:
    """Return the history of a page, if the feed is that of a MediaWiki page."""
    import feedparser  # noqa: PLC0415 - only the sandbox needs it

    found = feedparser.parse(BytesIO(content), resolve_relative_uris=False, sanitize_html=False)
    address = str(found.feed.get("link", ""))
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    is_wiki = str(found.feed.get("generator", "")).startswith("MediaWiki")
    if not is_wiki or query.get("action") != "history" or not query.get("title"):
        return None
    page = {"title": query["title"]}
    return PageHistory(
        title=query["title"].replace("_", " ")[:200],
        link=urlunsplit(parts._replace(query=urlencode(page)))[:1000],
        words=urlunsplit(parts._replace(query=urlencode({**page, "action": "render"}))),
        added=tuple(_edit(each) for each in found.entries[:MOST_ENTRIES]),
    )


@limited(Limits())
def visible_words(content: bytes, charset: str) -> str:
    """Return the words that a reader of a page sees, without its tags, comments, scripts and notes."""
    try:
        text = content.decode(charset or "utf-8", errors="replace")
    except LookupError:
        text = content.decode("utf-8", errors="replace")
    return unescape(plain(_UNSEEN.sub(" ", text)))


def _edit(each: Any) -> tuple[str, str]:
    """Return when an edit was made, and the words that it added."""
    summary = str(each.get("summary", ""))
    cells = _ADDED.findall(summary) or summary.partition(_NEW_PAGE)[2:]
    when = moment_of(each.get("updated", ""))
    added = unescape(plain(" ".join(cells)))[:LONGEST]
    return (when.isoformat() if when else "", added)


@limited(Limits())
def read_feed(content: bytes) -> list[FeedEntry]:
    """Return the entries of a feed, newest as it has them. Raise FeedError if it is none."""
    import feedparser  # noqa: PLC0415 - only the sandbox needs it

    # As a stream: given bytes, it would first try to open a file of that name.
    found = feedparser.parse(BytesIO(content), resolve_relative_uris=False)
    if not found.entries and not found.version:
        raise FeedError(
            "This address gives no RSS or Atom feed. Look for the feed’s own address on the page."
        )
    return [_entry(each) for each in found.entries[:MOST_ENTRIES] if each.get("link")]


def moment_of(raw: str) -> datetime | None:
    """Return the instant of a feed's date. Without a zone it is London's, and BST is an hour before UTC."""
    raw = raw.strip()
    iso = _ISO.match(raw)
    try:
        if iso:
            when = datetime.fromisoformat(raw.replace("Z", "+00:00").replace("z", "+00:00"))
        else:
            when = parsedate_to_datetime(_BST.sub("+0100", raw))
    except (ValueError, TypeError):
        return None
    # `parsedate_to_datetime` gives no zone for "-0000", which says that none is known.
    return (when if when.tzinfo else when.replace(tzinfo=LONDON)).astimezone(UTC)


def plain(text: str) -> str:
    """Return text without tags and with single spaces."""
    return _SPACES.sub(" ", _TAGS.sub(" ", text)).strip()


def _entry(each: Any) -> FeedEntry:
    words = each.get("summary", "") or " ".join(part.get("value", "") for part in each.get("content", ()))
    when = moment_of(each.get("published", "") or each.get("updated", ""))
    return FeedEntry(
        link=str(each["link"])[:1000],
        title=plain(str(each.get("title", "")))[:200] or "Without a title",
        text=plain(str(words))[:LONGEST],
        published=when.isoformat() if when else "",
    )
