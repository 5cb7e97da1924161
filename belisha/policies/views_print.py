import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from belisha.base.clock import today
from belisha.policies import printing
from belisha.policies.clause_words import kind_words
from belisha.policies.models import PolicyVersion
from belisha.policies.shown import Shown, shown_version
from belisha.policies.views import in_force_or_404
from belisha.policies.views_versions import version_or_404
from belisha.policies.word_documents import word_document

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def policy_pdf(request: HttpRequest, school: str) -> HttpResponse:
    """The policy in force as tagged PDF."""
    return _pdf(request, in_force_or_404(school).version)


@require_safe
def version_pdf(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """A version as tagged PDF."""
    return _pdf(request, version_or_404(request, school, version))


@require_safe
def policy_docx(request: HttpRequest, school: str) -> HttpResponse:
    """The policy in force as a Word document."""
    return _docx(request, in_force_or_404(school).version)


@require_safe
def version_docx(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """A version as a Word document."""
    return _docx(request, version_or_404(request, school, version))


@require_safe
def print_view(request: HttpRequest, school: str) -> HttpResponse:
    """The policy in force as it is printed, for printing from the browser."""
    return _print_view(request, in_force_or_404(school).version)


@require_safe
def version_print(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """A version as it is printed, for printing from the browser."""
    return _print_view(request, version_or_404(request, school, version))


def site_of(request: HttpRequest) -> str:
    """The address of this site as the reader reached it, without a slash at its end."""
    return request.build_absolute_uri("/").rstrip("/")


def file_response(body: bytes, kind: str, name: str) -> HttpResponse:
    """A file that a browser shows or saves under `name`."""
    response = HttpResponse(body, content_type=kind)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def file_name(shown: Shown, ending: str) -> str:
    """`grange-social-media-policy-1.pdf`."""
    words = f"{shown.school.slug}-{shown.policy.control.title}-{shown.version.label}".lower()
    return f"{re.sub(r'[^a-z0-9]+', '-', words).strip('-')}.{ending}"


def _context(request: HttpRequest, shown: Shown) -> dict[str, object]:
    return {"shown": shown, "kind_words": kind_words, "site": site_of(request), "address": _address(shown)}


def _address(shown: Shown) -> str:
    return reverse("policies:version", args=[shown.school.slug, shown.version.pk])


def _pdf(request: HttpRequest, version: PolicyVersion) -> HttpResponse:
    shown = shown_version(version, today())
    try:
        html = render_to_string("policies/print.html", _context(request, shown))
        body = printing.printed(html, identity=shown.version.checksum)
    except printing.CannotPrintError:
        return redirect("policies:version_print", shown.school.slug, shown.version.pk)
    return file_response(body, "application/pdf", file_name(shown, "pdf"))


def _docx(request: HttpRequest, version: PolicyVersion) -> HttpResponse:
    shown = shown_version(version, today())
    return file_response(
        word_document(shown, site_of(request) + _address(shown)), WORD, file_name(shown, "docx")
    )


def _print_view(request: HttpRequest, version: PolicyVersion) -> HttpResponse:
    shown = shown_version(version, today())
    return render(request, "policies/print.html", _context(request, shown))
