"""The website history of a policy: when checks found which version on the school's website."""

from collections.abc import Iterable
from dataclasses import replace

from belisha.base.templating import day
from belisha.policies.documents.document_control import ControlBlock
from belisha.policies.models import PolicyVersion, WebsiteCheck
from belisha.policies.website.models import WebsiteFinding
from belisha.rules.language.policy import ChangeEntry


def with_sightings(
    block: ControlBlock, version: PolicyVersion, versions: Iterable[PolicyVersion]
) -> ControlBlock:
    """Return the block with a row of website history for each version found on the school's website.

    A row gives the first and last day. Faults that a check found are for the school, not for this page.
    """
    labels = {each.pk: each.label for each in versions}
    seen: dict[int, list[WebsiteCheck]] = {}
    checks = WebsiteCheck.objects.filter(
        school=version.school_id, finding=WebsiteFinding.SAME, shows__in=labels
    )
    for check in checks.only("asked_at", "shows_id").order_by("asked_at"):
        seen.setdefault(check.shows_id or 0, []).append(check)
    rows = tuple(_row(labels[pk], found) for pk, found in seen.items())
    return replace(block, website=(*block.website, *rows))


def _row(label: str, checks: list[WebsiteCheck]) -> ChangeEntry:
    first, last = day(checks[0].asked_at), day(checks[-1].asked_at)
    until = "" if first == last else f", and last on {last}"
    return ChangeEntry(label, first, f"seen on the school’s website{until}")
