"""Pages: the governors' report of a period, and the same as a file."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.base.charts import plain_bars
from belisha.base.clock import today
from belisha.base.guards import is_allowed
from belisha.base.text import capital
from belisha.governance import exports
from belisha.governance.pages import chosen_period, reader
from belisha.governance.record import GovernanceEvent
from belisha.governance.report import GovernorsReport, ReportedFigure, governors_report, periods
from belisha.people.models import School
from belisha.policies.printing.pdf import CannotPrintError, print_pdf

OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    "pdf": ("PDF", "application/pdf"),
    "docx": ("Word", f"{OFFICE}.wordprocessingml.document"),
    "xlsx": ("Excel", f"{OFFICE}.spreadsheetml.sheet"),
    "csv": ("CSV", "text/csv; charset=utf-8"),
    "json": ("JSON", "application/json"),
}
WRITERS: dict[str, Callable[[GovernorsReport], bytes | str]] = {
    "pdf": lambda report: print_pdf(exports.as_html(report), identity=report.title),
    "docx": exports.as_docx,
    "xlsx": exports.as_xlsx,
    "csv": exports.as_csv,
    "json": exports.as_json,
}


@login_required
@require_GET
def report_page(request: HttpRequest, school: str) -> HttpResponse:
    """Show the governors' report of a period: what to look at first, pictures with tables, suggestions."""
    actor, place = reader(request, school)
    chosen, first, last = chosen_period(request)
    report = governors_report(place, first, last)
    context = {
        "school": place,
        "report": report,
        "how": exports.HOW,
        "shown": {each.figure.key: _shown(actor, place, each) for each in report.figures},
        "periods": [(place_of, words) for place_of, (words, _, _) in enumerate(periods(today()))],
        "chosen": chosen,
        "kinds": [(kind, words) for kind, (words, _) in KINDS.items()],
    }
    return render(request, "governance/report.html", context)


def _shown(actor: Actor, school: School, each: ReportedFigure) -> dict[str, Any]:
    """Return the picture of a figure, and the address of its list for whoever may open it."""
    page = each.figure.page
    may = page is not None and (page.guard is None or is_allowed(page.guard, actor, school))
    return {
        "picture": _picture(each),
        "list": reverse(page.name, args=[school.slug]) if page and may and actor.memberships else "",
    }


def _picture(each: ReportedFigure) -> str:
    """Return the picture of a figure: of what is shown only, and none where little is."""
    shown = [(capital(label), count) for label, count in each.shown.cells.items() if count]
    if len(shown) < 2 or each.shown.total is None:
        return ""
    return plain_bars(each.figure.title, shown, name=f"figure-{each.figure.key}")


@login_required
@require_GET
def export(request: HttpRequest, school: str, kind: str) -> HttpResponse:
    """Return the report as a file: exactly what the page shows."""
    actor, place = reader(request, school)
    if kind not in KINDS:
        raise Http404
    _, first, last = chosen_period(request)
    report = governors_report(place, first, last)
    try:
        content = WRITERS[kind](report)
    except CannotPrintError:
        raise Http404("This server cannot make PDF. Choose another kind.") from None
    record(
        school_id=place.pk,
        by=actor.user_id,
        verb=GovernanceEvent.DOWNLOADED_REPORT,
        subject=f"report {kind}",
    )
    response = HttpResponse(content, content_type=KINDS[kind][1])
    name = f"governors-{place.slug}-{last.isoformat()}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
