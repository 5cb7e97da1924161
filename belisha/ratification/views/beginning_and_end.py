from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from belisha.policies.models import PolicyVersion
from belisha.ratification.actions.beginning_again import begin_again
from belisha.ratification.actions.discarding import discard_draft, what_keeps
from belisha.ratification.forms import PlainForm
from belisha.ratification.permissions import check_holds
from belisha.ratification.views.common import attempted, own_version, posted, shown


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Throw a draft away, once its page has said what goes."""
    actor, found = own_version(request, school, version)
    check_holds(actor, found.school, "write-policy")
    form = PlainForm(request.POST if request.method == "POST" else None)
    try:
        problems = posted(request, found, "discard", form, lambda: discard_draft(by=actor, version=found))
    except PolicyVersion.DoesNotExist:
        problems = ()  # somebody was quicker with the same
    if problems == ():
        messages.success(request, f"Version {found.label} of {found.document.title} is discarded.")
        return redirect("ratification:versions", school)
    keeps = what_keeps(found)
    return shown(request, "discard", found, problems=problems, form=None, keeps=keeps)


@login_required
@require_POST
def again(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Begin a new draft from the text of a version that was withdrawn."""
    actor, found = own_version(request, school, version)
    check_holds(actor, found.school, "write-policy")
    begun: list[PolicyVersion] = []
    problems = attempted(
        request, found, "begin again", lambda: begun.append(begin_again(by=actor, version=found))
    )
    if problems:
        return shown(request, "refused", found, problems=problems, back="version")
    messages.success(request, "The draft is begun. Nothing changes for anybody until it is published.")
    return redirect("drafting:draft", school=school, version=begun[0].pk)
