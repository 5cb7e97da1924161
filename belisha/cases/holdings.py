"""What this room keeps about people: reports and cases."""

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Case as Choice
from django.db.models import DateTimeField, F, OuterRef, Q, Subquery, When

from belisha.base.holdings import Disclosed, Holding, Subject, holding
from belisha.cases.actions.erasing import erase_cases, erase_reports
from belisha.cases.models import (
    Appeal,
    CaseAccess,
    CaseMark,
    CaseOutcome,
    CasePart,
    CasePerson,
    CaseTask,
    ChronologyEntry,
    IncidentCase,
    Referral,
    Report,
    Takedown,
)
from belisha.cases.record import CaseEvent
from belisha.cases.states import ReportState

_ENDED = Choice(
    When(is_held=False, erased_at=None, then=F("closed_at")), default=None, output_field=DateTimeField()
)
_LAST_ENTRY = ChronologyEntry.objects.filter(report=OuterRef("pk")).order_by("-at").values("at")[:1]
_CLOSED = Choice(
    When(~Q(wrapped_key="") & Q(state=ReportState.CLOSED, case=None), then=Subquery(_LAST_ENTRY)),
    default=None,
    output_field=DateTimeField(),
)


def _subjects(case: IncidentCase) -> Iterator[Subject]:
    """Yield those with a part. Whoever is alleged is left out: a request of theirs must not show the case."""
    for person in case.people.exclude(user=None).exclude(part=CasePart.ALLEGED).filter(ended_at=None):
        yield Subject(person.get_part_display(), person.user_id)


def _about(user: int) -> Q:
    rows = CasePerson.objects.filter(user=user, ended_at=None).exclude(part=CasePart.ALLEGED)
    return Q(pk__in=rows.values("case"))


def _disclosed(case: IncidentCase, user_id: int) -> Disclosed:
    """Return the person's own part, and nothing of the others or of what was written."""
    rows = case.people.filter(user=user_id, ended_at=None).exclude(part=CasePart.ALLEGED)
    return [("Part in a case", each.get_part_display()) for each in rows]


def _stub(case: IncidentCase) -> Mapping[str, str]:
    outcome = case.outcomes.last()
    return {"category": case.category, "finding": outcome.finding if outcome else ""}


def _erase_cases(cases: Sequence[IncidentCase]) -> None:
    erase_cases(cases)


def _erase_reports(reports: Sequence[Report]) -> None:
    erase_reports(reports)


holding(
    Holding(
        key="cases",
        model=IncidentCase,
        title="Cases",
        kind="incident",
        about=_about,
        subjects=_subjects,
        disclosed=_disclosed,
        triggers={"outcome": _ENDED},
        dispose=_erase_cases,
        stub=_stub,
        looks=(CaseEvent.LOOKED_AT_CASE, CaseEvent.EXPORTED_CASE, CaseEvent.EXPORTED_EVIDENCE),
        noun="case",
        parts=(
            CasePerson,
            CaseMark,
            CaseTask,
            Referral,
            Takedown,
            CaseOutcome,
            Appeal,
            ChronologyEntry,
            CaseAccess,
        ),
    )
)
holding(
    Holding(
        key="reports",
        model=Report,
        title="Reports of what has happened",
        kind="incident",
        triggers={"outcome": _CLOSED},
        dispose=_erase_reports,
        stub=lambda report: {"category": report.category},
        looks=(CaseEvent.LOOKED_AT_REPORT,),
        noun="report",
    )
)
