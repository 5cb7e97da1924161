"""What a fetched page shows: its words, its links, and the marks that our block leaves in it."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

from belisha.policies.website.fetching import Fetched

# What the block for a school's website carries, in three places: a content system may strip one of them.
MARK = re.compile(
    r"""(?:data-belisha-version=["']?|belisha-version["']?\s+content=["']|belisha:version\s+|"""
    r"""belisha-version-)(?P<sum>[0-9a-f]{16,64})"""
)
SILENT = {"script", "style", "template", "noscript"}
BLOCKS = {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "br", "td", "th", "tr", "section", "dd", "dt"}
DOCUMENTS = re.compile(r"\.(pdf|docx)(?:$|[?#])", re.IGNORECASE)
TELLING = re.compile(r"polic|social|media|conduct", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its words."""

    url: str
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was fetched. `marks` are beginnings of checksums, `frames` the addresses of inner
    pages."""

    url: str
    text: str
    marks: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def documents(self) -> tuple[str, ...]:
        """Linked documents that may be the policy, those whose name or words say so first."""
        found = [link for link in self.links if DOCUMENTS.search(link.url)]
        ordered = sorted(found, key=lambda link: not TELLING.search(f"{link.url} {link.words}"))
        return tuple(dict.fromkeys(link.url for link in ordered))


@dataclass
class _Reader(HTMLParser):
    base: str
    words: list[str] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    links: list[list[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._silent = 0
        self._in_link = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._silent += tag in SILENT
        if tag in BLOCKS:
            self.words.append("\n\n")
        if tag == "a" and given.get("href"):
            self.links.append([self._address(given["href"]), ""])
            self._in_link = True
        if tag in ("iframe", "object", "embed"):
            inner = given.get("src") or given.get("data")
            if inner:
                self.frames.append(self._address(inner))
                self.links.append([self._address(inner), ""])

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in SILENT))
        self._in_link = self._in_link and tag != "a"
        if tag in BLOCKS:
            self.words.append("\n\n")

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        self.words.append(data)
        if self._in_link:
            self.links[-1][1] += data

    def _address(self, given: str | None) -> str:
        try:
            return urldefrag(urljoin(self.base, (given or "").strip())).url
        except ValueError:
            return ""


def read_page(fetched: Fetched) -> Page:
    """An HTML page as its words, links and marks."""
    source = decoded(fetched)
    reader = _Reader(fetched.url)
    reader.feed(source)
    reader.close()
    return Page(
        fetched.url,
        "".join(reader.words),
        tuple(dict.fromkeys(found["sum"] for found in MARK.finditer(source))),
        tuple(filter(None, reader.frames)),
        tuple(Link(url, " ".join(words.split())) for url, words in reader.links if url),
    )


def decoded(fetched: Fetched) -> str:
    """The page's text, by the character set that it names, or the usual one."""
    named = re.search(rb"<meta[^>]+charset=[\"']?([\w-]+)", fetched.body[:2048], re.IGNORECASE)
    for charset in filter(None, (fetched.charset, named[1].decode() if named else "", "utf-8")):
        try:
            return fetched.body.decode(charset)
        except (LookupError, ValueError):  # among them everything that a strange name of a set raises
            continue
    return fetched.body.decode("cp1252", errors="replace")
