"""Pages for those who work on reports and cases: the list, one report, and what the DPO sees."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.cases import queries
from belisha.cases.actions import cases, reports
from belisha.cases.actions.chronology import CaseRefusedError
from belisha.cases.forms import CategoryForm, ChoiceForm, ReportWordsForm
from belisha.cases.from_register import case_from_entry
from belisha.cases.hand_on import report_from_matter
from belisha.cases.library import category_label, reporting, told_of
from belisha.cases.models import IncidentCase, Report
from belisha.cases.permissions import can_see_looks, can_see_report, can_work_on_cases
from belisha.cases.proposals import proposal
from belisha.complaints.models import Matter
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.people.shortcuts import own_school_or_404
from belisha.registers.models import RegisterEntry

ROWS = 50
SHOWN = {"open": "All open", "late": "Late", "mine": "Given to me by name", "closed": "Closed"}
SAID = {
    "answer": "Your answer is there for the reporter, who reads it with the receipt.",
    "close": "Closed. It comes back if the reporter adds something.",
    "release": "It is now with the others.",
}


@login_required
@never_cache
@require_safe
def listed(request: HttpRequest, school: str) -> HttpResponse:
    """List the reports that came to the person and the cases that they work on."""
    actor = actor_of(request)
    place: School = own_school_or_404(actor, school)
    can_work_on_cases.check(actor, place)
    asked = request.GET.get("show", "")
    shown = asked if asked in SHOWN else "open"
    rows = queries.cases_of(actor, place, closed=False)
    groups = {"open": rows, "late": queries.late_cases(rows), "mine": queries.given_by_name(rows, actor)}
    chosen = queries.cases_of(actor, place, closed=True) if shown == "closed" else groups[shown]
    context = {
        "school": place,
        "reports": queries.new_reports(actor, place),
        "page": Paginator(chosen, ROWS).get_page(request.GET.get("page")),
        "shown": shown,
        "groups": [
            (name, words, groups[name].count() if name in groups else None) for name, words in SHOWN.items()
        ],
        "label": category_label,
        "today": today(),
    }
    return render(request, "cases/list.html", context)


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: HttpRequest, school: str, report: str) -> HttpResponse:
    """Show a report as it was said, and what triage proposes. Each look is recorded."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    found = get_object_or_404(Report.objects.filter(school=place).visible_to(actor), reference=report)
    can_see_report.check(actor, found)
    refused, form, category = "", _answer_form(found), CategoryForm()
    if request.method == "POST":
        verb = request.POST.get("do", "")
        form = _answer_form(found, request) if verb == "answer" else form
        category = CategoryForm(request.POST) if verb == "case" else category
        try:
            done = _do(request, actor, found, form, category)
        except CaseRefusedError as error:
            done, refused = None, str(error)
        if isinstance(done, IncidentCase):
            return redirect("cases:case", school, done.reference)
        if done:
            messages.success(request, SAID[verb])
            return redirect("cases:report_page", school, report)
    reports.record_report_view(by=actor, report=found)
    sent = reports.sent_of(found)
    in_force, proposed = proposal(place, sent, today())
    context = {
        "school": place,
        "in_force": in_force,
        "report": found,
        "sent": sent,
        "rows": told_of(replace(sent, name="")),
        "said": queries.opened_entries(found.entries.select_related("by", "case", "report")),
        "found": proposed,
        "form": form,
        "category": category if category.is_bound else CategoryForm(initial={"category": found.category}),
        "refused": refused,
        "label": category_label,
        "reasons": reporting()["image"]["reasons"].items(),
        "days": queries.days_until_reported(found),
        "cases": queries.cases_of(actor, place, closed=False)[:20],
        "access": queries.access_of(found),
    }
    has_error = bool(refused or form.errors or category.errors)
    return render(request, "cases/report_page.html", context, status=400 if has_error else 200)


def _answer_form(found: Report, request: HttpRequest | None = None) -> ReportWordsForm | ChoiceForm:
    posted = request.POST if request else None
    return ChoiceForm(posted, section="answers") if found.is_image else ReportWordsForm(posted)


def _do(
    request: HttpRequest,
    actor: Actor,
    found: Report,
    form: ReportWordsForm | ChoiceForm,
    category: CategoryForm,
) -> IncidentCase | bool:
    """Do what the button says. Return the case that it leads to, or whether it was done."""
    verb, data = request.POST.get("do", ""), request.POST
    if verb == "case" and category.is_valid():
        chosen = category.cleaned_data["category"]
        return cases.make_case(by=actor, report=found, category=chosen, comment=data.get("comment", ""))
    if verb == "join":
        rows = IncidentCase.objects.filter(school=found.school_id).visible_to(actor)
        into = get_object_or_404(rows, reference=data.get("case", ""))
        return cases.join_report(by=actor, report=found, case=into)
    if verb == "release":
        reports.release_report(by=actor, report=found)
        return True
    if verb == "answer" and form.is_valid():
        reports.answer_report(by=actor, report=found, **form.cleaned_data)
        return True
    if verb == "close":
        reports.close_report(by=actor, report=found, reason=data.get("reason", ""))
        return True
    return False


@login_required
@require_POST
def from_matter(request: HttpRequest, school: str, matter: str) -> HttpResponse:
    """Hand a concern to the safeguarding lead, with its words."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    found = get_object_or_404(Matter.objects.filter(school=place).visible_to(actor), reference=matter)
    report_from_matter(by=actor, matter=found)
    messages.success(request, "It is with the safeguarding lead now, with its words.")
    return redirect("complaints:matters", school)


@login_required
@require_POST
def from_register(request: HttpRequest, school: str, register: str, number: int) -> HttpResponse:
    """Make a case of an entry of a register, and lead to it."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    rows = RegisterEntry.objects.filter(school=place, register=register).visible_to(actor)
    entry = get_object_or_404(rows.select_related("school", "person", "made_by"), pk=number)
    try:
        case = case_from_entry(by=actor, entry=entry)
    except CaseRefusedError as error:
        messages.error(request, str(error))
        return redirect("registers:entry", school, register, number)
    if case is None:
        messages.success(request, "It is with those who may hear it now, with its words.")
        return redirect("cases:list", school)
    messages.success(request, "It is a case now, with the words of the register.")
    return redirect("cases:case", school, case.reference)


@login_required
@never_cache
@require_safe
def looks(request: HttpRequest, school: str) -> HttpResponse:
    """Show the data protection officer who looked at what is confidential, without any words."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    can_see_looks.check(actor, place)
    page = Paginator(queries.looks_at(actor, place), ROWS).get_page(request.GET.get("page"))
    context = {"school": place, "page": page, "lines": queries.named(page.object_list)}
    return render(request, "cases/looks.html", context)
