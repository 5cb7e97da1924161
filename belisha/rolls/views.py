"""The way from a file to the dry run: choose it, name its columns, name its job titles."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from belisha.access.actor import Actor
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.people.sources import own_school_or_404
from belisha.rolls import actions, queries
from belisha.rolls.forms import ColumnsForm, RollForm, TitlesForm, column_options, titles_of_table
from belisha.rolls.models import Roll
from belisha.rolls.permissions import check_can_bring_in_people
from belisha.rolls.reading.fields import FIELDS
from belisha.rolls.reading.roll_file import KIND_NAMES
from belisha.rolls.reading.row import UnreadableRollError
from belisha.rolls.reading.table import Table, table_from
from belisha.rolls.reading.titles import Meant, remembered, role_for
from belisha.rolls.sorts import role_options, roll_roles
from belisha.rolls.states import RollState
from belisha.rules.vocabulary import load_vocabulary

PAGES = {
    RollState.COLUMNS: "rolls:columns",
    RollState.TITLES: "rolls:titles",
    RollState.CHECKED: "rolls:check",
    RollState.APPLYING: "rolls:progress",
    RollState.DONE: "rolls:done",
}
SHOWN_ROWS = 5


def roll_of(request: HttpRequest, school: str, roll: int) -> tuple[Actor, Roll]:
    """Who asks, and the import. Http404 for another school's; PermissionDenied for an own school's without
    right.
    """
    actor, place = actor_of(request), get_object_or_404(School, slug=school)
    if place.pk in actor.school_ids:
        check_can_bring_in_people(actor, place)
    rolls = Roll.objects.visible_to(actor).select_related("school", "begun_by")
    return actor, get_object_or_404(rolls, pk=roll, school=place)


def where_it_stands(roll: Roll) -> HttpResponse:
    """The page on which the import goes on."""
    name = PAGES.get(RollState(roll.state))
    return redirect(name, roll.school.slug, roll.pk) if name else redirect("rolls:start", roll.school.slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, school: str) -> HttpResponse:
    """Choose a file; and what was brought in before."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_bring_in_people(actor, place)
    form = RollForm(request.POST, request.FILES) if request.method == "POST" else RollForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["roll"]
        try:
            roll = actions.begin_roll(by=actor, school=place, file_name=file.name, data=file.read())
        except (UnreadableRollError, actions.RollRefusedError) as error:
            form.add_error("roll", str(error))
        else:
            return _after_file(actor, roll)
    context = {
        "school": place,
        "form": form,
        "open": queries.open_roll(place),
        "past": queries.past_rolls(actor, place)[:20],
        "kinds": KIND_NAMES,
    }
    return render(request, "rolls/start.html", context, status=400 if form.errors else 200)


def _after_file(actor: Actor, roll: Roll) -> HttpResponse:
    """A format that says by itself what everything means is checked at once."""
    table = table_from(roll.table or {})
    titles = _titles(roll, table)
    if table.is_known and len(table.schools) < 2 and all(meant and meant.is_sure for _, _, meant in titles):
        roles = {key: f"{meant.role} {meant.also}".strip() for key, _, meant in titles if meant}
        roll = actions.name_titles(by=actor, roll=roll, roles=roles)
    return where_it_stands(roll)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, school: str, roll: int) -> HttpResponse:
    """Say what the columns of a CSV file mean, with a good guess and the first rows beside it."""
    actor, found = roll_of(request, school, roll)
    if found.table is None or found.state not in (RollState.COLUMNS, RollState.TITLES, RollState.CHECKED):
        return where_it_stands(found)
    table = table_from(found.table)
    form = ColumnsForm(request.POST, table=table) if request.method == "POST" else None
    if form is not None and form.is_valid():
        said = form.cleaned_data
        try:
            named = actions.name_columns(
                by=actor, roll=found, columns=said["columns"], role_of_all=said["role_of_all"]
            )
            if "role" not in said["columns"]:
                named = actions.name_titles(by=actor, roll=named, roles={})
        except actions.RollRefusedError:
            found.refresh_from_db()
            named = found
        return where_it_stands(named)
    guessed = {name: str(place) for name, place in found.meaning.get("columns", {}).items()}
    guessed["role_of_all"] = found.meaning.get("role_of_all", "")
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
    }
    return render(request, "rolls/columns.html", context, status=400 if form is not None else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def titles(request: HttpRequest, school: str, roll: int) -> HttpResponse:
    """Say which role each job title means: by the vocabulary, by what the school said before, or by
    choice.
    """
    actor, found = roll_of(request, school, roll)
    if found.table is None or found.state not in (RollState.TITLES, RollState.CHECKED):
        return where_it_stands(found)
    table = table_from(found.table)
    rows = _titles(found, table)
    names = [title for _, title, _ in rows]
    form = TitlesForm(request.POST, titles=names, schools=table.schools) if request.method == "POST" else None
    if form is not None and form.is_valid():
        roles = {key: role for (key, _, _), role in zip(rows, form.cleaned_data["roles"], strict=True)}
        try:
            found = actions.name_titles(
                by=actor, roll=found, roles=roles, school_in_file=form.cleaned_data["school"]
            )
        except actions.RollRefusedError:
            found.refresh_from_db()
        return where_it_stands(found)
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
    }
    return render(request, "rolls/titles.html", context, status=400 if form is not None else 200)


@login_required
@require_POST
def drop(request: HttpRequest, school: str, roll: int) -> HttpResponse:
    """Give up an import that has not begun."""
    actor, found = roll_of(request, school, roll)
    try:
        actions.drop_roll(by=actor, roll=found)
    except actions.RollRefusedError:
        return where_it_stands(found)
    return redirect("rolls:start", school)


def _titles(roll: Roll, table: Table) -> list[tuple[str, str, Meant | None]]:
    """Each job title, folded and as it is written, with what it means; what nobody knows comes first."""
    place = roll.meaning.get("columns", {}).get("role")
    if place is None:
        return []
    said = queries.titles_of(roll.school)
    vocabulary = load_vocabulary()
    found = []
    for key, title in titles_of_table(table, place).items():
        if key in said:
            meant: Meant | None = remembered(said[key])
        else:
            meant = role_for(title, roll_roles(), vocabulary)
        found.append((key, title, meant))
    return sorted(found, key=lambda row: (_how_sure(row[2]), row[1].casefold()))


def _how_sure(meant: Meant | None) -> int:
    """What nobody knows comes first, then guesses, then what was said last time."""
    if meant is None or not meant.is_sure:
        return 0
    return 1 if meant.is_remembered else 2
