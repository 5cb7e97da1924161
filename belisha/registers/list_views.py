"""Pages that list: the registers of a school, one register, and its export."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.imports.csv_export import csv_file
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.people.shortcuts import bound_data, own_school_or_404
from belisha.registers import queries
from belisha.registers.actions import record_list_look, set_up_registers
from belisha.registers.declarations import yearly_statuses
from belisha.registers.descriptions import RegisterDescription, load_registers
from belisha.registers.forms import RegisterSettingsForm
from belisha.registers.models import RegisterEntry
from belisha.registers.permissions import (
    can_make,
    can_read,
    can_set_up_registers,
    can_use,
    can_use_any,
)
from belisha.registers.record import RegisterEvent
from belisha.registers.request_actions import decide_within
from belisha.registers.text import columns_of, entry_cells, title_of

ORDER = {"red": 0, "amber": 1, "green": 2}


def register_or_404(name: str) -> RegisterDescription:
    """Return the register of that name. Raise Http404 if the site has none."""
    found = load_registers().get(name)
    if found is None:
        raise Http404
    return found


@login_required
@never_cache
@require_safe
def registers(request: HttpRequest, school: str) -> HttpResponse:
    """List the registers that the person may use, with how many entries of each they may see."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    can_use_any.check(actor, place)
    used = [each for each in load_registers().values() if can_use(actor, place, each)]
    context = {
        "school": place,
        "registers": [(each, can_make(actor, place, each) and each.has_form) for each in used],
        "waiting": queries.waiting_for(actor, place, today())[0],
        "can_set_up": can_set_up_registers(actor, place),
    }
    return render(request, "registers/registers.html", context)


@login_required
@never_cache
@require_safe
def register_page(request: HttpRequest, school: str, register: str) -> HttpResponse:
    """List the entries of one register that the person may see."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    found = register_or_404(register)
    can_use.check(actor, place, found)
    now, home = timezone.localtime(), queries.home_time_of(place)
    entries = queries.entries_of(actor, place, found)
    if can_read(actor, place, found):
        entries = queries.without_second_sides(entries, place, found)
    page = Paginator(entries, queries.PAGE).get_page(request.GET.get("page"))
    seen = RegisterEvent.LOOKED_AT_REGISTER
    record_list_look(by=actor, school=place, register=found, entries=page, verb=seen)
    context = {
        "school": place,
        "register": found,
        "columns": columns_of(found),
        "rows": [
            (entry, title_of(entry), entry_cells(found, entry), queries.is_late(entry, now, home))
            for entry in page
        ],
        "page": page,
        "reads_all": can_read(actor, place, found),
        "can_make": can_make(actor, place, found),
    }
    return render(request, "registers/register.html", context)


@login_required
@never_cache
@require_safe
def export(request: HttpRequest, school: str, register: str) -> HttpResponse:
    """Download a register as a table, for those who read all of it."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    found = register_or_404(register)
    can_read.check(actor, place, found)
    rows = queries.entries_of(actor, place, found)[:20_000]
    table = [_exported(found, entry) for entry in rows]
    seen = RegisterEvent.EXPORTED_REGISTER
    record_list_look(by=actor, school=place, register=found, entries=rows, verb=seen)
    heads = ["Number", "Entered on", "By", "State", *columns_of(found), "From", "Until"]
    return csv_file(f"{place.slug}-{found.name}.csv", heads, table)


def _exported(register: RegisterDescription, entry: RegisterEntry) -> list[str]:
    days = (entry.from_on, entry.to_on)
    return [
        str(entry.pk),
        entry.made_at.date().isoformat(),
        entry.made_by.name if entry.made_by_id else "",
        entry.state,
        *entry_cells(register, entry),
        *(each.isoformat() if each else "" for each in days),
    ]


@login_required
@never_cache
@require_safe
def year(request: HttpRequest, school: str, register: str) -> HttpResponse:
    """Show who has entered what a register asks for each year: green, amber until it is due, then red."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    found = register_or_404(register)
    if found.yearly is None:
        raise Http404
    can_read.check(actor, place, found)
    rows = sorted(
        yearly_statuses(place, found, found.yearly, today()), key=lambda each: (ORDER[each.colour], each.name)
    )
    counts = {colour: sum(each.colour == colour for each in rows) for colour in ORDER}
    context = {"school": place, "register": found, "rows": rows, "counts": counts}
    return render(request, "registers/year.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest, school: str) -> HttpResponse:
    """Set within how many working days a request is decided, and when pupils go home."""
    actor: Actor = actor_of(request)
    place: School = own_school_or_404(actor, school)
    can_set_up_registers.check(actor, place)
    initial: dict[str, Any] = {"days": decide_within(place), "home_time": queries.home_time_of(place)}
    form = RegisterSettingsForm(bound_data(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        set_up_registers(by=actor, school=place, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("registers:registers", school)
    context = {"school": place, "form": form}
    return render(request, "registers/settings.html", context, status=400 if form.errors else 200)
