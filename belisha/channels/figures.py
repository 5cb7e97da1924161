"""Figures for governors: posts on official accounts, enquiries there, findings that were overridden."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from belisha.base.figures import FigureGroup, ListPage, clause_figure, counted, school_figure, within
from belisha.channels.models import Enquiry, OfficialPost
from belisha.channels.permissions import can_see_posts
from belisha.channels.states import EnquiryState, PostState


@school_figure(
    "posts",
    "Posts on official accounts",
    "Posts begun within the period, by how they stand now.",
    group=FigureGroup.PUBLIC,
    page=ListPage("channels:posts", can_see_posts.check),
)
def posts(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count official posts by state."""
    rows = OfficialPost.objects.filter(within("made_at", first, last), school=school_id)
    return counted(rows, "state", {each.value: each.value for each in PostState})


@school_figure(
    "enquiries",
    "Enquiries at the official page",
    "Enquiries that arrived within the period, by how they stand now.",
    group=FigureGroup.PUBLIC,
    page=ListPage("channels:enquiries", can_see_posts.check),
)
def enquiries(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count enquiries by state."""
    rows = Enquiry.objects.filter(within("arrived_at", first, last), school=school_id)
    return counted(rows, "state", {each.value: each.value for each in EnquiryState})


@school_figure(
    "findings",
    "What the policy minded in official posts",
    "Findings in posts begun within the period, by whether those who approve overrode them with a reason.",
    group=FigureGroup.PUBLIC,
    page=ListPage("channels:figures", can_see_posts.check),
)
def findings(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count findings by whether they were overridden."""
    found = {"overridden": 0, "heeded": 0}
    for post_findings, overrides in _findings(school_id, first, last):
        for finding in post_findings:
            found["overridden" if finding["key"] in overrides else "heeded"] += 1
    return found


@clause_figure("overruled", "Findings by it in official posts that were overridden", base="findings")
def overruled(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count for each clause the findings by it that were overridden."""
    counts: dict[str, int] = {}
    for post_findings, overrides in _findings(school_id, first, last):
        for finding in post_findings:
            if finding["key"] in overrides:
                for clause in {each["id"] for each in finding["clauses"]}:
                    counts[clause] = counts.get(clause, 0) + 1
    return counts


def _findings(school_id: int, first: date, last: date) -> Iterator[tuple[list[Any], Mapping[str, Any]]]:
    rows = OfficialPost.objects.filter(within("made_at", first, last), school=school_id)
    return rows.values_list("findings", "overrides").iterator(chunk_size=500)
