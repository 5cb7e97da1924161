from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from belisha.people.actor import ANYBODY, Actor
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_of
from belisha.ratification import queries
from belisha.ratification.actions import consultation as actions
from belisha.ratification.actions.thinking_again import put_answer_right, take_back_comment
from belisha.ratification.audiences import audience_choices
from belisha.ratification.clause_changes import clause_changes
from belisha.ratification.comments import told_comments
from belisha.ratification.forms import AnswerForm, CommentForm, ConsultationForm
from belisha.ratification.left_out import left_out_of
from belisha.ratification.links import consultation_of, link_of
from belisha.ratification.models import Comment, CommentState, Consultation
from belisha.ratification.permissions import can_be_added_to, can_comment, check_holds
from belisha.ratification.views.common import attempted, done, own_version, posted, refusal_of, shown

GET_OR_POST = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(GET_OR_POST)
def consultation(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Open a consultation on a draft."""
    actor, found = own_version(request, school, version)
    check_holds(actor, found.school, "write-policy")
    form = ConsultationForm(request.POST or None, roles=audience_choices())
    verb = "be sent to consultation"
    problems = posted(
        request,
        found,
        verb,
        form,
        lambda: actions.open_consultation(by=actor, version=found, **form.cleaned_data),
    )
    if problems == ():
        return done(request, found, "The consultation is open.", "comments")
    stops = refusal_of(found, verb)
    own = {"roles": audience_choices(), "stops": stops}
    return shown(request, "consultation", found, problems=problems, form=form, **own)


@login_required
@require_http_methods(GET_OR_POST)
def comments(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Everything that was said of a version; and one more, for whoever is asked."""
    actor, found = own_version(request, school, version)
    current = queries.open_consultation_on(found)
    form = CommentForm(request.POST or None)
    problems = None
    if request.method == "POST":
        if current is None:
            message = "No consultation on this version is open: comments cannot be made."
            raise PermissionDenied(message)
        asked = current
        problems = posted(
            request,
            found,
            "comment",
            form,
            lambda: actions.comment_on(by=actor, consultation=asked, **form.cleaned_data),
        )
        if problems == ():
            return done(
                request, found, "Thank you: your comment is here for the school to answer.", "comments"
            )
    return _comments_page(request, found, actor, form, problems, current)


@login_required
@require_POST
def answer(request: HttpRequest, school: str, version: int, comment: int) -> HttpResponse:
    """Accept or decline a comment; or put the answer right (`again`) while the consultation has not ended."""
    actor, found = own_version(request, school, version)
    check_holds(actor, found.school, "write-policy")
    rows = Comment.objects.visible_to(actor).select_related("consultation__version__school")
    said = get_object_or_404(rows, pk=comment, consultation__version=found)
    form = AnswerForm(request.POST)
    answers = put_answer_right if "again" in request.POST else actions.close_comment
    problems = posted(
        request,
        found,
        "answer a comment",
        form,
        lambda: answers(by=actor, comment=said, **form.cleaned_data),
    )
    if problems == ():
        return done(request, found, "The answer is recorded.", "comments")
    current = queries.open_consultation_on(found)
    return _comments_page(request, found, actor, form, problems, current, answered=said.pk)


@login_required
@require_POST
def take_back(request: HttpRequest, school: str, version: int, comment: int) -> HttpResponse:
    """Take one's own comment back."""
    actor, found = own_version(request, school, version)
    rows = Comment.objects.visible_to(actor).select_related("consultation__version__school")
    said = get_object_or_404(rows, pk=comment, consultation__version=found)
    problems = attempted(
        request, found, "take a comment back", lambda: take_back_comment(by=actor, comment=said)
    )
    if problems:
        return shown(request, "refused", found, problems=problems, back="comments")
    return done(request, found, "Your comment is taken back.", "comments")


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
    policy, gone = policy_of(version), {each.id: each.title for each in left_out_of(version)}
    may_write = actor.may("write-policy", version.school_id)
    clause = request.POST.get("clause", "") or request.GET.get("clause", "")
    return shown(
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
        comments=told_comments(queries.comments_on(version), policy, gone, actor, names=may_write),
        waiting=queries.comments_on(version).filter(state=CommentState.OPEN).count(),
        may_write=may_write,
        can_comment=current is not None and can_comment(actor, current),
        is_running=current is not None and can_be_added_to(current),
        keeps_open=actions.what_keeps_open(current) if current and may_write else (),
        link=request.build_absolute_uri(link_of(current))
        if current and current.by_link and may_write
        else "",
    )


def _sections(version: PolicyVersion) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The clauses by their section, to choose from; those that the draft leaves out come last."""
    found: dict[str, list[tuple[str, str]]] = {}
    for clause in policy_of(version).clauses:
        found.setdefault(clause.section, []).append((clause.id, clause.title))
    for clause in left_out_of(version):
        found.setdefault("Left out of the draft", []).append((clause.id, clause.title))
    return tuple((name, tuple(clauses)) for name, clauses in found.items())


@require_http_methods(GET_OR_POST)
def by_link(request: HttpRequest, school: str, token: str) -> HttpResponse:
    """The draft, and a comment on it, for whoever has the link: parents without an account."""
    current = consultation_of(token)
    if current is None or current.school.slug != school:
        raise Http404
    found = current.version
    form = CommentForm(request.POST or None)
    problems = None
    if request.method == "POST" and form.is_valid():
        # The page says that no name is kept: who is signed in meanwhile is not on the record either.
        problems = attempted(
            request,
            found,
            "comment by link",
            lambda: actions.comment_by_link(by=ANYBODY, consultation=current, **form.cleaned_data),
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
    return shown(request, "by_link", found, problems=problems, form=form, **own)
