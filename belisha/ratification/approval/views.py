from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from belisha.people.actor import Actor
from belisha.policies.models import PolicyVersion
from belisha.ratification import queries
from belisha.ratification.approval import actions
from belisha.ratification.approval.forms import ApprovalForm, DecisionForm
from belisha.ratification.approval.queries import approval_progress
from belisha.ratification.consultation.actions import consultation_blockers
from belisha.ratification.models import ApprovalOpinion, ApprovalRound, Decision
from belisha.ratification.permissions import (
    can_approve,
    check_can_approve,
    check_has_right,
    check_is_maker,
    has_right,
)
from belisha.ratification.record import AttemptEvent
from belisha.ratification.responses import (
    own_version_or_404,
    redirect_with_message,
    refusal_of,
    render_step,
    submit,
)

VERB = AttemptEvent.ASK_APPROVAL


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Ask named people for approval, or show the round and record one's own decision."""
    actor, found = own_version_or_404(request, school, version)
    check_is_maker(actor, found.school)
    asked = queries.open_round_on(found)
    # Only the form of an approver holds the mark of the text: it is known by it, whatever was chosen there.
    if "checksum" in request.POST:
        if asked is None:
            check_has_right(actor, found.school, "approve-policy")
        else:
            check_can_approve(actor, found, asked)
        return _decide(request, actor, found, asked)
    # A double click asks again when the round is open already: it then finds its own round.
    is_asking = (asked is None or request.method == "POST") and has_right(actor, found.school, "write-policy")
    people = queries.person_choices(queries.possible_approvers(found), found.school) if is_asking else ()
    form = ApprovalForm(request.POST or None, people=people)
    problems = None
    if request.method == "POST":
        check_has_right(actor, found.school, "write-policy")
        problems = submit(request, found, VERB, form, lambda: _ask(actor, found, form))
    if problems == ():
        return redirect_with_message(request, found, "The approvers have been asked.", "approval")
    return _page(request, actor, found, asked, form, problems, people)


def _ask(actor: Actor, version: PolicyVersion, form: ApprovalForm) -> ApprovalRound:
    chosen = form.cleaned_data
    return actions.ask_approval(
        by=actor, version=version, approvers=chosen["approvers"], needed=chosen["needed"]
    )


def _decide(
    request: HttpRequest, actor: Actor, version: PolicyVersion, asked: ApprovalRound | None
) -> HttpResponse:
    form = DecisionForm(request.POST)
    problems: tuple[str, ...] | None = ()
    if asked is not None or not form.is_valid() or not _has_said(actor, version, form):
        problems = submit(
            request,
            version,
            AttemptEvent.APPROVE,
            form,
            lambda: actions.record_approval(by=actor, version=version, **form.cleaned_data),
        )
    if problems == ():
        approves = form.cleaned_data["opinion"] == ApprovalOpinion.APPROVES
        said = "Your approval is recorded." if approves else "What you ask for is recorded."
        return redirect_with_message(request, version, said, "approval")
    return _page(request, actor, version, asked, form, problems)


def _has_said(actor: Actor, version: PolicyVersion, form: DecisionForm) -> bool:
    """Return whether a repeated click repeats the decision that ended the round."""
    said = {"checksum": form.cleaned_data["checksum"], "opinion": form.cleaned_data["opinion"]}
    return (
        Decision.objects.visible_to(actor).filter(round__version=version, user=actor.user_id, **said).exists()
    )


def _page(
    request: HttpRequest,
    actor: Actor,
    version: PolicyVersion,
    asked: ApprovalRound | None,
    form: ApprovalForm | DecisionForm,
    problems: tuple[str, ...] | None,
    people: tuple[tuple[str, str], ...] = (),
) -> HttpResponse:
    rounds = list(ApprovalRound.objects.visible_to(actor).filter(version=version))
    current = queries.open_consultation_on(version)
    return render_step(
        request,
        "approval",
        version,
        problems=problems,
        form=form,
        asked=asked,
        rounds=[(each, approval_progress(each, version)) for each in rounds],
        people=people,
        authors=sorted(version.authors.values_list("name", flat=True)),
        may_ask=has_right(actor, version.school, "write-policy"),
        may_decide=asked is not None and can_approve(actor, version, asked),
        stops=refusal_of(version, VERB),
        waits=consultation_blockers(current) if current else [],
    )
