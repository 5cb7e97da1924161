"""Parse a fetched page: its words, its links, and the marks of our block."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

from belisha.sandbox import Limits, limited
from belisha.sandbox.fetching import FetchedFile

# The mark of our block, written in three places because content systems may strip one of them.
MARK = re.compile(
    r"""(?:data-belisha-version=["']?|belisha-version["']?\s+content=["']|belisha:version\s+|"""
    r"""belisha-version-)(?P<sum>[0-9a-f]{16,64})"""
)
SILENT = {"script", "style", "template", "noscript"}
BLOCKS = {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "br", "td", "th", "tr", "section", "dd", "dt"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# A list item, a row, a paragraph: what stands in it before a link says what the link is.
ITEMS = {"li", "tr", "p", "dd", "dt", "article", "section"} | HEADINGS
NAVIGATION = {"nav", "header", "footer"}


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link: its address, its words, and its place on the page.

    `context` are the heading above it and the words before it in its list item, row or paragraph.
    """

    url: str
    words: str
    context: str = ""
    is_navigation: bool = False


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A parsed page. `marks` are prefixes of checksums, `frames` the addresses of iframes."""

    url: str
    text: str
    marks: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    links: tuple[PageLink, ...] = ()


@dataclass
class _FoundLink:
    """A link while the page is read. Its address is resolved at the end, when `<base>` is known."""

    href: str
    context: str
    is_navigation: bool
    words: list[str] = field(default_factory=list)
    is_frame: bool = False


@dataclass
class _Reader(HTMLParser):
    base: str
    words: list[str] = field(default_factory=list)
    links: list[_FoundLink] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._silent = self._navigation = 0
        self._link: _FoundLink | None = None
        self._heading: list[str] = []
        self._item: list[str] = []
        self._in_heading = self._has_base = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._silent += tag in SILENT
        self._navigation += tag in NAVIGATION
        if tag in BLOCKS:
            self.words.append("\n\n")
        if tag in ITEMS:
            self._item = []
        if tag in HEADINGS:
            self._heading, self._in_heading = [], True
        if tag == "base" and given.get("href") and not self._has_base:
            self.base, self._has_base = self.address(given["href"]) or self.base, True
        if tag == "a" and given.get("href"):
            self._link = self._found(given["href"] or "")
        if tag in ("iframe", "object", "embed") and (inner := given.get("src") or given.get("data")):
            self._found(inner).is_frame = True

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in SILENT))
        self._navigation = max(0, self._navigation - (tag in NAVIGATION))
        self._link = None if tag == "a" else self._link
        self._in_heading = self._in_heading and tag not in HEADINGS
        if tag in ITEMS:
            self._item = []
        if tag in BLOCKS:
            self.words.append("\n\n")

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        self.words.append(data)
        (self._heading if self._in_heading else self._item).append(data)
        if self._link is not None:
            self._link.words.append(data)

    def _found(self, href: str) -> _FoundLink:
        context = " ".join(" ".join((*self._heading, *self._item)).split())
        self.links.append(_FoundLink(href, context, self._navigation > 0))
        return self.links[-1]

    def address(self, given: str | None) -> str:
        """Return an address of the page in full, or an empty text if it is none."""
        try:
            return urldefrag(urljoin(self.base, (given or "").strip())).url
        except ValueError:
            return ""


@limited(Limits(processor=5, seconds=10))
def read_page(fetched: FetchedFile) -> FetchedPage:
    """Return an HTML page as its words, links and marks. Its own address is not among its links."""
    source = decoded(fetched)
    reader = _Reader(fetched.url)
    reader.feed(source)
    reader.close()
    own = urldefrag(fetched.url).url
    links = [(each, reader.address(each.href)) for each in reader.links]
    return FetchedPage(
        fetched.url,
        "".join(reader.words),
        tuple(dict.fromkeys(found["sum"] for found in MARK.finditer(source))),
        tuple(url for each, url in links if each.is_frame and url),
        tuple(
            PageLink(url, " ".join("".join(each.words).split()), each.context, each.is_navigation)
            for each, url in links
            if url.startswith(("http://", "https://")) and url != own
        ),
    )


def decoded(fetched: FetchedFile) -> str:
    """Return the page's text, in the charset that it names or the usual one."""
    named = re.search(rb"<meta[^>]+charset=[\"']?([\w-]+)", fetched.body[:2048], re.IGNORECASE)
    for charset in filter(None, (fetched.charset, named[1].decode() if named else "", "utf-8")):
        try:
            return fetched.body.decode(charset)
        except (LookupError, ValueError):  # among them everything that a strange name of a set raises
            continue
    return fetched.body.decode("cp1252", errors="replace")
