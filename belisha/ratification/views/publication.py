from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.base.clock import today
from belisha.policies.models import ChangeKind, DocumentKind
from belisha.policies.queries import policy_of
from belisha.policies.states import VersionState
from belisha.policies.verdict_words import words_for
from belisha.ratification import queries
from belisha.ratification.actions import publication as actions
from belisha.ratification.actions.locking import check_step
from belisha.ratification.actions.scenarios import mark_meant
from belisha.ratification.bars import bar
from belisha.ratification.forms import MeantForm, PlainForm, PublicationForm, ReviewForm, WithdrawalForm
from belisha.ratification.impact import impact_of
from belisha.ratification.models import Review, Scenario
from belisha.ratification.permissions import can_comment, can_hold, check_holds
from belisha.ratification.readiness import readiness_of
from belisha.ratification.replay import ALIKE, FREER, OTHERWISE, STRICTER, Replayed, since
from belisha.ratification.review_dates import review_date_of
from belisha.ratification.views.common import done, own_version, posted, refusal_of, shown
from belisha.rules.contradictions import ContradictionError

GET_OR_POST = ["GET", "HEAD", "POST"]
PUBLISHED = "Published here: it holds from now on."
PUT_ON_WEBSITE = " Now put it on the school’s website."
WAYS = (
    (ALIKE, "Answered as now"),
    (STRICTER, "Answered more strictly"),
    (FREER, "Answered more freely"),
    (OTHERWISE, "Answered otherwise"),
)


@login_required
@require_safe
def changes(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """What governors vote on: what changes, clause by clause and for whom, and which answers flip."""
    actor, found = own_version(request, school, version)
    current = queries.open_consultation_on(found)
    text: dict[str, Any] = {
        "policy": policy_of(found),
        "is_first": queries.version_before(found) is None,
        "can_comment": current is not None and can_comment(actor, current),
    }
    try:
        impact = impact_of(found, today())
    except ContradictionError as error:
        return shown(request, "changes", found, impact=None, contradictions=error.contradictions, **text)
    return shown(
        request,
        "changes",
        found,
        impact=impact,
        contradictions=(),
        parts=_bar(impact.replayed),
        words_for=words_for,
        ways=dict(WAYS),
        since=since(today()),
        **text,
    )


def _bar(replayed: Replayed | None) -> object:
    if replayed is None or not replayed.total:
        return ()
    return bar((way, words, replayed.ways.get(way, 0)) for way, words in WAYS)


@login_required
@require_http_methods(GET_OR_POST)
def publication(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Put a ratified version on the website, once nothing stands in its way."""
    actor, found = own_version(request, school, version)
    check_holds(actor, found.school, "publish-policy")
    ready = readiness_of(found, today())
    due = review_date_of(found, policy_of(found).control, today())
    usable = due if due and due > today() else None
    said = {"change": found.change, "reason": found.reason, "review_due_on": usable}
    form = PublicationForm(request.POST or None, kinds=ready.kinds, initial=said)
    verb = "be published"
    problems = posted(
        request,
        found,
        verb,
        form,
        lambda: actions.publish_version(by=actor, version=found, **form.cleaned_data),
    )
    if problems == ():
        is_policy = found.document.kind == DocumentKind.POLICY
        return done(request, found, PUBLISHED + (PUT_ON_WEBSITE if is_policy else ""))
    own = {
        "ready": ready,
        "kinds": [(kind, ChangeKind(kind).label, "") for kind in ready.kinds],
        "stops": refusal_of(found, verb),
        "said": policy_of(found).control.review_due,
        "due": due,
        "words_for": words_for,
    }
    return shown(request, "publication", found, problems=problems, form=form, **own)


@login_required
@require_POST
def meant(request: HttpRequest, school: str, version: int, scenario: int) -> HttpResponse:
    """Say that a scenario is meant to come out differently."""
    actor, found = own_version(request, school, version)
    check_holds(actor, found.school, "publish-policy")
    rows = Scenario.objects.visible_to(actor).filter(document=found.document_id)
    held = get_object_or_404(rows, pk=scenario)
    form = MeantForm(request.POST)
    problems = posted(
        request,
        found,
        "mean a scenario to change",
        form,
        lambda: mark_meant(by=actor, version=found, scenario=held, **form.cleaned_data),
    )
    if problems == ():
        return done(request, found, "It is recorded that this answer is meant to change.", "publication")
    problems = problems or tuple(str(said) for errors in form.errors.values() for said in errors)
    return shown(request, "refused", found, problems=problems, back="publication")


@login_required
@require_http_methods(GET_OR_POST)
def withdrawal(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Take a published version off the website."""
    actor, found = own_version(request, school, version)
    check_holds(actor, found.school, "publish-policy")
    form = WithdrawalForm(request.POST or None)
    is_sure = "sure" in request.POST
    verb = "be withdrawn"
    problems = posted(
        request,
        found,
        verb,
        form,
        lambda: (
            actions.withdraw_version(by=actor, version=found, reason=form.cleaned_data["reason"])
            if is_sure
            else check_step(found, verb)
        ),
    )
    if problems == () and is_sure:
        return done(request, found, "The policy is withdrawn.")
    own = {
        "stops": refusal_of(found, verb),
        # The reason is written: the page names what follows, and asks once more.
        "asks_again": problems == (),
        "answers": found.document.kind == DocumentKind.POLICY,
    }
    return shown(request, "withdrawal", found, problems=problems, form=form, **own)


@login_required
@require_http_methods(GET_OR_POST)
def review(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Record that a review changed nothing."""
    actor, found = own_version(request, school, version)
    check_holds(actor, found.school, "publish-policy")
    form = ReviewForm(request.POST or None)
    verb = "be reviewed without change"
    problems = posted(
        request,
        found,
        verb,
        form,
        lambda: actions.review_without_change(by=actor, version=found, **form.cleaned_data),
    )
    if problems == ():
        return done(request, found, "The review is recorded. Nobody has to acknowledge anything anew.")
    own = {
        "stops": refusal_of(found, verb),
        "reviews": Review.objects.visible_to(actor).filter(version=found),
    }
    return shown(request, "review", found, problems=problems, form=form, **own)


@login_required
@require_http_methods(GET_OR_POST)
def back(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Take a version back to draft, so that its text can change."""
    actor, found = own_version(request, school, version)
    check_holds(actor, found.school, "write-policy")
    form = PlainForm(request.POST or None)
    verb = "go back to draft"
    problems = None
    if request.method == "POST":
        problems = posted(
            request,
            found,
            verb,
            PlainForm(request.POST),
            lambda: actions.back_to_draft(by=actor, version=found),
        )
    if problems == ():
        return done(request, found, "It is a draft again: its text can change.")
    own = {
        "stops": refusal_of(found, verb),
        "is_ratified": queries.ratification_of(found) is not None,
        "may_write": can_hold(actor, found.school, "write-policy"),
        "is_published": found.state == VersionState.PUBLISHED,
    }
    return shown(request, "back", found, problems=problems, form=form, **own)
