import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from belisha.base.clock import today
from belisha.policies.documents.clause_text import clause_kind
from belisha.policies.documents.version_view import VersionView, view_version
from belisha.policies.documents.views import in_force_or_404
from belisha.policies.models import PolicyVersion
from belisha.policies.printing import pdf
from belisha.policies.printing.school_look import bare_copy, look_of
from belisha.policies.printing.word_documents import identity_of, word_document
from belisha.policies.versions.views import version_or_404

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def policy_pdf(request: HttpRequest, school: str) -> HttpResponse:
    """Show the policy in force as tagged PDF."""
    return _pdf(request, in_force_or_404(school).version)


@require_safe
def version_pdf(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Show a version as tagged PDF."""
    return _pdf(request, version_or_404(request, school, version))


@require_safe
def policy_docx(request: HttpRequest, school: str) -> HttpResponse:
    """Show the policy in force as a Word document."""
    return _docx(request, in_force_or_404(school).version)


@require_safe
def version_docx(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Show a version as a Word document."""
    return _docx(request, version_or_404(request, school, version))


@require_safe
def print_view(request: HttpRequest, school: str) -> HttpResponse:
    """Show the policy in force as it is printed, for printing from the browser."""
    return _print_view(request, in_force_or_404(school).version)


@require_safe
def version_print(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Show a version as it is printed, for printing from the browser."""
    return _print_view(request, version_or_404(request, school, version))


def site_of(request: HttpRequest) -> str:
    """Return this site's address as the reader reached it, without a trailing slash."""
    return request.build_absolute_uri("/").rstrip("/")


def file_response(body: bytes, kind: str, name: str) -> HttpResponse:
    """Return a response with a file that a browser shows or saves under `name`."""
    response = HttpResponse(body, content_type=kind)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def file_name(shown: VersionView, ending: str) -> str:
    """Return a file name such as `grange-social-media-policy-1.pdf`."""
    words = f"{shown.school.slug}-{shown.policy.control.title}-{shown.version.label}".lower()
    return f"{re.sub(r'[^a-z0-9]+', '-', words).strip('-')}.{ending}"


def _context(request: HttpRequest, shown: VersionView) -> dict[str, object]:
    return {"shown": shown, "clause_kind": clause_kind, "site": site_of(request), "address": _address(shown)}


def _address(shown: VersionView) -> str:
    return reverse("policies:version", args=[shown.school.slug, shown.version.pk])


def _pdf(request: HttpRequest, version: PolicyVersion) -> HttpResponse:
    shown = view_version(version, today())
    try:
        html = render_to_string("policies/print.html", _context(request, shown))
        body = pdf.print_pdf(html, identity=shown.version.checksum)
    except pdf.CannotPrintError:
        return redirect("policies:version_print", shown.school.slug, shown.version.pk)
    return file_response(body, "application/pdf", file_name(shown, "pdf"))


def _docx(request: HttpRequest, version: PolicyVersion) -> HttpResponse:
    shown = view_version(version, today())
    address = site_of(request) + _address(shown)
    look = look_of(version)
    identity = identity_of(shown, address, look.file.sha256 if look else "")
    body = pdf.cached_file(identity, "docx", lambda: word_document(shown, address, bare_copy(look)))
    return file_response(body, WORD, file_name(shown, "docx"))


def _print_view(request: HttpRequest, version: PolicyVersion) -> HttpResponse:
    shown = view_version(version, today())
    return render(request, "policies/print.html", _context(request, shown))
