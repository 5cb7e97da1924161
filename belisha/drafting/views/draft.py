from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.base.clock import today
from belisha.base.grouped_list import list_request
from belisha.drafting import actions
from belisha.drafting.control_form import ControlForm
from belisha.drafting.draft_issues import issues_of
from belisha.drafting.draft_page import COLOURS, DIFFERENCE_WORDS, counts, draft_listing, sections_of
from belisha.drafting.import_review import progress_of
from belisha.drafting.permissions import check_can_change
from belisha.drafting.queries import removed_from, source_model
from belisha.drafting.views.loading import draft_or_404
from belisha.policies.actions import TransitionRefusedError
from belisha.policies.documents.clause_text import clause_kind
from belisha.policies.documents.control_text import control_rows
from belisha.policies.documents.reading import read_source
from belisha.policies.states import EDITABLE
from belisha.rules.edit import OF_THE_VERSION_BEFORE, EditRefusedError
from belisha.rules.errors import PolicyError


@login_required
@require_safe
def draft(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Show the draft: its clauses by section, differences from the model, and issues to fix."""
    _, place, found = draft_or_404(request, school, version)
    policy, model = read_source(found.source), source_model(found)
    sections = sections_of(policy, model.policy if model else None, removed_from(found))
    found_issues = issues_of(found, model, today())
    only_changes = model is not None and request.GET.get("show") == "changes"
    context = {
        "school": place,
        "version": found,
        "policy": policy,
        "model": model,
        "listing": draft_listing(sections, list_request(request.GET), only_changes=only_changes),
        "only_changes": only_changes,
        "titles": {f"section-{place}": each.title for place, each in enumerate(sections, 1)},
        "counts": counts(sections),
        "words": DIFFERENCE_WORDS,
        "colours": COLOURS,
        "issues": list(found_issues),
        "still_true": [each for each in found_issues if each.check == OF_THE_VERSION_BEFORE],
        "control": control_rows(policy.control),
        "clause_kind": clause_kind,
        "is_open": found.state in EDITABLE,
        "imported": progress_of(found),
    }
    return render(request, "drafting/draft.html", context)


@login_required
@require_safe
def issues(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Show every issue of the draft, with its clause and how to fix it."""
    _, place, found = draft_or_404(request, school, version)
    policy = read_source(found.source)
    context = {
        "school": place,
        "version": found,
        "policy": policy,
        "issues": issues_of(found, source_model(found), today()),
    }
    return render(request, "drafting/issues.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def control(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Show and save document control of the draft, and its introduction."""
    actor, place, found = draft_or_404(request, school, version)
    check_can_change(actor, found)
    policy = read_source(found.source)
    form = ControlForm(
        request.POST or None, school=place, control=policy.control, introduction=policy.introduction
    )
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_control(
                by=actor, version=found, control=form.control(), introduction=form.introduction_text
            )
        except (EditRefusedError, TransitionRefusedError, PolicyError) as error:
            refused = str(error)
        else:
            messages.success(request, "Document control is saved.")
            return redirect("drafting:draft", school=place.slug, version=found.pk)
    wrong = bool(form.errors or refused)
    context = {"school": place, "version": found, "form": form, "refused": refused, "has_error": wrong}
    return render(request, "drafting/control.html", context, status=400 if wrong else 200)


@login_required
@require_safe
def file(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Download the draft as a policy file."""
    _, _, found = draft_or_404(request, school, version)
    response = HttpResponse(found.source, content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.document.slug}.md"'
    return response


@login_required
@require_POST
def section(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Add a section, rename one, or remove an empty one."""
    actor, place, found = draft_or_404(request, school, version)
    which, title = request.POST.get("section", ""), request.POST.get("title", "").strip()
    if "remove" in request.POST:
        title = ""
    elif not title:
        messages.error(request, "Give the section a title.")
        return redirect("drafting:draft", school=place.slug, version=found.pk)
    try:
        actions.save_section(by=actor, version=found, section=which, title=title)
    except (EditRefusedError, TransitionRefusedError) as error:
        messages.error(request, str(error))
    return redirect("drafting:draft", school=place.slug, version=found.pk)
