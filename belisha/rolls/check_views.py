"""The dry run, the import step by step, and what comes after it."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from belisha.base.clock import today
from belisha.rolls import actions, queries
from belisha.rolls.actions.applying import to_do
from belisha.rolls.actions.forgetting import KEPT
from belisha.rolls.actions.inviting import may_invite
from belisha.rolls.csv_files import csv_file
from belisha.rolls.forms import BeginForm, offices_said
from belisha.rolls.models import LineKind, Roll
from belisha.rolls.planning import ANOTHER, SAME_PERSON
from belisha.rolls.reading.roll_file import KIND_NAMES
from belisha.rolls.sorts import sort_label
from belisha.rolls.states import RollState
from belisha.rolls.views import roll_of, where_it_stands

FIRST, PAGE = 10, 50
KINDS = (
    (LineKind.ERROR, "Lines that cannot be read", "These lines are left out."),
    (LineKind.NOTE, "Pointed out", "These lines are taken as they are said here."),
    (LineKind.JOINER, "Joining", "They are new at the school."),
    (LineKind.CHANGE, "Changing", "Something about them is different."),
    (LineKind.LEAVER, "Leaving", "The file gives them a last day that is past. Their access ends at once."),
    (LineKind.MISSING, "Not in the file", "An earlier roll brought them, and this one does not have them."),
    (LineKind.SAME, "Unchanged", "Nothing happens to them."),
)


@login_required
@require_GET
def check(request: HttpRequest, school: str, roll: int) -> HttpResponse:
    """The dry run: joiners, changes, leavers, unchanged and errors. Nobody is changed yet."""
    _, found = roll_of(request, school, roll)
    if found.state != RollState.CHECKED:
        return where_it_stands(found)
    kind = request.GET.get("kind", "")
    if kind in LineKind.values:
        return _one_kind(request, found, kind)
    return _check_page(request, found)


def _one_kind(request: HttpRequest, roll: Roll, kind: str) -> HttpResponse:
    title, about = next((title, about) for name, title, about in KINDS if name == kind)
    page = Paginator(queries.lines_of(roll, kind), PAGE).get_page(request.GET.get("page"))
    context = {
        "school": roll.school,
        "roll": roll,
        "kind": kind,
        "title": title,
        "about": about,
        "page": page,
    }
    return render(request, "rolls/lines.html", context)


def _check_page(request: HttpRequest, roll: Roll, error: str = "") -> HttpResponse:
    parts = [
        (kind, title, about, roll.counts.get(kind, 0), queries.lines_of(roll, kind)[:FIRST])
        for kind, title, about in KINDS
        if roll.counts.get(kind) and kind != LineKind.SAME
    ]
    asked = queries.unanswered(roll)
    shares = [(sort_label(sort), *share) for sort, share in roll.counts.get("shares", {}).items()]
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
        "offices": offices_said(roll),
        "changes_nothing": not any(roll.counts.get(k) for k in ("joiner", "change", "leaver", "missing")),
        "error": error,
        "typed": request.POST,
    }
    return render(request, "rolls/check.html", context, status=400 if error else 200)


@login_required
@require_POST
def answer(request: HttpRequest, school: str, roll: int) -> HttpResponse:
    """Say of lines whether they are about the person that they seem to be: one by one, or all at once."""
    actor, found = roll_of(request, school, roll)
    lines = queries.unanswered(found).values_list("pk", flat=True)
    to_all = request.POST.get("all", "")
    said = {pk: to_all or request.POST.get(f"line-{pk}", "") for pk in (lines if to_all else lines[:PAGE])}
    answers = {pk: words for pk, words in said.items() if words in (SAME_PERSON, ANOTHER)}
    try:
        if answers:
            actions.answer_likely(by=actor, roll=found, answers=answers)
    except actions.RollRefusedError:
        found.refresh_from_db()
    return where_it_stands(found)


@login_required
@require_POST
def begin(request: HttpRequest, school: str, roll: int) -> HttpResponse:
    """Begin the import that the dry run showed."""
    actor, found = roll_of(request, school, roll)
    if found.state != RollState.CHECKED:  # the second of two clicks
        return where_it_stands(found)
    form = BeginForm(request.POST)
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
    except actions.RollRefusedError as error:
        found.refresh_from_db()
        return (
            _check_page(request, found, str(error))
            if found.state == RollState.CHECKED
            else where_it_stands(found)
        )
    return where_it_stands(found)


@login_required
@require_GET
def progress(request: HttpRequest, school: str, roll: int) -> HttpResponse:
    """How far an import is. The page goes on by itself; without a script a button does."""
    _, found = roll_of(request, school, roll)
    if found.state != RollState.APPLYING:
        return where_it_stands(found)
    return render(request, "rolls/progress.html", _progress_of(found))


@login_required
@require_POST
def go_on(request: HttpRequest, school: str, roll: int) -> HttpResponse:
    """Do the next step of an import that has begun."""
    actor, found = roll_of(request, school, roll)
    try:
        found = actions.apply_next(by=actor, roll=found)
    except actions.RollRefusedError:
        found.refresh_from_db()
    if request.htmx and found.state == RollState.APPLYING:  # type: ignore[attr-defined]
        return render(request, "rolls/progress_part.html", _progress_of(found))
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(reverse("rolls:done", args=[school, found.pk]))
    return where_it_stands(found)


def _progress_of(roll: Roll) -> dict[str, object]:
    left = to_do(roll).count()
    done = roll.lines.filter(is_done=True).count()
    return {"school": roll.school, "roll": roll, "done": done, "of": done + left}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def done(request: HttpRequest, school: str, roll: int) -> HttpResponse:
    """What an import brought. POST undoes it, on the day on which it was made."""
    actor, found = roll_of(request, school, roll)
    error = ""
    if request.method == "POST":
        try:
            actions.undo_import(by=actor, roll=found)
        except actions.RollRefusedError as refused:
            error = str(refused)
        else:
            return redirect("rolls:start", school)
    if found.state != RollState.DONE:
        return where_it_stands(found)
    context = {
        "school": found.school,
        "roll": found,
        "counts": found.counts,
        "left": found.counts.get("leaver", 0)
        + (found.counts.get("missing", 0) if found.are_missing_gone else 0),
        "is_today": found.applied_on == today(),
        "left_out": queries.lines_of(found, LineKind.ERROR),
        "forgotten_on": found.applied_on + KEPT if found.applied_on else None,
        "to_invite": len(may_invite(actor, found)),
        "error": error,
    }
    return render(request, "rolls/done.html", context, status=400 if error else 200)


@login_required
@require_GET
def left_out_csv(request: HttpRequest, school: str, roll: int) -> HttpResponse:
    """The lines that an import left out because they could not be read, to mend them in the own system."""
    _, found = roll_of(request, school, roll)
    rows = [
        (str(line.line or ""), line.where, line.name, *said)
        for line in queries.lines_of(found, LineKind.ERROR)
        for said in line.says
    ]
    headings = ("Line", "File", "Name", "Column", "What it says", "What was expected", "What to do")
    return csv_file(f"left-out-{school}.csv", headings, rows)
