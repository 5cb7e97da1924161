from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.base.clock import today
from belisha.drafting import actions
from belisha.drafting.checking import mends_of
from belisha.drafting.control_form import ControlForm
from belisha.drafting.draft_page import COLOURS, DIFFERENCE_WORDS, counts, sections_of
from belisha.drafting.permissions import check_can_change
from belisha.drafting.queries import model_of, removed_from
from belisha.drafting.views.loading import draft_or_404
from belisha.policies.actions import MoveRefusedError
from belisha.policies.clause_words import kind_words
from belisha.policies.control_words import control_rows
from belisha.policies.reading import read_source
from belisha.policies.states import EDITABLE
from belisha.rules.edit import OF_THE_VERSION_BEFORE, EditRefusedError
from belisha.rules.errors import PolicyError


@login_required
@require_safe
def draft(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """The draft: its clauses in sections, what differs from the model, and what is to be mended."""
    _, place, found = draft_or_404(request, school, version)
    policy, model = read_source(found.source), model_of(found)
    sections = sections_of(policy, model.policy if model else None, removed_from(found))
    mends = mends_of(found, model, today())
    context = {
        "school": place,
        "version": found,
        "policy": policy,
        "model": model,
        "sections": sections,
        "counts": counts(sections),
        "words": DIFFERENCE_WORDS,
        "colours": COLOURS,
        "mends": mends,
        "still_true": [each for each in mends if each.check == OF_THE_VERSION_BEFORE],
        "control": control_rows(policy.control),
        "kind_words": kind_words,
        "is_open": found.state in EDITABLE,
    }
    return render(request, "drafting/draft.html", context)


@login_required
@require_safe
def mend(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Everything to mend, each with its clause and the way to mend it."""
    _, place, found = draft_or_404(request, school, version)
    policy = read_source(found.source)
    context = {
        "school": place,
        "version": found,
        "policy": policy,
        "mends": mends_of(found, model_of(found), today()),
    }
    return render(request, "drafting/mend.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def control(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Document control of the draft, and its introduction."""
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
        except (EditRefusedError, MoveRefusedError, PolicyError) as error:
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
    """The policy file of the draft."""
    _, _, found = draft_or_404(request, school, version)
    response = HttpResponse(found.source, content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.document.slug}.md"'
    return response


@login_required
@require_POST
def section(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Add a section, give one another title, or take an empty one out."""
    actor, place, found = draft_or_404(request, school, version)
    which, title = request.POST.get("section", ""), request.POST.get("title", "").strip()
    if "remove" in request.POST:
        title = ""
    elif not title:
        messages.error(request, "Give the section a title.")
        return redirect("drafting:draft", school=place.slug, version=found.pk)
    try:
        actions.save_section(by=actor, version=found, section=which, title=title)
    except (EditRefusedError, MoveRefusedError) as error:
        messages.error(request, str(error))
    return redirect("drafting:draft", school=place.slug, version=found.pk)
