"""The pages from a file to the dry run: choose it, say what its columns and its job titles mean."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from belisha.access.actor import Actor
from belisha.imports import actions, queries
from belisha.imports.files.fields import FIELDS
from belisha.imports.files.reader import KIND_NAMES
from belisha.imports.files.row import UnreadableFileError
from belisha.imports.files.table import table_from
from belisha.imports.forms import (
    ColumnMappingForm,
    ImportFileForm,
    JobTitlesForm,
    column_options,
)
from belisha.imports.models import Roll
from belisha.imports.permissions import check_can_import_people
from belisha.imports.planning.role_categories import role_options
from belisha.imports.planning.role_guesses import title_guesses
from belisha.imports.states import ImportState
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.people.shortcuts import own_school_or_404

PAGES = {
    ImportState.COLUMNS: "imports:columns",
    ImportState.TITLES: "imports:titles",
    ImportState.CHECKED: "imports:check",
    ImportState.APPLYING: "imports:progress",
    ImportState.DONE: "imports:done",
}
SHOWN_ROWS = 5
DATE_ORDERS = (("", (("day", "The day first: 3 April"), ("month", "The month first: 4 March"))),)


def import_for_request(request: HttpRequest, school: str, roll: int) -> tuple[Actor, Roll]:
    """Return who asks, and the import.

    Raise Http404 for an import of another school, PermissionDenied for one of their own without the right.
    """
    actor, place = actor_of(request), get_object_or_404(School, slug=school)
    if place.pk in actor.school_ids:
        check_can_import_people(actor, place)
    rolls = Roll.objects.visible_to(actor).select_related("school", "begun_by")
    return actor, get_object_or_404(rolls, pk=roll, school=place)


def redirect_to_current_step(roll: Roll) -> HttpResponse:
    """Return a redirect to the page of the import's next step."""
    name = PAGES.get(ImportState(roll.state))
    return redirect(name, roll.school.slug, roll.pk) if name else redirect("imports:start", roll.school.slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, school: str) -> HttpResponse:
    """Show the form to choose a file, and earlier imports."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_import_people(actor, place)
    form = ImportFileForm(request.POST, request.FILES) if request.method == "POST" else ImportFileForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["roll"]
        try:
            roll = actions.start_import(by=actor, school=place, file_name=file.name, data=file.read())
        except (UnreadableFileError, actions.ImportRefusedError) as error:
            form.add_error("roll", str(error))
        else:
            return _after_file(actor, roll)
    context = {
        "school": place,
        "form": form,
        **_open_import(place),
        "past": queries.past_imports(actor, place)[:20],
        "done_state": ImportState.DONE,
        "kinds": KIND_NAMES,
    }
    return render(request, "imports/start.html", context, status=400 if form.errors else 200)


def _open_import(school: School) -> dict[str, object]:
    """Return what the page says of an import that is not at its end."""
    found = queries.open_import(school)
    return {
        "open": found,
        "open_page": PAGES[ImportState(found.state)] if found else "",
        "is_applying": found is not None and found.state == ImportState.APPLYING,
    }


def _after_file(actor: Actor, roll: Roll) -> HttpResponse:
    """Redirect to the next step; a format that says what everything means is checked at once."""
    table = table_from(roll.table or {})
    titles = title_guesses(roll, table)
    if table.is_known and len(table.schools) < 2 and all(guess and guess.is_sure for _, _, guess in titles):
        roles = {key: f"{meant.role} {meant.also}".strip() for key, _, meant in titles if meant}
        roll = actions.map_titles(by=actor, roll=roll, roles=roles)
    return redirect_to_current_step(roll)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, school: str, roll: int) -> HttpResponse:
    """Ask what the columns of a list mean, with a guess and the first rows beside it."""
    actor, found = import_for_request(request, school, roll)
    if found.table is None or found.state not in (
        ImportState.COLUMNS,
        ImportState.TITLES,
        ImportState.CHECKED,
    ):
        return redirect_to_current_step(found)
    table = table_from(found.table)
    form = ColumnMappingForm(request.POST, table=table) if request.method == "POST" else None
    if form is not None and form.is_valid():
        said = form.cleaned_data
        try:
            named = actions.map_columns(by=actor, roll=found, **said)
            if "role" not in said["columns"]:
                named = actions.map_titles(by=actor, roll=named, roles={})
        except actions.ImportRefusedError:
            found.refresh_from_db()
            named = found
        return redirect_to_current_step(named)
    guessed = {name: str(place) for name, place in found.column_mapping.get("columns", {}).items()}
    guessed["date_order"] = found.column_mapping.get("date_order", "")
    guessed["role_of_all"] = found.column_mapping.get("role_of_all", "")
    typed = form.data if form is not None else guessed
    context = {
        "school": found.school,
        "roll": found,
        "table": table,
        "rows": table.rows[:SHOWN_ROWS],
        "fields": FIELDS,
        "typed": typed,
        "errors": form.errors if form is not None else {},
        "form": form,
        "columns": column_options(table),
        "roles": role_options()[:-1],
        "date_orders": DATE_ORDERS,
    }
    return render(request, "imports/columns.html", context, status=400 if form is not None else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def titles(request: HttpRequest, school: str, roll: int) -> HttpResponse:
    """Ask which role each job title means: with a guess, or the choice of last time."""
    actor, found = import_for_request(request, school, roll)
    if found.table is None or found.state not in (ImportState.TITLES, ImportState.CHECKED):
        return redirect_to_current_step(found)
    table = table_from(found.table)
    rows = title_guesses(found, table)
    names = [title for _, title, _ in rows]
    form = (
        JobTitlesForm(request.POST, titles=names, schools=table.schools) if request.method == "POST" else None
    )
    if form is not None and form.is_valid():
        roles = {key: role for (key, _, _), role in zip(rows, form.cleaned_data["roles"], strict=True)}
        try:
            found = actions.map_titles(
                by=actor, roll=found, roles=roles, school_in_file=form.cleaned_data["school"]
            )
        except actions.ImportRefusedError:
            found.refresh_from_db()
        return redirect_to_current_step(found)
    context = {
        "school": found.school,
        "roll": found,
        "titles": rows,
        "typed": form.data if form is not None else None,
        "errors": form.errors if form is not None else {},
        "form": form,
        "roles": role_options(),
        "schools": (("", table.schools),) if len(table.schools) > 1 else (),
        "own": next((key for key, name in table.schools if name == found.school.name), ""),
        "is_list": not table.is_known,
    }
    return render(request, "imports/titles.html", context, status=400 if form is not None else 200)


@login_required
@require_POST
def drop(request: HttpRequest, school: str, roll: int) -> HttpResponse:
    """Cancel an import that has not begun."""
    actor, found = import_for_request(request, school, roll)
    try:
        actions.cancel_import(by=actor, roll=found)
    except actions.ImportRefusedError:
        return redirect_to_current_step(found)
    return redirect("imports:start", school)
