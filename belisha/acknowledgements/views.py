"""The pages on which someone reads, answers the check and agrees."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from belisha.acknowledgements import actions
from belisha.acknowledgements.forms import ANSWER_WORDS, AgreeForm, CheckForm
from belisha.acknowledgements.models import Acknowledgement
from belisha.acknowledgements.permissions import check_can_acknowledge
from belisha.acknowledgements.presented_text import agreement_wording
from belisha.acknowledgements.queries import outstanding_for, text_of
from belisha.acknowledgements.shortcuts import OwnDocument, binding_or_404, own_document, own_version_or_404
from belisha.base.clock import today
from belisha.base.grouped_list import ListRequest, list_request
from belisha.base.seals import SealError
from belisha.people.actor import actor_of
from belisha.people.shortcuts import own_school_or_404
from belisha.policies.documents.clause_text import clause_kind, listed_clauses
from belisha.policies.documents.version_view import clauses_by_section


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def acknowledge(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Show the policy for the reader, or what changed in it, and take their agreement."""
    actor = actor_of(request)
    found = own_version_or_404(actor, school, version)
    binding = binding_or_404(found.school, found)
    if binding.version.pk != found.pk:
        return redirect("acknowledgements:acknowledge", school, binding.version.pk)
    page = own_document(actor, binding, today())
    check_can_acknowledge(actor, page.school, page.roles)
    if page.counting is not None:
        return redirect("acknowledgements:receipt", school, page.counting.pk)
    form = AgreeForm(request.POST if request.method == "POST" else None, expected=page.showing.hash)
    if request.method == "POST":
        if not page.is_understood:
            return redirect("acknowledgements:check", school, version)
        if form.is_valid():
            try:
                made = actions.acknowledge_version(
                    by=actor, version=found, showing=page.showing, since=page.since
                )
            except actions.NotInForceError as error:
                messages.warning(request, str(error))
                return redirect("acknowledgements:acknowledge", school, version)
            except SealError as error:
                return render(
                    request,
                    "acknowledgements/unsealed.html",
                    {"school": page.school, "why": str(error)},
                    status=503,
                )
            return redirect("acknowledgements:receipt", school, made.pk)
    context = _reading(page, form, list_request(request.GET))
    return render(request, "acknowledgements/acknowledge.html", context, status=400 if form.errors else 200)


def _reading(page: OwnDocument, form: AgreeForm, asked: ListRequest) -> dict[str, object]:
    binding = page.binding
    return {
        "listing": listed_clauses(
            ((group.heading, group.anchor, group.clauses) for group in page.showing.groups), asked
        ),
        "verdicts": {group.anchor: group.verdict for group in page.showing.groups},
        "school": page.school,
        "version": binding.version,
        "control": binding.policy.control,
        "page": page,
        "form": form,
        "agreed": agreement_wording(
            binding.policy, binding.version.label, page.roles, binding.audience(today())
        ),
        "has_error": bool(form.errors),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Ask the questions of the short check; for a wrong answer, show the clause and ask again."""
    actor = actor_of(request)
    found = own_version_or_404(actor, school, version)
    binding = binding_or_404(found.school, found)
    if binding.version.pk != found.pk:
        return redirect("acknowledgements:acknowledge", school, binding.version.pk)
    page = own_document(actor, binding, today())
    check_can_acknowledge(actor, page.school, page.roles)
    ready = f"{reverse('acknowledgements:acknowledge', args=[school, version])}#agree"
    if page.counting is not None or page.is_understood:
        return redirect(ready)
    form = CheckForm(request.POST if request.method == "POST" else None, questions=page.questions)
    wrong = form.wrong if request.method == "POST" else ()
    if request.method == "POST" and form.is_valid():
        actions.record_answers(by=actor, version=found, is_passed=not wrong)
        if not wrong:
            return redirect(ready)
    policy = binding.policy
    context = {
        "school": page.school,
        "version": found,
        "control": policy.control,
        "role": page.roles[0],
        "form": form,
        "answers": [(answer.value, words, "") for answer, words in ANSWER_WORDS.items()],
        "wrong": {each.id: (each, [policy.by_id[name] for name in each.clauses]) for each in wrong},
        "right": {each.id: each for each in page.questions if each not in wrong} if wrong else {},
        "has_error": bool(form.errors or wrong),
    }
    return render(
        request, "acknowledgements/check.html", context, status=400 if context["has_error"] else 200
    )


@login_required
@require_safe
def text(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Show the whole text of a version, in force or earlier."""
    found = own_version_or_404(actor_of(request), school, version)
    policy = text_of(found)
    context = {
        "school": found.school,
        "version": found,
        "control": policy.control,
        "listing": clauses_by_section(policy, list_request(request.GET)),
        "kind_words": clause_kind,
    }
    return render(request, "acknowledgements/text.html", context)


@login_required
@require_safe
def own(request: HttpRequest, school: str) -> HttpResponse:
    """List what the reader has acknowledged at this school, and what is outstanding."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    waiting = outstanding_for(place, actor.user_id or 0, today())
    made = Acknowledgement.objects.filter(school=place, person=actor.user_id).select_related(
        "version", "version__document"
    )
    context = {"school": place, "waiting": waiting, "made": made, "today": today()}
    return render(request, "acknowledgements/own.html", context)
