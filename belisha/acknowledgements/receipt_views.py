"""Receipts and certificates, and the page of seals."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from belisha.acknowledgements.certificates import fingerprint
from belisha.acknowledgements.models import Acknowledgement, SealKey
from belisha.acknowledgements.verifying import certificate_of, verify_acknowledgement
from belisha.base.templating import day
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.policies.printing import CannotPrintError, printed


def _own_or_404(request: HttpRequest, school: str, receipt: int) -> Acknowledgement:
    rows = Acknowledgement.objects.visible_to(actor_of(request)).filter(school__slug=school)
    found: Acknowledgement = get_object_or_404(
        rows.select_related("school", "version", "version__document", "since", "entered_by"), pk=receipt
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
        "is_own": made.person_id == actor_of(request).user_id,
        "address": request.build_absolute_uri("/")[:-1],
    }


@login_required
@require_safe
def receipt(request: HttpRequest, school: str, receipt: int) -> HttpResponse:
    """What was acknowledged, with its seal."""
    made = _own_or_404(request, school, receipt)
    return render(request, "acknowledgements/receipt.html", _context(request, made))


@login_required
@require_safe
def receipt_pdf(request: HttpRequest, school: str, receipt: int) -> HttpResponse:
    """The same as a PDF; where none can be made here, the page itself."""
    made = _own_or_404(request, school, receipt)
    html = render_to_string("acknowledgements/receipt_print.html", _context(request, made), request=request)
    try:
        body = printed(html, identity=made.sha256)
    except CannotPrintError:
        return redirect("acknowledgements:receipt", school, made.pk)
    return _file(body, "application/pdf", f"acknowledgement-{made.pk}.pdf")


@login_required
@require_safe
def receipt_json(request: HttpRequest, school: str, receipt: int) -> HttpResponse:
    """The certificate: a file that anybody can check with the public key alone."""
    made = _own_or_404(request, school, receipt)
    return _file(
        certificate_of(made).encode(), "application/json", f"acknowledgement-{made.pk}.certificate.json"
    )


@require_safe
def seals(request: HttpRequest, school: str) -> HttpResponse:
    """The public keys with which this site seals, and how to check a certificate."""
    place = get_object_or_404(School, slug=school)
    keys = [(each, fingerprint(each.public_key)) for each in SealKey.objects.all()]
    return render(request, "acknowledgements/seals.html", {"school": place, "keys": keys})


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(body, content_type=kind, headers=headers)
