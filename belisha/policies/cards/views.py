from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from belisha.base.clock import today
from belisha.base.qr import qr_svg
from belisha.people.roles import is_known_role, public_groups, role_label
from belisha.policies.cards.card_sheets import (
    ask_address,
    card_roles,
    cards_pdf,
    sheet_for,
)
from belisha.policies.cards.easy_read import easy_sentences
from belisha.policies.cards.role_cards import card_for
from belisha.policies.documents.version_view import VersionView, view_version
from belisha.policies.documents.views import in_force_or_404
from belisha.policies.printing import pdf
from belisha.policies.printing.views import file_response, site_of
from belisha.policies.versions.views import of_version


def _shown_for(school: str, role: str) -> VersionView:
    """Return the policy in force; raise Http404 if there is none or the role is not one that people can
    have.
    """
    found = in_force_or_404(school)
    if not is_known_role(role):
        raise Http404
    return view_version(found.version, today())


@require_safe
def cards(request: HttpRequest, school: str) -> HttpResponse:
    """Choose a role card, or take the sheet of all."""
    shown = view_version(in_force_or_404(school).version, today())
    context = {
        "in_force": of_version(shown),
        "audience": card_roles(shown, today()),
        "groups": public_groups(),
        "role_label": role_label,
        "can_print": pdf.can_print(),
        "here": "for",
    }
    return render(request, "policies/cards.html", context)


@require_safe
def card(request: HttpRequest, school: str, role: str) -> HttpResponse:
    """Show the card of one role."""
    shown = _shown_for(school, role)
    sheet = sheet_for(shown, role, today(), qr=reverse("policies:card_qr", args=[school, role]))
    context = {
        "in_force": of_version(shown),
        "shown": shown,
        "sheet": sheet,
        "site": site_of(request),
        "can_print": pdf.can_print(),
        "here": "for",
    }
    return render(request, "policies/card.html", context)


@require_safe
def card_easy(request: HttpRequest, school: str, role: str) -> HttpResponse:
    """Show the card of one role in short sentences."""
    shown = _shown_for(school, role)
    found = card_for(shown.version, role, today())
    context = {
        "in_force": of_version(shown),
        "shown": shown,
        "role": role,
        "role_label": role_label(role),
        "card": found,
        "boxes": easy_sentences(found, shown.policy),
        "here": "for",
    }
    return render(request, "policies/card_easy.html", context)


@require_safe
def card_qr(request: HttpRequest, school: str, role: str) -> HttpResponse:
    """Show the QR code of a card: it leads to the page where that role asks."""
    _shown_for(school, role)
    picture = qr_svg(site_of(request) + ask_address(school, role))
    return HttpResponse(picture, content_type="image/svg+xml")


@require_safe
def card_pdf(request: HttpRequest, school: str, role: str) -> HttpResponse:
    """Show the card of one role on one sheet of A4, as tagged PDF."""
    shown = _shown_for(school, role)
    return _pdf(request, shown, (role,), f"{school}-card-{role}.pdf")


@require_safe
def card_print(request: HttpRequest, school: str, role: str) -> HttpResponse:
    """Show the card of one role as it is printed, for printing from the browser."""
    shown = _shown_for(school, role)
    return _print_view(request, shown, (role,))


@require_safe
def cards_print(request: HttpRequest, school: str) -> HttpResponse:
    """Show all cards as they are printed, for printing from the browser."""
    shown = view_version(in_force_or_404(school).version, today())
    return _print_view(request, shown, card_roles(shown, today()))


@require_safe
def all_cards_pdf(request: HttpRequest, school: str) -> HttpResponse:
    """Show the cards of everyone whom the policy is for, a sheet each, as tagged PDF."""
    shown = view_version(in_force_or_404(school).version, today())
    return _pdf(request, shown, card_roles(shown, today()), f"{school}-cards.pdf")


def _print_view(request: HttpRequest, shown: VersionView, roles: tuple[str, ...]) -> HttpResponse:
    slug = shown.school.slug
    sheets = tuple(
        sheet_for(shown, role, today(), qr=reverse("policies:card_qr", args=[slug, role])) for role in roles
    )
    return render(
        request, "policies/card_print.html", {"shown": shown, "sheets": sheets, "site": site_of(request)}
    )


def _pdf(request: HttpRequest, shown: VersionView, roles: tuple[str, ...], name: str) -> HttpResponse:
    try:
        body = cards_pdf(shown, roles, today(), site_of(request))
    except pdf.CannotPrintError:
        slug = shown.school.slug
        if len(roles) == 1:
            return redirect("policies:card_print", slug, roles[0])
        return redirect("policies:cards_print", slug)
    return file_response(body, "application/pdf", name)
