from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.people.models import School
from belisha.policies.documents.public_versions import public_versions
from belisha.policies.models import PolicyVersion, WebsiteCheck
from belisha.policies.queries import policy_of
from belisha.policies.record import PolicyEvent
from belisha.policies.website.classification import (
    Classification,
    KnownVersion,
    PublishedText,
    Unopened,
    classify,
    unopened_sentences,
)
from belisha.policies.website.documents import document_text, is_document
from belisha.policies.website.link_ranking import cloud_drive, rank_links
from belisha.policies.website.models import WebsiteFinding
from belisha.policies.website.pages import FetchedPage, read_page
from belisha.sandbox import SandboxError, run_in_sandbox
from belisha.sandbox.addresses import FetchError
from belisha.sandbox.fetching import FetchedFile, fetch

Result = TypeVar("Result")
# A second click within this time is the same check.
AGAIN = timedelta(seconds=20)
MOST_OPENED = 4
VERSIONS = 12


def check_website(
    *, by: Actor | None, school: School, version: PolicyVersion, address: str, own: str
) -> WebsiteCheck:
    """Check the school's web page and store the finding. The caller has checked that `by` may do this.

    `by` is None for a scheduled check. `version` is the one in force, `own` the address of this site.
    Fetching happens outside any transaction; a page that cannot be fetched is a finding, not an error. A
    check of the same page within seconds is not repeated.
    """
    check, is_new = _begin(by, school, version, address)
    return _finish(by, check, inspect_page(version, address, own)) if is_new else check


def inspect_page(version: PolicyVersion, address: str, own: str) -> Classification:
    """Return what the page at `address` shows of the policy, given its version in force. Stores nothing."""
    private = bool(settings.BELISHA_FETCH_PRIVATE)
    try:
        fetched = fetch(address, private=private)
        if is_document(fetched):
            page, opened = (
                FetchedPage(fetched.url, ""),
                [PublishedText(fetched.url, _read(document_text, fetched))],
            )
            unopened: tuple[Unopened, ...] = ()
        else:
            page = _read(read_page, fetched)
            opened, unopened = _documents(page, version.title, private=private)
    except FetchError as error:
        return Classification(WebsiteFinding.NOT_REACHED, sentences=(str(error),))
    found = classify(page, opened, _known(version), version.school.slug, own, unopened)
    return replace(found, sentences=(*found.sentences, *unopened_sentences(unopened)))


def _read(read: Callable[[FetchedFile], Result], fetched: FetchedFile) -> Result:
    """Return what a reader makes of a page or document in the sandbox. Raise FetchError if it cannot."""
    try:
        return run_in_sandbox(read, fetched)
    except SandboxError as error:
        raise FetchError(f"What is there cannot be read. {error}") from None


def _documents(
    page: FetchedPage, title: str, *, private: bool
) -> tuple[list[PublishedText], tuple[Unopened, ...]]:
    """Return the texts that the page links to, likeliest first, and what was not opened."""
    opened: list[PublishedText] = []
    unopened: list[Unopened] = []
    for ranked in rank_links(page.links, title):
        link = ranked.link
        if drive := cloud_drive(link.url):
            unopened.append(Unopened(link.words or link.url, f"is on {drive}, which this check cannot open"))
        elif len(opened) >= MOST_OPENED:
            unopened.append(Unopened(link.words or link.url))
        else:
            try:
                opened.append(PublishedText(link.url, _text_of(fetch(link.url, private=private))))
            except FetchError as error:
                unopened.append(Unopened(link.words or link.url, f"could not be read: {error}"))
    return opened, tuple(unopened)


def _text_of(fetched: FetchedFile) -> str:
    """Return the text of a document or of a web page. Raises FetchError for anything else."""
    if is_document(fetched):
        return _read(document_text, fetched)
    if fetched.kind in ("text/html", "application/xhtml+xml", "text/plain"):
        return _read(read_page, fetched).text
    raise FetchError("It is neither a PDF, a Word document nor a web page.")


def _known(version: PolicyVersion) -> list[KnownVersion]:
    """Return the version in force, then the latest versions before it."""
    earlier = [each for each in public_versions(version.document_id) if each.pk != version.pk]
    return [
        KnownVersion(each.pk, each.label, each.checksum, policy_of(each))
        for each in (version, *earlier[:VERSIONS])
    ]


@transaction.atomic
def _begin(
    by: Actor | None, school: School, version: PolicyVersion, address: str
) -> tuple[WebsiteCheck, bool]:
    School.objects.select_for_update(no_key=True).get(pk=school.pk)  # two clicks at once wait for each other
    recent = WebsiteCheck.objects.filter(
        school=school, version=version, address=address, asked_at__gt=timezone.now() - AGAIN
    ).first()
    if recent is not None:
        return recent, False
    check = WebsiteCheck.objects.create(
        school=school, version=version, address=address, asked_by_id=by.user_id if by else None
    )
    return check, True


@transaction.atomic
def _finish(by: Actor | None, check: WebsiteCheck, judged: Classification) -> WebsiteCheck:
    check.done_at = timezone.now()
    check.finding, check.percent, check.shows_id = judged.finding, judged.percent, judged.shows
    check.detail = _detail(judged)
    check.save(update_fields=["done_at", "finding", "percent", "shows", "detail"])
    detail = {"finding": check.finding, "percent": check.percent, "version": check.version_id}
    record(
        school_id=check.school_id,
        by=by.user_id if by else None,
        verb=PolicyEvent.CHECKED_WEBSITE,
        subject=f"website check {check.pk}",
        detail=detail,
    )
    return check


def _detail(judged: Classification) -> dict[str, Any]:
    differences = [
        {"title": each.title, "ours": each.ours[:2000], "theirs": _letters(each.theirs[:2000])}
        for each in judged.differences
    ]
    return {
        "sentences": list(map(_letters, judged.sentences)),
        "differences": differences,
        "read": [_letters(url[:500]) for url in judged.read],
    }


def _letters(text: str) -> str:
    """Return text from a website without NULs and lone surrogates, which databases refuse."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
