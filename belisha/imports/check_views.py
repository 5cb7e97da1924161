"""The pages of the dry run, of the import step by step, and of what comes after it."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from belisha.base.clock import today
from belisha.imports import actions, queries
from belisha.imports.actions.apply import remaining_lines
from belisha.imports.actions.invite import invitable_joiners
from belisha.imports.actions.retention import KEPT
from belisha.imports.csv_export import csv_file
from belisha.imports.files.reader import KIND_NAMES
from belisha.imports.forms import ConfirmImportForm, office_counts
from belisha.imports.models import LineKind, Roll
from belisha.imports.planning.plan import ANOTHER, SAME_PERSON
from belisha.imports.planning.role_categories import category_label
from belisha.imports.states import ImportState
from belisha.imports.views import import_for_request, redirect_to_current_step

FIRST, PAGE = 10, 50
LISTS = ("csv", "xlsx")  # files whose columns somebody says the meaning of
KINDS = (
    (LineKind.ERROR, "Lines that cannot be read", "These lines are left out."),
    (LineKind.NOTE, "Pointed out", "These lines are used, as described here."),
    (LineKind.JOINER, "Joining", "They are new at the school."),
    (LineKind.CHANGE, "Changing", "Something about them changes."),
    (LineKind.LEAVER, "Leaving", "The file says that they have left. Their access ends at once."),
    (
        LineKind.MISSING,
        "Not in the file",
        "An earlier import brought them, and this file does not have them.",
    ),
    (LineKind.SAME, "Unchanged", "Nothing happens to them."),
)


@login_required
@require_GET
def check(request: HttpRequest, school: str, roll: int) -> HttpResponse:
    """Show the dry run: joiners, changes, leavers, unchanged and errors. Nobody is changed yet."""
    _, found = import_for_request(request, school, roll)
    if found.state != ImportState.CHECKED:
        return redirect_to_current_step(found)
    kind = request.GET.get("kind", "")
    if kind in LineKind.values:
        return _one_kind(request, found, kind)
    return _check_page(request, found)


def _one_kind(request: HttpRequest, roll: Roll, kind: str) -> HttpResponse:
    title, about = next((title, about) for name, title, about in KINDS if name == kind)
    page = Paginator(queries.lines_of_kind(roll, kind), PAGE).get_page(request.GET.get("page"))
    context = {
        "school": roll.school,
        "roll": roll,
        "kind": kind,
        "title": title,
        "about": about,
        "page": page,
    }
    return render(request, "imports/lines.html", context)


def _check_page(request: HttpRequest, roll: Roll, error: str = "") -> HttpResponse:
    parts = [
        (kind, title, about, roll.counts.get(kind, 0), queries.lines_of_kind(roll, kind)[:FIRST])
        for kind, title, about in KINDS
        if roll.counts.get(kind) and kind != LineKind.SAME
    ]
    asked = queries.unanswered_matches(roll)
    shares = [(category_label(sort), *share) for sort, share in roll.counts.get("shares", {}).items()]
    context = {
        "school": roll.school,
        "roll": roll,
        "table_notes": (roll.table or {}).get("notes", ()),
        "counts": roll.counts,
        "kinds": KIND_NAMES,
        "parts": parts,
        "asked": list(asked[:PAGE]),
        "asked_count": asked.count(),
        "shares": shares,
        "offices": office_counts(roll),
        "changes_nothing": not any(roll.counts.get(k) for k in ("joiner", "change", "leaver", "missing")),
        "is_list": roll.kind in LISTS,
        "error": error,
        "typed": request.POST,
    }
    return render(request, "imports/check.html", context, status=400 if error else 200)


@login_required
@require_POST
def answer(request: HttpRequest, school: str, roll: int) -> HttpResponse:
    """Take the answers whether lines are about the people they seem to be: one by one, or all at once."""
    actor, found = import_for_request(request, school, roll)
    lines = queries.unanswered_matches(found).values_list("pk", flat=True)
    to_all = request.POST.get("all", "")
    said = {pk: to_all or request.POST.get(f"line-{pk}", "") for pk in (lines if to_all else lines[:PAGE])}
    answers = {pk: words for pk, words in said.items() if words in (SAME_PERSON, ANOTHER)}
    try:
        if answers:
            actions.resolve_possible_matches(by=actor, roll=found, answers=answers)
    except actions.ImportRefusedError:
        found.refresh_from_db()
    return redirect_to_current_step(found)


@login_required
@require_POST
def begin(request: HttpRequest, school: str, roll: int) -> HttpResponse:
    """Begin the import that the dry run showed."""
    actor, found = import_for_request(request, school, roll)
    if found.state != ImportState.CHECKED:  # the second of two clicks
        return redirect_to_current_step(found)
    form = ConfirmImportForm(request.POST)
    form.is_valid()
    said = form.cleaned_data
    try:
        found = actions.begin_import(
            by=actor,
            roll=found,
            seen=said["plan"],
            are_missing_gone=said.get("missing") == "leave",
            is_whole=said["is_whole"],
            invites=said["invites"],
        )
    except actions.ImportRefusedError as error:
        found.refresh_from_db()
        return (
            _check_page(request, found, str(error))
            if found.state == ImportState.CHECKED
            else redirect_to_current_step(found)
        )
    return redirect_to_current_step(found)


@login_required
@require_GET
def progress(request: HttpRequest, school: str, roll: int) -> HttpResponse:
    """Show how far an import is. The page continues by itself; without a script a button does."""
    _, found = import_for_request(request, school, roll)
    if found.state != ImportState.APPLYING:
        return redirect_to_current_step(found)
    return render(request, "imports/progress.html", _progress_of(found))


@login_required
@require_POST
def go_on(request: HttpRequest, school: str, roll: int) -> HttpResponse:
    """Do the next step of an import that has begun."""
    actor, found = import_for_request(request, school, roll)
    try:
        found = actions.apply_next(by=actor, roll=found)
    except actions.ImportRefusedError:
        found.refresh_from_db()
    if request.htmx and found.state == ImportState.APPLYING:  # type: ignore[attr-defined]
        return render(request, "imports/progress_part.html", _progress_of(found))
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(reverse("imports:done", args=[school, found.pk]))
    return redirect_to_current_step(found)


def _progress_of(roll: Roll) -> dict[str, object]:
    left = remaining_lines(roll).count()
    done = roll.lines.filter(is_done=True).count()
    return {"school": roll.school, "roll": roll, "done": done, "of": done + left}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def done(request: HttpRequest, school: str, roll: int) -> HttpResponse:
    """Show what an import changed. POST undoes it, until the end of its day."""
    actor, found = import_for_request(request, school, roll)
    error = ""
    if request.method == "POST":
        try:
            actions.undo_import(by=actor, roll=found)
        except actions.ImportRefusedError as refused:
            error = str(refused)
        else:
            return redirect("imports:start", school)
    if found.state != ImportState.DONE:
        return redirect_to_current_step(found)
    context = {
        "school": found.school,
        "roll": found,
        "counts": found.counts,
        "left": found.counts.get("leaver", 0)
        + (found.counts.get("missing", 0) if found.are_missing_gone else 0),
        "is_today": found.applied_on == today(),
        "left_out": queries.lines_of_kind(found, LineKind.ERROR),
        "forgotten_on": found.applied_on + KEPT if found.applied_on else None,
        "to_invite": len(invitable_joiners(actor, found)),
        "error": error,
    }
    return render(request, "imports/done.html", context, status=400 if error else 200)


@login_required
@require_GET
def left_out_csv(request: HttpRequest, school: str, roll: int) -> HttpResponse:
    """Return the lines that could not be read as CSV, to correct them in the school's own system."""
    _, found = import_for_request(request, school, roll)
    rows = [
        (str(line.line or ""), line.where, line.name, *said)
        for line in queries.lines_of_kind(found, LineKind.ERROR)
        for said in line.says
    ]
    headings = ("Line", "File", "Name", "Column", "What it says", "What was expected", "What to do")
    return csv_file(f"left-out-{school}.csv", headings, rows)
