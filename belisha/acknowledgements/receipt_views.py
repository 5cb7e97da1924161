"""Receipts, certificates, and the page of public keys."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from belisha.acknowledgements.models import Acknowledgement, Method, SealKey
from belisha.acknowledgements.permissions import can_see_names
from belisha.acknowledgements.verification import certificate_of, verify_acknowledgement
from belisha.base.certificates import fingerprint
from belisha.base.seals import SealError, public_key
from belisha.base.templating import day
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.policies.printing.pdf import CannotPrintError, print_pdf


def _own_or_404(request: HttpRequest, school: str, receipt: int) -> Acknowledgement:
    rows = Acknowledgement.objects.visible_to(actor_of(request)).filter(school__slug=school)
    found: Acknowledgement = get_object_or_404(
        rows.select_related("school", "version", "version__document", "since", "entered_by", "set_aside__by"),
        pk=receipt,
    )
    return found


def _context(request: HttpRequest, made: Acknowledgement) -> dict[str, Any]:
    at = localtime(made.at)
    return {
        "school": made.school,
        "at": f"{day(at)} at {at:%H:%M}",
        "made": made,
        "verdict": verify_acknowledgement(made),
        "fingerprint": fingerprint(made.public_key),
        "set_aside": getattr(made, "set_aside", None),
        "may_set_aside": made.how == Method.PAPER and can_see_names(actor_of(request), made.school),
        "is_own": made.person_id == actor_of(request).user_id,
        "address": request.build_absolute_uri("/")[:-1],
    }


@login_required
@require_safe
def receipt(request: HttpRequest, school: str, receipt: int) -> HttpResponse:
    """Show an acknowledgement with its seal."""
    made = _own_or_404(request, school, receipt)
    return render(request, "acknowledgements/receipt.html", _context(request, made))


@login_required
@require_safe
def receipt_pdf(request: HttpRequest, school: str, receipt: int) -> HttpResponse:
    """Return the certificate as a PDF; if none can be made here, show the page."""
    made = _own_or_404(request, school, receipt)
    html = render_to_string("acknowledgements/receipt_print.html", _context(request, made), request=request)
    try:
        body = print_pdf(html, identity=made.sha256)
    except CannotPrintError:
        return redirect("acknowledgements:receipt", school, made.pk)
    return _file(body, "application/pdf", f"acknowledgement-{made.pk}.pdf")


@login_required
@require_safe
def receipt_json(request: HttpRequest, school: str, receipt: int) -> HttpResponse:
    """Return the certificate file, which anyone can check with the public key."""
    made = _own_or_404(request, school, receipt)
    return _file(
        certificate_of(made).encode(), "application/json", f"acknowledgement-{made.pk}.certificate.json"
    )


@require_safe
def seals(request: HttpRequest, school: str) -> HttpResponse:
    """Show the site's public keys, and how to check a certificate."""
    place = get_object_or_404(School, slug=school)
    keys = [(each, fingerprint(each.public_key)) for each in SealKey.objects.all()]
    return render(
        request, "acknowledgements/seals.html", {"school": place, "keys": keys, "own": _own_key(keys)}
    )


def _own_key(known: list[tuple[SealKey, str]]) -> tuple[str, str] | None:
    """Return the site's key with its short name where no acknowledgement was sealed with it, else None."""
    try:
        own = public_key()
    except SealError:
        return None
    return None if own in {each.public_key for each, _ in known} else (own, fingerprint(own))


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(body, content_type=kind, headers=headers)
