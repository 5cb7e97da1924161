"""The website history of a policy: where checks of the school's own website have seen which version."""

from collections.abc import Iterable
from dataclasses import replace

from belisha.base.templating import day
from belisha.policies.document_control import ControlBlock
from belisha.policies.models import PolicyVersion, WebsiteCheck
from belisha.policies.website.models import Finding
from belisha.rules.policy import Change


def with_sightings(
    block: ControlBlock, version: PolicyVersion, versions: Iterable[PolicyVersion]
) -> ControlBlock:
    """The block, with a row of the website history for each version that was seen on the school's website.

    A row tells the first and the last day; what a check found wrong is for the school, not for this page.
    """
    labels = {each.pk: each.label for each in versions}
    seen: dict[int, list[WebsiteCheck]] = {}
    checks = WebsiteCheck.objects.filter(school=version.school_id, finding=Finding.SAME, shows__in=labels)
    for check in checks.only("asked_at", "shows_id").order_by("asked_at"):
        seen.setdefault(check.shows_id or 0, []).append(check)
    rows = tuple(_row(labels[pk], found) for pk, found in seen.items())
    return replace(block, website=(*block.website, *rows))


def _row(label: str, checks: list[WebsiteCheck]) -> Change:
    first, last = day(checks[0].asked_at), day(checks[-1].asked_at)
    until = "" if first == last else f", and last on {last}"
    return Change(label, first, f"seen on the school’s website{until}")
