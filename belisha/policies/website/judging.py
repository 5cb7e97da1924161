"""Which version of the policy a school's page shows: by the mark of our block, by its text, by what it
links to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from belisha.policies.website.addresses import same_origin
from belisha.policies.website.alike import Differs, Likeness, likeness
from belisha.policies.website.models import Finding
from belisha.policies.website.pages import Page
from belisha.rules.policy import Policy

# Below this share a page is about something else: policies of schools have much in common.
LIKE = 40
_EMBED = re.compile(r"/s/(?P<school>[-\w]+)/embed/?$")


@dataclass(frozen=True, slots=True)
class Known:
    """A version of the school's policy that the public may know: its id, label, checksum and text."""

    id: int
    label: str
    checksum: str
    policy: Policy


@dataclass(frozen=True, slots=True)
class Text:
    """A text that the website shows: the page itself, or a document that it links to."""

    url: str
    words: str


@dataclass(frozen=True, slots=True)
class Judged:
    """The finding, the version that is shown, how much of ours is there, and sentences that say so."""

    finding: Finding
    shows: int | None = None
    percent: int | None = None
    sentences: tuple[str, ...] = ()
    differences: tuple[Differs, ...] = ()
    read: tuple[str, ...] = field(default=())


def judge(page: Page, documents: Sequence[Text], versions: Sequence[Known], school: str, own: str) -> Judged:
    """What the page shows. `versions` begins with the one in force; `own` is this site's address.

    A copy of the text that differs weighs more than a right mark beside it: a reader may open either.
    """
    current = versions[0]
    marked = _by_mark(page, versions, school, own)
    texts = [Text(page.url, page.text), *documents]
    read = tuple(text.url for text in texts)
    compared = [(text, likeness(current.policy, text.words)) for text in texts]
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
        return Judged(Finding.SAME, current.id, 100, (said,), read=read)
    best = max(like.percent for _, like in compared)
    said = "The page has neither our block nor the text of the policy, and links to no document that has it."
    return Judged(Finding.ABSENT, None, best, (said,), read=read)


def _by_mark(page: Page, versions: Sequence[Known], school: str, own: str) -> Judged | None:
    current = versions[0]
    read = (page.url,)
    for frame in page.frames:
        found = _EMBED.search(urlsplit(frame).path)
        if found and found["school"] == school and same_origin(frame, own):
            said = f"The page shows our block, which always shows the version in force: {current.label}."
            return Judged(Finding.SAME, current.id, None, (said,), read=read)
    marks = [_marked(mark, versions) for mark in page.marks]
    if not marks:
        return None
    wrong = next((found for found in marks if found is not current), current)
    if wrong is current:
        said = f"The page carries the mark of version {current.label}."
        return Judged(Finding.SAME, current.id, None, (said,), read=read)
    if wrong is None:
        said = "The page carries the mark of a version that was never published here."
        return Judged(Finding.OTHER, None, None, (said,), read=read)
    said = f"The page carries the mark of version {wrong.label}; the version in force is {current.label}."
    return Judged(Finding.OTHER, wrong.id, None, (said,), read=read)


def _marked(mark: str, versions: Sequence[Known]) -> Known | None:
    return next((each for each in versions if each.checksum.startswith(mark)), None)


def _older(text: Text, versions: Sequence[Known], read: tuple[str, ...]) -> Judged | None:
    """Where the text is that of an earlier version, word for word."""
    for version in versions[1:]:
        if likeness(version.policy, text.words).is_same:
            said = f"{_named(text)} has the text of version {version.label}, not of {versions[0].label}."
            return Judged(Finding.OTHER, version.id, None, (said,), read=read)
    return None


def _changed(text: Text, like: Likeness, page: Page, read: tuple[str, ...]) -> Judged:
    which = "The page" if text.url == page.url else _named(text)
    clauses = "1 part is" if like.missing == 1 else f"{like.missing} parts are"
    said = f"{which} has {like.percent}% of the policy’s words; {clauses} missing or worded differently."
    return Judged(Finding.CHANGED, None, like.percent, (said,), like.differences, read)


def _named(text: Text) -> str:
    return f"“{urlsplit(text.url).path.rsplit('/', 1)[-1] or text.url}”"
