from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.base.data_keys import KeyLostError
from belisha.base.encrypted_files import read_file
from belisha.base.file_encryption import DamagedFileError
from belisha.evidence.file_types import FileRefusedError
from belisha.people.actor import actor_of
from belisha.people.shortcuts import own_school_or_404
from belisha.policies.models import PolicyVersion
from belisha.policies.own_document.actions import check_can_keep_document, remove_document, set_document
from belisha.policies.own_document.file_kinds import KINDS, LARGEST, NotADocumentError
from belisha.policies.own_document.queries import document_of_record
from belisha.policies.queries import policy_of
from belisha.policies.versions.views import version_or_404
from belisha.rules.errors import PolicyError

GONE = "The document cannot be read any more. Tell whoever runs the site."


class OwnDocumentForm(forms.Form):
    """The school's own file of the policy."""

    file = forms.FileField(
        label="The policy as your school has it",
        help_text="A PDF, a Word file (DOCX) or an ODT, at most 20 MB. Anybody can download it as it is: "
        "make sure that it holds no comments or tracked changes. A Word file also lends its look to the Word "
        "version of the policy.",
        error_messages={
            "required": "Choose the file",
            "empty": "The file is empty. Choose another",
            "invalid": "Choose the file",
        },
    )


@require_safe
def download(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Download the school's own document of a version, byte for byte."""
    found = document_of_record(version_or_404(request, school, version))
    if found is None:
        raise Http404
    try:
        data = b"".join(read_file(found.file))
    except (KeyLostError, DamagedFileError, OSError):
        return HttpResponse(GONE, status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(data, content_type=KINDS[found.media_type].media_type)
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_document(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Show the document of record of a version, and take another file in its place."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    found = version_or_404(request, school, version)
    check_can_keep_document(actor, found)
    form = OwnDocumentForm(request.POST, request.FILES) if request.method == "POST" else OwnDocumentForm()
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            set_document(by=actor, version=found, name=upload.name or "", data=upload.read(LARGEST + 1))
        except (NotADocumentError, FileRefusedError) as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, "The document is linked from the policy and from each clause.")
            return redirect("policies:own_document", school=school, version=found.pk)
    context = {
        "school": place,
        "version": found,
        "title": _title(found),
        "form": form,
        "document": document_of_record(found),
        "kinds": KINDS,
    }
    return render(request, "policies/own_document.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def remove(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Take the document of record away."""
    actor = actor_of(request)
    own_school_or_404(actor, school)
    found = version_or_404(request, school, version)
    remove_document(by=actor, version=found)
    messages.success(request, "The document is no longer shown, and its file is deleted.")
    return redirect("policies:own_document", school=school, version=found.pk)


def _title(version: PolicyVersion) -> str:
    """Return the title of the version's text, even where it cannot be read any more."""
    try:
        return policy_of(version).control.title
    except PolicyError:
        return str(version.document.title)
