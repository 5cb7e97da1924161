"""Figures for governors: reports, cases, what came of them, referrals, removals."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet

from belisha.base.figures import FigureGroup, ListPage, clause_figure, counted, school_figure, within
from belisha.cases.models import (
    CaseAccess,
    CaseFinding,
    CaseOutcome,
    IncidentCase,
    Referral,
    Report,
    Takedown,
)
from belisha.cases.models.visibility import RIGHT
from belisha.cases.permissions import can_work_on_cases
from belisha.cases.states import ReferralState, TakedownState
from belisha.people.models import Membership, School
from belisha.people.offices.right_holders import holders_of_right
from belisha.people.roles import role_matches, with_ancestors
from belisha.triage.playbooks import load_playbooks

PAGE = ListPage("cases:list", can_work_on_cases.check)
OTHER = "something else"
# The cells are always the same, so that a single report does not show who made it.
REPORTERS = {"pupil": "pupils", "parent": "parents and carers", "staff": "staff"}

# Whoever has one of these may compare the figures with what they see elsewhere.
COMPARE = ("see-governors-report", "record-governors-action", RIGHT)
LEFT_OUT = "Those about somebody who may see figures or cases are left out."


def _barred(school_id: int) -> QuerySet[CaseAccess]:
    """Return the bars of people and offices that could learn from a count that a case about them exists."""
    school = School.objects.filter(pk=school_id).first()
    words = {word for right in COMPARE for word in holders_of_right(school, right)} if school else set()
    members = Membership.objects.filter(school=school_id)
    held = members.order_by().values_list("role", flat=True).distinct()
    roles = words | {role for role in held if role_matches(role, words)}
    people = members.filter(role__in=roles).values("user")
    return CaseAccess.objects.filter(Q(office__in=roles) | Q(user__in=people), is_barred=True)


def _cases(school_id: int) -> QuerySet[IncidentCase]:
    """Return the cases that are counted."""
    barred = _barred(school_id)
    rows = IncidentCase.objects.filter(school=school_id)
    rows = rows.exclude(pk__in=barred.filter(case__isnull=False).values("case"))
    about = Report.objects.filter(pk__in=barred.filter(report__isnull=False).values("report"))
    return rows.exclude(pk__in=about.filter(case__isnull=False).values("case"))


def _reports(school_id: int) -> QuerySet[Report]:
    """Return the reports that are counted."""
    barred = _barred(school_id).filter(report__isnull=False)
    rows = Report.objects.filter(school=school_id, is_quarantined=False).exclude(
        pk__in=barred.values("report")
    )
    return rows.filter(Q(case=None) | Q(case__in=_cases(school_id)))


@school_figure(
    "reports",
    "Reports of what happened",
    f"What was reported within the period, by who reported it. What they said is not read. {LEFT_OUT}",
    group=FigureGroup.HAPPENED,
    page=PAGE,
)
def reports(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count reports by the role of whoever made them."""
    rows = _reports(school_id).filter(within("made_at", first, last))
    counts = dict.fromkeys((*REPORTERS.values(), "others"), 0)
    for role in rows.order_by("role").values_list("role", flat=True):
        wider = with_ancestors(role)
        counts[next((label for word, label in REPORTERS.items() if word in wider), "others")] += 1
    return counts


@school_figure(
    "cases",
    "Cases",
    f"Cases begun within the period, by kind. {LEFT_OUT}",
    group=FigureGroup.HAPPENED,
    page=PAGE,
)
def cases(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count cases by the playbook that they follow."""
    labels = {each.id: each.label for each in load_playbooks().values()}
    counts = {**dict.fromkeys(labels.values(), 0), OTHER: 0}
    rows = _cases(school_id).filter(within("begun_at", first, last))
    for category in rows.order_by("category").values_list("category", flat=True):
        counts[labels.get(category, OTHER)] += 1
    return counts


@school_figure(
    "outcomes",
    "Outcomes of cases",
    f"What was found in cases that were decided within the period. {LEFT_OUT}",
    group=FigureGroup.HAPPENED,
    page=PAGE,
)
def outcomes(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count outcomes by finding."""
    rows = CaseOutcome.objects.filter(within("decided_at", first, last), case__in=_cases(school_id))
    return counted(rows, "finding", {each.value: str(each.label).lower() for each in CaseFinding})


@school_figure(
    "referrals",
    "Referrals to others",
    "Cases referred within the period to social care, the police or another body, by what came back. "
    f"{LEFT_OUT}",
    group=FigureGroup.HAPPENED,
    page=PAGE,
)
def referrals(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count referrals by state."""
    rows = Referral.objects.filter(within("made_at", first, last), case__in=_cases(school_id))
    return counted(rows, "state", {each.value: each.value for each in ReferralState})


@school_figure(
    "takedowns",
    "Removals asked for",
    f"Requests within the period to remove something from the internet, by how they stand now. {LEFT_OUT}",
    group=FigureGroup.HAPPENED,
    page=PAGE,
)
def takedowns(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count requests to remove something by state."""
    rows = Takedown.objects.filter(within("asked_at", first, last), case__in=_cases(school_id))
    return counted(rows, "state", {each.value: each.value for each in TakedownState})


@clause_figure("breached", "Breaches of it found in cases", base="outcomes")
def breached(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count for each clause the outcomes that found it breached."""
    counts: dict[str, int] = {}
    rows = CaseOutcome.objects.filter(within("decided_at", first, last), case__in=_cases(school_id))
    for clauses in rows.values_list("breached", flat=True):
        for clause in set(clauses):
            counts[clause] = counts.get(clause, 0) + 1
    return counts
