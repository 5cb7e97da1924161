from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from belisha.people.actor import Actor
from belisha.policies.models import PolicyVersion
from belisha.ratification import queries
from belisha.ratification.actions import approval as actions
from belisha.ratification.actions.consultation import what_keeps_open
from belisha.ratification.approvals import approval_of
from belisha.ratification.forms import ApprovalForm, DecisionForm
from belisha.ratification.models import ApprovalRound, Decision, Opinion
from belisha.ratification.permissions import (
    can_approve,
    can_hold,
    check_can_approve,
    check_holds,
    check_is_maker,
)
from belisha.ratification.views.common import done, own_version, posted, refusal_of, shown

VERB = "be put up for approval"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Ask named people for their approval; or see how the round stands, and give one's own."""
    actor, found = own_version(request, school, version)
    check_is_maker(actor, found.school)
    asked = queries.open_round_on(found)
    # Only the form of an approver holds the mark of the text: it is known by it, whatever was chosen there.
    if "checksum" in request.POST:
        if asked is None:
            check_holds(actor, found.school, "approve-policy")
        else:
            check_can_approve(actor, found, asked)
        return _decide(request, actor, found, asked)
    # A double click asks again when the round is open already: it then finds its own round.
    is_asking = (asked is None or request.method == "POST") and can_hold(actor, found.school, "write-policy")
    people = queries.labels(queries.possible_approvers(found), found.school) if is_asking else ()
    form = ApprovalForm(request.POST or None, people=people)
    problems = None
    if request.method == "POST":
        check_holds(actor, found.school, "write-policy")
        problems = posted(request, found, VERB, form, lambda: _ask(actor, found, form))
    if problems == ():
        return done(request, found, "The approvers have been asked.", "approval")
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
        problems = posted(
            request,
            version,
            "be approved",
            form,
            lambda: actions.decide(by=actor, version=version, **form.cleaned_data),
        )
    if problems == ():
        approves = form.cleaned_data["opinion"] == Opinion.APPROVES
        said = "Your approval is recorded." if approves else "What you ask for is recorded."
        return done(request, version, said, "approval")
    return _page(request, actor, version, asked, form, problems)


def _has_said(actor: Actor, version: PolicyVersion, form: DecisionForm) -> bool:
    """Whether a double click says again what the first of the two said, which ended the round."""
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
    return shown(
        request,
        "approval",
        version,
        problems=problems,
        form=form,
        asked=asked,
        rounds=[(each, approval_of(each, version)) for each in rounds],
        people=people,
        authors=sorted(version.authors.values_list("name", flat=True)),
        may_ask=can_hold(actor, version.school, "write-policy"),
        may_decide=asked is not None and can_approve(actor, version, asked),
        stops=refusal_of(version, VERB),
        waits=what_keeps_open(current) if current else [],
    )
