from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from belisha.base.clock import today
from belisha.base.qr import qr_svg
from belisha.policies.cards.door import door_address, door_sheet, poster_html, poster_pdf
from belisha.policies.documents.version_view import view_version
from belisha.policies.documents.views import in_force_or_404
from belisha.policies.printing import pdf
from belisha.policies.printing.views import file_response, site_of


@require_safe
def door(request: HttpRequest, school: str) -> HttpResponse:
    """Show what visitors read when they scan the code at the door."""
    found = in_force_or_404(school)
    shown = view_version(found.version, today())
    context = {
        "in_force": found,
        "sheet": door_sheet(shown, today()),
        "can_print": pdf.can_print(),
        "here": "for",
    }
    return render(request, "policies/door.html", context)


@require_safe
def door_poster(request: HttpRequest, school: str) -> HttpResponse:
    """Return the poster for the door as PDF; where this machine cannot print, the page to print."""
    shown = view_version(in_force_or_404(school).version, today())
    try:
        body = poster_pdf(shown, today(), site_of(request))
    except pdf.CannotPrintError:
        return redirect("policies:door_print", school)
    return file_response(body, "application/pdf", f"{school}-door.pdf")


@require_safe
def door_print(request: HttpRequest, school: str) -> HttpResponse:
    """Show the poster as it is printed."""
    shown = view_version(in_force_or_404(school).version, today())
    qr = reverse("policies:door_qr", args=[school])
    return HttpResponse(poster_html(shown, today(), site_of(request), qr=qr))


@require_safe
def door_qr(request: HttpRequest, school: str) -> HttpResponse:
    """Show the QR code of the poster: it leads to what visitors read."""
    in_force_or_404(school)
    return HttpResponse(qr_svg(site_of(request) + door_address(school)), content_type="image/svg+xml")
