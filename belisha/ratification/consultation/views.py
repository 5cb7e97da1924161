from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from belisha.people.actor import ANONYMOUS, Actor
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_of
from belisha.policies.versions.clause_diff import clause_changes
from belisha.ratification import queries
from belisha.ratification.consultation import actions
from belisha.ratification.consultation.audiences import audience_choices
from belisha.ratification.consultation.comment_revisions import revise_answer, withdraw_comment
from belisha.ratification.consultation.comments import comment_entries
from belisha.ratification.consultation.forms import AnswerForm, CommentForm, ConsultationForm
from belisha.ratification.consultation.removed_clauses import removed_clauses
from belisha.ratification.consultation.signed_links import consultation_of, link_of
from belisha.ratification.models import Comment, CommentState, Consultation
from belisha.ratification.permissions import can_be_added_to, can_comment, check_has_right
from belisha.ratification.record import AttemptEvent
from belisha.ratification.responses import (
    own_version_or_404,
    redirect_with_message,
    refusal_of,
    render_step,
    run_audited,
    submit,
)

GET_OR_POST = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(GET_OR_POST)
def consultation(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Open a consultation on a draft."""
    actor, found = own_version_or_404(request, school, version)
    check_has_right(actor, found.school, "write-policy")
    form = ConsultationForm(request.POST or None, roles=audience_choices())
    verb = AttemptEvent.OPEN_CONSULTATION
    problems = submit(
        request,
        found,
        verb,
        form,
        lambda: actions.open_consultation(by=actor, version=found, **form.cleaned_data),
    )
    if problems == ():
        return redirect_with_message(request, found, "The consultation is open.", "comments")
    stops = refusal_of(found, verb)
    own = {"roles": audience_choices(), "stops": stops}
    return render_step(request, "consultation", found, problems=problems, form=form, **own)


@login_required
@require_http_methods(GET_OR_POST)
def comments(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """List the comments on a version, and add one."""
    actor, found = own_version_or_404(request, school, version)
    current = queries.open_consultation_on(found)
    form = CommentForm(request.POST or None)
    problems = None
    if request.method == "POST":
        if current is None:
            message = "No consultation on this version is open: comments cannot be made."
            raise PermissionDenied(message)
        asked = current
        problems = submit(
            request,
            found,
            AttemptEvent.COMMENT,
            form,
            lambda: actions.comment_on(by=actor, consultation=asked, **form.cleaned_data),
        )
        if problems == ():
            return redirect_with_message(
                request, found, "Thank you: your comment is here for the school to answer.", "comments"
            )
    return _comments_page(request, found, actor, form, problems, current)


@login_required
@require_POST
def answer(request: HttpRequest, school: str, version: int, comment: int) -> HttpResponse:
    """Accept or decline a comment, or change the answer (`again`) while the consultation has not ended."""
    actor, found = own_version_or_404(request, school, version)
    check_has_right(actor, found.school, "write-policy")
    rows = Comment.objects.visible_to(actor).select_related("consultation__version__school")
    said = get_object_or_404(rows, pk=comment, consultation__version=found)
    form = AnswerForm(request.POST)
    answers = revise_answer if "again" in request.POST else actions.close_comment
    problems = submit(
        request,
        found,
        AttemptEvent.ANSWER_COMMENT,
        form,
        lambda: answers(by=actor, comment=said, **form.cleaned_data),
    )
    if problems == ():
        return redirect_with_message(request, found, "The answer is recorded.", "comments")
    current = queries.open_consultation_on(found)
    return _comments_page(request, found, actor, form, problems, current, answered=said.pk)


@login_required
@require_POST
def take_back(request: HttpRequest, school: str, version: int, comment: int) -> HttpResponse:
    """Withdraw one's own comment."""
    actor, found = own_version_or_404(request, school, version)
    rows = Comment.objects.visible_to(actor).select_related("consultation__version__school")
    said = get_object_or_404(rows, pk=comment, consultation__version=found)
    problems = run_audited(
        request, found, AttemptEvent.TAKE_COMMENT_BACK, lambda: withdraw_comment(by=actor, comment=said)
    )
    if problems:
        return render_step(request, "refused", found, problems=problems, back="comments")
    return redirect_with_message(request, found, "Your comment is withdrawn.", "comments")


def _comments_page(
    request: HttpRequest,
    version: PolicyVersion,
    actor: Actor,
    form: AnswerForm | CommentForm,
    problems: tuple[str, ...] | None,
    current: Consultation | None,
    *,
    answered: int = 0,
) -> HttpResponse:
    policy, gone = policy_of(version), {each.id: each.title for each in removed_clauses(version)}
    may_write = actor.may("write-policy", version.school_id)
    clause = request.POST.get("clause", "") or request.GET.get("clause", "")
    return render_step(
        request,
        "comments",
        version,
        problems=problems,
        form=form,
        answered=answered,
        consultation=current,
        policy=policy,
        sections=_sections(version),
        clause=clause,
        again=str(answered) if "again" in request.POST else request.GET.get("again", ""),
        comments=comment_entries(queries.comments_on(version), policy, gone, actor, names=may_write),
        waiting=queries.comments_on(version).filter(state=CommentState.OPEN).count(),
        may_write=may_write,
        can_comment=current is not None and can_comment(actor, current),
        is_running=current is not None and can_be_added_to(current),
        keeps_open=actions.consultation_blockers(current) if current and may_write else (),
        link=request.build_absolute_uri(link_of(current))
        if current and current.by_link and may_write
        else "",
    )


def _sections(version: PolicyVersion) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return the clauses by section as choices; removed clauses come last."""
    found: dict[str, list[tuple[str, str]]] = {}
    for clause in policy_of(version).clauses:
        found.setdefault(clause.section, []).append((clause.id, clause.title))
    for clause in removed_clauses(version):
        found.setdefault("Left out of the draft", []).append((clause.id, clause.title))
    return tuple((name, tuple(clauses)) for name, clauses in found.items())


@require_http_methods(GET_OR_POST)
def by_link(request: HttpRequest, school: str, token: str) -> HttpResponse:
    """Show the draft to people with the link, and add a comment without an account."""
    current = consultation_of(token)
    if current is None or current.school.slug != school:
        raise Http404
    found = current.version
    form = CommentForm(request.POST or None)
    problems = None
    if request.method == "POST" and form.is_valid():
        # The page says that no name is kept: who is signed in meanwhile is not on the record either.
        problems = run_audited(
            request,
            found,
            AttemptEvent.COMMENT_BY_LINK,
            lambda: actions.comment_by_link(by=ANONYMOUS, consultation=current, **form.cleaned_data),
            is_nameless=True,
        )
        if not problems:
            return redirect(f"{request.path}?thanks=1")
    before = queries.version_before(found)
    own = {
        "consultation": current,
        "before": before,
        "changes": clause_changes(policy_of(before), policy_of(found)) if before else (),
        "policy": policy_of(found),
        "sections": _sections(found),
        "clause": request.POST.get("clause", "") or request.GET.get("clause", ""),
        "thanks": "thanks" in request.GET,
    }
    return render_step(request, "by_link", found, problems=problems, form=form, **own)
