from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.people.models import School
from belisha.policies.models import PolicyVersion, WebsiteCheck
from belisha.policies.published import public_versions
from belisha.policies.queries import policy_of
from belisha.policies.website.addresses import NotReachedError
from belisha.policies.website.documents import is_document, words_of
from belisha.policies.website.fetching import fetch
from belisha.policies.website.judging import Judged, Known, Text, judge
from belisha.policies.website.models import Finding
from belisha.policies.website.pages import Page, read_page

# A second press of the button within this time is the same check.
AGAIN = timedelta(seconds=20)
DOCUMENTS = 3
VERSIONS = 12


def check_website(
    *, by: Actor | None, school: School, version: PolicyVersion, address: str, own: str
) -> WebsiteCheck:
    """Look at the school's page and keep what was found. Whoever calls has checked that `by` may.

    `by` is None where the site looks by itself.

    `version` is the one in force, `own` the address of this site. Fetching happens outside any transaction; a
    page that cannot be had is a finding, not an error. A check of the same page within seconds is not
    repeated.
    """
    check, is_new = _begin(by, school, version, address)
    return _finish(by, check, look_at(version, address, own)) if is_new else check


def look_at(version: PolicyVersion, address: str, own: str) -> Judged:
    """What the page at `address` shows of the policy whose version in force is `version`. Keeps nothing."""
    private = bool(settings.BELISHA_FETCH_PRIVATE)
    try:
        fetched = fetch(address, private=private)
        if is_document(fetched):
            page, documents = Page(fetched.url, ""), [Text(fetched.url, words_of(fetched))]
        else:
            page = read_page(fetched)
            documents = _documents(page, private=private)
    except NotReachedError as error:
        return Judged(Finding.NOT_REACHED, sentences=(str(error),))
    return judge(page, documents, _known(version), version.school.slug, own)


def _documents(page: Page, *, private: bool) -> list[Text]:
    """What can be read of the first documents that the page links to."""
    found = []
    for url in page.documents[:DOCUMENTS]:
        try:
            fetched = fetch(url, private=private)
            if is_document(fetched):
                found.append(Text(url, words_of(fetched)))
        except NotReachedError:
            continue  # a broken link beside the policy is not a fault of the policy
    return found


def _known(version: PolicyVersion) -> list[Known]:
    """The version in force first, then the latest of those before it."""
    earlier = [each for each in public_versions(version.document_id) if each.pk != version.pk]
    return [
        Known(each.pk, each.label, each.checksum, policy_of(each)) for each in (version, *earlier[:VERSIONS])
    ]


@transaction.atomic
def _begin(
    by: Actor | None, school: School, version: PolicyVersion, address: str
) -> tuple[WebsiteCheck, bool]:
    School.objects.select_for_update().get(pk=school.pk)  # two presses of the button wait for each other
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
def _finish(by: Actor | None, check: WebsiteCheck, judged: Judged) -> WebsiteCheck:
    check.done_at = timezone.now()
    check.finding, check.percent, check.shows_id = judged.finding, judged.percent, judged.shows
    check.detail = _detail(judged)
    check.save(update_fields=["done_at", "finding", "percent", "shows", "detail"])
    detail = {"finding": check.finding, "percent": check.percent, "version": check.version_id}
    record(
        school_id=check.school_id,
        by=by.user_id if by else None,
        verb="checked the website",
        subject=f"website check {check.pk}",
        detail=detail,
    )
    return check


def _detail(judged: Judged) -> dict[str, Any]:
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
    """What a website said, as every database keeps it: without NULs and halves of letters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
