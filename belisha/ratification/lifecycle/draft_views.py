from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from belisha.policies.models import PolicyVersion
from belisha.ratification.forms import PlainForm
from belisha.ratification.lifecycle.discard import discard_blockers, discard_draft
from belisha.ratification.lifecycle.restart import restart_from
from belisha.ratification.permissions import check_has_right
from belisha.ratification.record import AttemptEvent
from belisha.ratification.responses import own_version_or_404, render_step, run_audited, submit


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Discard a draft, after showing what will be deleted."""
    actor, found = own_version_or_404(request, school, version)
    check_has_right(actor, found.school, "write-policy")
    form = PlainForm(request.POST if request.method == "POST" else None)
    try:
        problems = submit(
            request, found, AttemptEvent.DISCARD, form, lambda: discard_draft(by=actor, version=found)
        )
    except PolicyVersion.DoesNotExist:
        problems = ()  # somebody was quicker with the same
    if problems == ():
        messages.success(request, f"Version {found.label} of {found.document.title} is discarded.")
        return redirect("ratification:versions", school)
    keeps = discard_blockers(found)
    return render_step(request, "discard", found, problems=problems, form=None, keeps=keeps)


@login_required
@require_POST
def again(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Start a new draft from the text of a withdrawn version."""
    actor, found = own_version_or_404(request, school, version)
    check_has_right(actor, found.school, "write-policy")
    begun: list[PolicyVersion] = []
    problems = run_audited(
        request, found, AttemptEvent.BEGIN_AGAIN, lambda: begun.append(restart_from(by=actor, version=found))
    )
    if problems:
        return render_step(request, "refused", found, problems=problems, back="version")
    messages.success(request, "The draft is begun. Nothing changes for anybody until it is published.")
    return redirect("drafting:draft", school=school, version=begun[0].pk)
