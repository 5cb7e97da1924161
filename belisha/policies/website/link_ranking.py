"""Rank the links of a school's page by how likely they lead to its policy: words, place and address."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from belisha.policies.website.pages import PageLink

# Words of titles that say nothing about which policy it is.
_COMMON = frozenset(
    [
        "a",
        "academy",
        "an",
        "and",
        "for",
        "in",
        "of",
        "on",
        "our",
        "policies",
        "policy",
        "school",
        "schools",
        "staff",
        "the",
        "this",
        "to",
    ]
)
# Words of a link that leave it to its place on the page to say what it is.
_SAY_NOTHING = frozenset(
    [
        "click",
        "copy",
        "current",
        "document",
        "download",
        "file",
        "full",
        "here",
        "info",
        "kb",
        "latest",
        "link",
        "mb",
        "more",
        "new",
        "opens",
        "open",
        "page",
        "pdf",
        "read",
        "see",
        "size",
        "tab",
        "version",
        "view",
        "window",
        "word",
    ]
)
_WORDS = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"\.(pdf|docx?|odt|rtf)$", re.IGNORECASE)
# How document managers of school websites serve files without an ending.
_MANAGER = re.compile(
    r"documentlink|document-?centre|/docs?/|download|attachment|getfile|file-?manager|/files?/|uploads|asset",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"social\W+(?:media|network)", re.IGNORECASE)
# Where files lie that only people who are signed in, or a browser with scripts, can open.
CLOUD_DRIVES = {
    "drive.google.com": "Google Drive",
    "docs.google.com": "Google Docs",
    "onedrive.live.com": "OneDrive",
    "1drv.ms": "OneDrive",
    "sharepoint.com": "SharePoint",
    "dropbox.com": "Dropbox",
    "icloud.com": "iCloud",
}
NAMED = 3.5


@dataclass(frozen=True, slots=True)
class RankedLink:
    """A link that may lead to the policy. `score` is higher for what is likelier."""

    link: PageLink
    score: float

    @property
    def is_named(self) -> bool:
        """Whether the link, or what stands around it, names the policy."""
        return self.score >= NAMED


def rank_links(links: Iterable[PageLink], title: str) -> tuple[RankedLink, ...]:
    """Return the links that may lead to the policy called `title`, likeliest first, each address once.

    A link counts if it names the policy, or if its address looks like a document.
    """
    best: dict[str, RankedLink] = {}
    for link in links:
        score = _score(link, title)
        is_candidate = score >= NAMED or _is_like_document(link.url)
        if is_candidate and (link.url not in best or best[link.url].score < score):
            best[link.url] = RankedLink(link, score)
    return tuple(sorted(best.values(), key=lambda each: -each.score))


def cloud_drive(url: str) -> str:
    """Return the name of the cloud drive that an address belongs to, or an empty text."""
    host = (urlsplit(url).hostname or "").lower()
    return next((name for end, name in CLOUD_DRIVES.items() if host == end or host.endswith(f".{end}")), "")


def _score(link: PageLink, title: str) -> float:
    named = link.words, unquote(urlsplit(link.url).path.rsplit("/", 1)[-1])
    score = max(_names(words, title) for words in named)
    score = max(score, _names(link.context, title) * 0.75 if not _is_of_another(link.words) else 0.0)
    score += 1.0 if "polic" in " ".join((*named, link.context)).casefold() else 0.0
    score += 0.5 if _is_like_document(link.url) else 0.0
    return score - (1.5 if link.is_navigation else 0.0)


def _names(words: str, title: str) -> float:
    """Return how far the words name the policy: 5 if they do, less if only in part."""
    if _SUBJECT.search(words.replace("_", " ")):
        return 5.0
    wanted = _stems(title) - _COMMON
    shared = wanted & _stems(words)
    return 5.0 * len(shared) / len(wanted) if wanted else 0.0


def _is_of_another(words: str) -> bool:
    """Return whether the words name a document of their own, so that a heading above them names another."""
    told = {word for word in _stems(words) if word.isalpha()}
    return bool(told - _COMMON - _SAY_NOTHING)


def _stems(words: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(re.sub(r"[-_+.]", " ", words).casefold()))


def _is_like_document(url: str) -> bool:
    parts = urlsplit(url)
    return bool(_ENDING.search(parts.path) or _MANAGER.search(f"{parts.path}?{parts.query}"))
