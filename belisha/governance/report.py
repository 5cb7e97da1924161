"""The governors' report: state of the policy, figures that cannot be taken apart, counts by clause,
suggestions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from belisha.answers.models import AnswerLog
from belisha.base.figures import (
    ClauseFigure,
    FigureGroup,
    SchoolFigure,
    clause_figures,
    day_begins,
    school_figures,
    within,
)
from belisha.base.reports_database import from_reports_database
from belisha.base.suppression import SMALL, SafeCounts, protect, protect_parts, words_of
from belisha.base.templating import day
from belisha.people.models import School
from belisha.people.roles import role_label
from belisha.policies.documents.clause_text import action_label
from belisha.policies.models import DocumentKind, PolicyVersion
from belisha.policies.queries import policy_of
from belisha.policies.states import VersionState
from belisha.rules.ruling import Verdict

MOST_CLAUSES, MOST_GAPS = 15, 10


@dataclass(frozen=True, slots=True)
class ReportedFigure:
    """One figure with what may be shown of it."""

    figure: SchoolFigure
    shown: SafeCounts

    def rows(self) -> list[tuple[str, str]]:
        """Return each cell with its count in words, and the total."""
        found = [(label, words_of(count)) for label, count in self.shown.cells.items()]
        return [*found, ("All together", words_of(self.shown.total))]

    @property
    def is_nought(self) -> bool:
        """Return whether nothing was counted."""
        return self.shown.total == 0

    def urgent(self) -> list[str]:
        """Return what should be nought and is not, in words, as far as it may be shown."""
        cells = [(label, self.shown.cells.get(label)) for label in self.figure.urgent]
        return [f"{self.figure.title}: {count} {label}" for label, count in cells if count]


@dataclass(frozen=True, slots=True)
class ReportedClause:
    """The counts of one clause, one for each kind of count, as they may be shown."""

    clause: str
    title: str
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewSuggestion:
    """Something for the next review: what was seen, what to think about, and where the draft opens."""

    seen: str
    think: str
    address: str


@dataclass(frozen=True, slots=True)
class ReportGroup:
    """A heading with its figures."""

    heading: str
    figures: tuple[ReportedFigure, ...]

    @property
    def counted(self) -> list[ReportedFigure]:
        """Return the figures that have something to show."""
        return [each for each in self.figures if each.shown.total]

    @property
    def other(self) -> list[ReportedFigure]:
        """Return the figures of which no table is shown: fewer than five, or nothing at all."""
        return [each for each in self.figures if not each.shown.total]

    def in_short(self) -> list[str]:
        """Return a sentence about the figures with fewer than five altogether, and about those with none."""
        few = [each.figure.title for each in self.figures if each.shown.total is None]
        nought = [each.figure.title for each in self.figures if each.is_nought]
        return [
            f"{words}: {'; '.join(titles)}."
            for words, titles in (("Fewer than five, so not shown", few), ("None", nought))
            if titles
        ]


@dataclass(frozen=True, slots=True)
class GovernorsReport:
    """Everything that the report shows of a school and a period."""

    school: School
    first: date
    last: date
    state: tuple[tuple[str, str], ...]
    figures: tuple[ReportedFigure, ...]
    kinds: tuple[ClauseFigure, ...]
    clauses: tuple[ReportedClause, ...]
    suggestions: tuple[ReviewSuggestion, ...]
    is_overdue: bool = False

    @property
    def title(self) -> str:
        """Return the title."""
        return f"Report to governors, {self.period}"

    @property
    def period(self) -> str:
        """Return the period in words."""
        return f"{day(self.first)} to {day(self.last)}"

    def groups(self) -> list["ReportGroup"]:
        """Return the figures under their headings; a heading without figures is left out."""
        by_group = {
            group: tuple(each for each in self.figures if each.figure.group is group) for group in FigureGroup
        }
        return [ReportGroup(group.value, figures) for group, figures in by_group.items() if figures]

    def attention(self) -> list[tuple[str, str]]:
        """Return what to look at first, each with the key of its figure ("policy" for the policy itself)."""
        late = [("The policy: its review is overdue", "policy")] if self.is_overdue else []
        return [*late, *((words, each.figure.key) for each in self.figures for words in each.urgent())]


@from_reports_database
def governors_report(school: School, first: date, last: date) -> GovernorsReport:
    """Return the report on a school from the first to the last day."""
    figures = tuple(figures_of(school.pk, first, last))
    whole = {each.figure.key: each.shown for each in figures if each.shown.is_whole}
    kinds = tuple(each for each in clause_figures().values() if each.base in whole)
    counts = {each.key: protect_parts(whole[each.base], each.count(school.pk, first, last)) for each in kinds}
    version = version_in_force(school, last)
    titles = {} if version is None else {each.id: each.title for each in policy_of(version).clauses}
    due = None if version is None else version.review_due_on
    return GovernorsReport(
        school, first, last, tuple(_state(version, last)), figures, kinds,
        tuple(_clause_rows(titles, counts)),
        tuple(suggestions(school, first, last, counts, titles, has_gaps="questions" in whole)),
        is_overdue=due is not None and due < last,
    )  # fmt: skip


def version_in_force(school: School, on: date) -> PolicyVersion | None:
    """Return the version of the school's policy that was in force at the end of a day."""
    end = day_begins(on + timedelta(days=1))
    rows = PolicyVersion.objects.filter(
        school=school, document__kind=DocumentKind.POLICY, published_at__lt=end
    )
    found: PolicyVersion | None = (
        rows.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=end)).order_by("-published_at").first()
    )
    return found


@from_reports_database
def figures_of(school_id: int, first: date, last: date) -> list[ReportedFigure]:
    """Return every figure of a school, as it may be shown."""
    return [
        ReportedFigure(each, protect(each.count(school_id, first, last)))
        for each in school_figures().values()
    ]


