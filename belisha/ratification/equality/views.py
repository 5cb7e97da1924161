from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from belisha.people.actor import Actor
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_of
from belisha.ratification import queries
from belisha.ratification.equality.actions import CHECKED_IN, may_take_back, record_equality_check
from belisha.ratification.equality.forms import EqualityForm
from belisha.ratification.equality.protected_characteristics import protected_characteristics_for
from belisha.ratification.models import EqualityCheck, EqualityOutcome
from belisha.ratification.permissions import check_has_right, check_is_maker, has_right, holder_words
from belisha.ratification.record import AttemptEvent
from belisha.ratification.responses import own_version_or_404, redirect_with_message, render_step, submit


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def equality(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Show the equality checks of a version, and record one (B55)."""
    actor, found = own_version_or_404(request, school, version)
    check_is_maker(actor, found.school)
    grounds = protected_characteristics_for(policy_of(found))
    form = EqualityForm(request.POST or None, grounds=grounds.grounds)
    problems = None
    if request.method == "POST":
        check_has_right(actor, found.school, "check-equality")
        problems = submit(
            request, found, AttemptEvent.CHECK_EQUALITY, form, lambda: _check(actor, found, form)
        )
    if problems == ():
        return redirect_with_message(request, found, "The equality check is recorded.", "equality")
    checks = EqualityCheck.objects.visible_to(actor).filter(version=found).select_related("checked_by")
    last = queries.equality_of(found)
    concern = last if last and last.outcome == EqualityOutcome.CONCERN else None
    own = {
        "grounds": grounds,
        "checks": checks,
        "chosen": request.POST.getlist("grounds"),
        "holds": concern is not None,
        "may_take_back": concern is not None and may_take_back(actor, concern),
        "may_check": has_right(actor, found.school, "check-equality"),
        "is_time": found.state in CHECKED_IN,
        "who": holder_words(found.school, "check-equality"),
    }
    return render_step(request, "equality", found, problems=problems, form=form, **own)


def _check(actor: Actor, version: PolicyVersion, form: EqualityForm) -> EqualityCheck:
    said = form.cleaned_data
    return record_equality_check(
        by=actor,
        version=version,
        checksum=said["checksum"],
        grounds=said["looked_at"],
        outcome=said["outcome"],
        notes=said["notes"],
        mistaken=said["mistaken"],
    )
