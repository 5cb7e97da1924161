"""Classify which version a school's page shows: by our block, by its text, by its documents."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from belisha.policies.website.models import WebsiteFinding
from belisha.policies.website.pages import FetchedPage
from belisha.policies.website.text_similarity import MissingClause, TextSimilarity, text_similarity
from belisha.rules.language.policy import Policy
from belisha.sandbox.addresses import same_origin

# Below this share a text is another document: school policies have much in common.
LIKE = 40
MOST_TOLD = 3
_EMBED = re.compile(r"/s/(?P<school>[-\w]+)/embed/?$")


@dataclass(frozen=True, slots=True)
class KnownVersion:
    """A published version of the school's policy: its id, label, checksum and text."""

    id: int
    label: str
    checksum: str
    policy: Policy


@dataclass(frozen=True, slots=True)
class PublishedText:
    """A text on the website: the page itself, or a document that it links to."""

    url: str
    words: str


@dataclass(frozen=True, slots=True)
class Unopened:
    """A linked document that was not opened; `reason` is empty if less likely ones were left out."""

    words: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Classification:
    """The finding, the version shown, the share of our text on the page, and sentences that explain it."""

    finding: WebsiteFinding
    shows: int | None = None
    percent: int | None = None
    sentences: tuple[str, ...] = ()
    differences: tuple[MissingClause, ...] = ()
    read: tuple[str, ...] = field(default=())


def classify(
    page: FetchedPage,
    documents: Sequence[PublishedText],
    versions: Sequence[KnownVersion],
    school: str,
    own: str,
    unopened: Sequence[Unopened] = (),
) -> Classification:
    """Classify the page. `versions` begins with the one in force; `own` is this site's address.

    A copy of the text that differs outweighs a correct mark beside it, because a reader may open either.
    """
    current = versions[0]
    marked = _by_mark(page, versions, school, own)
    texts = [PublishedText(page.url, page.text), *documents]
    read = tuple(text.url for text in texts)
    compared = [(text, text_similarity(current.policy, text.words)) for text in texts]
    wrong = None
    for text, like in compared:
        if like.is_same or like.percent < LIKE:
            continue
        wrong = wrong or _older(text, versions, read) or _changed(text, like, page, read)
    if wrong is not None:
        return wrong
    if marked is not None:
        return marked
    same = next((text for text, like in compared if like.is_same), None)
    if same is not None:
        where = "The page" if same.url == page.url else "A document that the page links to"
        said = f"{where} has the text of version {current.label}, word for word."
        return Classification(WebsiteFinding.SAME, current.id, 100, (said,), read=read)
    best = max(like.percent for _, like in compared)
    said = "The page has neither our block nor the text of the policy"
    if documents:
        which = "the document" if len(documents) == 1 else f"any of the {len(documents)} documents"
        said += f", and it is not in {which} that the page links to and that could be read"
    said += "." if documents or unopened else ", and it links to no document that may have it."
    return Classification(WebsiteFinding.ABSENT, None, best, (said,), read=read)


def unopened_sentences(unopened: Sequence[Unopened]) -> tuple[str, ...]:
    """Return sentences that tell which linked documents were not opened: by name where there is a reason."""
    told = [f"“{each.words}” {each.reason}." for each in unopened if each.reason]
    told = [sentence.replace("..", ".") for sentence in told[:MOST_TOLD]]
    others = len(unopened) - len(told)
    if others:
        more = " more" if told else ""
        told.append(
            f"{others}{more} linked document{'s were' if others != 1 else ' was'} not opened: others are "
            "more like the policy by their names. If the policy is among them, give its own address."
        )
    return tuple(told)


def _by_mark(
    page: FetchedPage, versions: Sequence[KnownVersion], school: str, own: str
) -> Classification | None:
    current = versions[0]
    read = (page.url,)
    for frame in page.frames:
        found = _EMBED.search(urlsplit(frame).path)
        if found and found["school"] == school and same_origin(frame, own):
            said = f"The page shows our block, which always shows the version in force: {current.label}."
            return Classification(WebsiteFinding.SAME, current.id, None, (said,), read=read)
    marks = [_marked(mark, versions) for mark in page.marks]
    if not marks:
        return None
    wrong = next((found for found in marks if found is not current), current)
    if wrong is current:
        said = f"The page carries the mark of version {current.label}."
        return Classification(WebsiteFinding.SAME, current.id, None, (said,), read=read)
    if wrong is None:
        said = "The page carries the mark of a version that was never published here."
        return Classification(WebsiteFinding.OTHER, None, None, (said,), read=read)
    said = f"The page carries the mark of version {wrong.label}; the version in force is {current.label}."
    return Classification(WebsiteFinding.OTHER, wrong.id, None, (said,), read=read)


def _marked(mark: str, versions: Sequence[KnownVersion]) -> KnownVersion | None:
    return next((each for each in versions if each.checksum.startswith(mark)), None)


def _older(
    text: PublishedText, versions: Sequence[KnownVersion], read: tuple[str, ...]
) -> Classification | None:
    """Return the finding if the text is that of an earlier version, word for word; else None."""
    for version in versions[1:]:
        if text_similarity(version.policy, text.words).is_same:
            said = f"{_named(text)} has the text of version {version.label}, not of {versions[0].label}."
            return Classification(WebsiteFinding.OTHER, version.id, None, (said,), read=read)
    return None


def _changed(
    text: PublishedText, like: TextSimilarity, page: FetchedPage, read: tuple[str, ...]
) -> Classification:
    which = "The page" if text.url == page.url else _named(text)
    clauses = "1 part is" if like.missing == 1 else f"{like.missing} parts are"
    said = f"{which} has {like.percent}% of the policy’s words; {clauses} missing or worded differently."
    return Classification(WebsiteFinding.CHANGED, None, like.percent, (said,), like.differences, read)


def _named(text: PublishedText) -> str:
    return f"“{urlsplit(text.url).path.rsplit('/', 1)[-1] or text.url}”"