def _state(version: PolicyVersion | None, on: date) -> list[tuple[str, str]]:
    if version is None:
        return [("Policy in force", "none")]
    due = version.review_due_on
    late = " (overdue)" if due and due < on else ""
    return [
        ("Policy in force", f"{policy_of(version).control.title}, version {version.label}"),
        ("Published", day(version.published_at)),
        ("Review due", f"{day(due)}{late}" if due else "no date"),
    ]


def _clause_rows(titles: Mapping[str, str], counts: Mapping[str, Mapping[str, int]]) -> list[ReportedClause]:
    """Return the clauses counted most. A count under five looks like none, so that no sum reveals it."""
    sums = {clause: max((each.get(clause, 0) for each in counts.values()), default=0) for clause in titles}
    order = sorted((clause for clause in sums if sums[clause] >= SMALL), key=lambda each: (-sums[each], each))
    return [
        ReportedClause(clause, titles[clause], tuple(_bare(each.get(clause, 0)) for each in counts.values()))
        for clause in order[:MOST_CLAUSES]
    ]


def _bare(count: int) -> str:
    return str(count) if count >= SMALL else "–"


def suggestions(
    school: School,
    first: date,
    last: date,
    counts: Mapping[str, Mapping[str, int]],
    titles: Mapping[str, str],
    *,
    has_gaps: bool,
) -> list[ReviewSuggestion]:
    """Return what the figures suggest for the next review, each with the place in the draft where it is done.

    Without `has_gaps` nothing is said of what was not covered, because it would reveal what the figure
    withholds.
    """
    draft = PolicyVersion.objects.filter(school=school, state=VersionState.DRAFT).order_by("-made_at").first()
    gaps = _gaps(school, first, last, draft) if has_gaps else []
    return [*gaps, *_clauses(school, counts, titles, draft)]


def _gaps(school: School, first: date, last: date, draft: PolicyVersion | None) -> list[ReviewSuggestion]:
    rows = AnswerLog.objects.filter(within("asked_at", first, last), school=school, verdict=Verdict.SILENT)
    found = rows.order_by().values_list("action", "role").annotate(times=Count("pk"))
    counts = {(action, role): times for action, role, times in found}
    # The figure shows how many there were altogether, so those that are named must not leave a few.
    shown = protect({f"{action} {role}": times for (action, role), times in counts.items()}).cells
    named = [key for key in counts if key[0] and shown[" ".join(key)] is not None]
    return [
        ReviewSuggestion(
            f"{counts[action, role]} questions about “{action_label(action)}”, as {role_label(role)}, were "
            "not covered.",
            "Add a clause that answers them.",
            _address(school, draft, "add", ""),
        )
        for action, role in sorted(named, key=lambda key: (-counts[key], key))[:MOST_GAPS]
    ]


def _clauses(
    school: School,
    counts: Mapping[str, Mapping[str, int]],
    titles: Mapping[str, str],
    draft: PolicyVersion | None,
) -> list[ReviewSuggestion]:
    thoughts = {
        "breached": ("was breached", "Is it known? Is it clear? Can people keep to it?"),
        "overridden": ("was set aside by an exception", "Should it allow what is granted so often?"),
        "overruled": ("was overridden in official posts", "Should it allow what those who approve let out?"),
    }
    return [
        ReviewSuggestion(
            f"“{titles[clause]}” {seen} {count} times.",
            think,
            _address(school, draft, "edit", clause),
        )
        for key, (seen, think) in thoughts.items()
        for clause, count in sorted(counts.get(key, {}).items(), key=lambda pair: -pair[1])
        if clause in titles and count >= SMALL
    ]


def _address(school: School, draft: PolicyVersion | None, page: str, clause: str) -> str:
    """Return where the draft opens: at the clause, or where a clause is added; without a draft, where one
    begins.
    """
    if draft is None:
        return reverse("drafting:start", args=[school.slug])
    arguments: list[Any] = [school.slug, draft.pk]
    if page == "edit" and f"\n### {clause}" not in draft.source and clause not in draft.source:
        return reverse("drafting:draft", args=arguments)
    return reverse(f"drafting:{page}", args=[*arguments, clause] if clause else arguments)


def values_of(report: GovernorsReport) -> dict[str, Any]:
    """Return the report as values for JSON: only what the page shows."""
    return {
        "school": report.school.name,
        "first": report.first.isoformat(),
        "last": report.last.isoformat(),
        "state": dict(report.state),
        "figures": {
            each.figure.key: {
                "group": each.figure.group.value,
                "title": each.figure.title,
                "definition": each.figure.definition,
                "cells": dict(each.shown.cells),
                "total": each.shown.total,
            }
            for each in report.figures
        },
        "clauses": [
            {"clause": row.clause, "title": row.title}
            | dict(zip([k.key for k in report.kinds], row.counts, strict=True))
            for row in report.clauses
        ],
        "suggestions": [{"seen": each.seen, "think": each.think} for each in report.suggestions],
    }


def school_year(on: date) -> tuple[date, date]:
    """Return the first and last day of the school year: 1 September to 31 August."""
    year = on.year if on.month >= 9 else on.year - 1
    return date(year, 9, 1), date(year + 1, 8, 31)


def periods(on: date) -> Sequence[tuple[str, date, date]]:
    """Return the periods of reports: this school year until today, and the three before."""
    first, _ = school_year(on)
    earlier = [
        (f"{first.year - back}–{first.year - back + 1}", *school_year(date(first.year - back, 9, 1)))
        for back in (1, 2, 3)
    ]
    return [(f"{first.year}–{first.year + 1}, so far", first, on), *earlier]
