from hashlib import sha256

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from belisha.drafting.documents import LARGEST, TOO_LARGE, read_safely
from belisha.people.actor import actor_of
from belisha.people.shortcuts import own_school_or_404
from belisha.policies.own_document.queries import document_of_record
from belisha.policies.queries import policy_of
from belisha.policies.versions.views import version_or_404
from belisha.policies.website.text_similarity import passages_besides, text_similarity
from belisha.reading.values import DocumentError

# Several times as many letters as the longest policy: more is no policy, and takes long to compare.
LONGEST = 400_000


class FileCheckForm(forms.Form):
    """The file to hold up to a version."""

    file = forms.FileField(
        label="The file",
        help_text="A Word file (DOCX), ODT, PDF, web page or text file, at most 20 MB. It is not kept.",
        error_messages={"required": "Choose the file", "empty": "The file is empty. Choose another"},
    )

    def clean(self) -> dict[str, object]:
        """Read the file. A sentence says what is wrong with one that cannot be read."""
        given = super().clean() or {}
        file = given.get("file")
        if file is None:
            return given
        if file.size > LARGEST:
            self.add_error("file", TOO_LARGE)
            return given
        data = file.read()
        try:
            reading = read_safely(data, file.name)
        except DocumentError as error:
            self.add_error("file", str(error))
            return given
        given["checksum"] = sha256(data).hexdigest()
        given["passages"] = [block.text for block in reading.document.blocks if block.text.strip()]
        if sum(map(len, given["passages"])) > LONGEST:
            self.add_error("file", "The file is far longer than a policy. Choose the policy alone")
        return given


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_file_page(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Hold a file up to a version: whether it is the school's own document, and whether it says the same."""
    place = own_school_or_404(actor_of(request), school)
    found = version_or_404(request, school, version)
    form = FileCheckForm(request.POST or None, request.FILES or None) if request.method == "POST" else None
    is_valid = form is not None and form.is_valid()
    own = document_of_record(found)
    context = {"school": place, "version": found, "form": form or FileCheckForm(), "checked": None}
    if form is not None and is_valid:
        policy, passages = policy_of(found), form.cleaned_data["passages"]
        checked = text_similarity(policy, "\n\n".join(passages), at_most=len(policy.clauses) + 1)
        context["checked"] = checked
        context["worded_otherwise"] = [each for each in checked.differences if each.theirs]
        context["missing"] = [each for each in checked.differences if not each.theirs]
        context["besides"] = passages_besides(policy, passages)
        context["is_own"] = own is not None and own.file.sha256 == form.cleaned_data["checksum"]
        context["has_own"] = own is not None
    return render(
        request, "drafting/file_check.html", context, status=200 if form is None or is_valid else 400
    )
