"""Acknowledgements of a school: figures and names."""

import csv
from collections.abc import Iterable
from io import StringIO

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from belisha.acknowledgements.models import Acknowledgement
from belisha.acknowledgements.permissions import can_see_names, check_can_see_names, check_can_see_state
from belisha.acknowledgements.queries import binding_of
from belisha.acknowledgements.shortcuts import own_version_or_404
from belisha.acknowledgements.statistics import document_states, not_covered
from belisha.base.clock import today
from belisha.base.text import capital, join_words
from belisha.people.actor import actor_of
from belisha.people.roles import role_label
from belisha.people.shortcuts import own_school_or_404

# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
ROWS = 100
# How many names stand on the overview before somebody asks for all of them.
SHOWN_AT_FIRST = 10


@login_required
@require_safe
def state(request: HttpRequest, school: str) -> HttpResponse:
    """Show who has acknowledged what: names for those who may see them, then figures and charts."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_see_state(actor, place)
    context = {
        "school": place,
        "states": document_states(place, today()),
        "not_covered": not_covered(place, today()),
        "today": today(),
        "can_see_names": can_see_names(actor, place),
        "role_label": role_label,
        "role_words": role_words,
        "shown_at_first": SHOWN_AT_FIRST,
        "show_all": _number(request.GET.get("all", "")),
    }
    return render(request, "acknowledgements/state.html", context)


@login_required
@require_safe
def signed(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """List who has acknowledged a version, or an earlier one that counts for it, newest first."""
    actor = actor_of(request)
    found = own_version_or_404(actor, school, version)
    check_can_see_names(actor, found.school)
    binding = binding_of(found.school, found)
    counting = binding.accepted if binding and binding.version.pk == found.pk else {found.pk}
    made = Acknowledgement.objects.visible_to(actor).filter(version__in=counting).select_related("version")
    made = made.defer("statement", "wording", "version__source").order_by("-at", "-pk")
    page = Paginator(made, ROWS).get_page(request.GET.get("page"))
    context = {"school": found.school, "version": found, "page": page}
    return render(request, "acknowledgements/signed.html", context)


@login_required
@require_safe
def not_yet_csv(request: HttpRequest, school: str) -> HttpResponse:
    """Export everyone who has not acknowledged a document, as CSV."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_see_names(actor, place)
    out = StringIO()
    rows = csv.writer(out)
    rows.writerow(("Document", "Version", "Name", "Role", "Class or team", "Due", "Late"))
    for each in document_states(place, today()):
        version = each.binding.version
        for person in each.missing:
            role = capital(role_words(person.roles))
            late = "yes" if person.is_late(today()) else "no"
            row = (
                version.document.title,
                version.label,
                person.name,
                role,
                person.group,
                person.due_on,
                late,
            )
            rows.writerow([guarded(str(value)) for value in row])
    name = f"not-yet-acknowledged-{place.slug}-{today()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    # The mark at the beginning tells a spreadsheet that the file is UTF-8.
    return HttpResponse(f"\ufeff{out.getvalue()}", content_type="text/csv; charset=utf-8", headers=headers)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def role_words(roles: Iterable[str]) -> str:
    """Return role names as a list in a sentence."""
    return join_words(map(role_label, roles), "and")


def guarded(value: str) -> str:
    """Return the value so that a spreadsheet does not take it for a formula."""
    return f"'{value}" if value.lstrip(" ").startswith(FORMULA) or value.startswith(FORMULA) else value
