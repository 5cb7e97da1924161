from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.acknowledgements.audience import audience
from belisha.acknowledgements.queries import people_at
from belisha.base.clock import today
from belisha.drafting.draft_issues import issues_of, still_of_another
from belisha.drafting.queries import source_model
from belisha.policies.documents.verdict_labels import label_for
from belisha.policies.models import ChangeKind, DocumentKind, PolicyVersion
from belisha.policies.queries import policy_of
from belisha.policies.states import VersionState
from belisha.ratification import queries
from belisha.ratification.forms import PlainForm
from belisha.ratification.locks import check_step
from belisha.ratification.models import Review, Scenario
from belisha.ratification.permissions import can_comment, check_has_right, has_right
from belisha.ratification.publication import actions
from belisha.ratification.publication.answer_replay import (
    ALIKE,
    FREER,
    OTHERWISE,
    STRICTER,
    ReplayResult,
    replay_start,
)
from belisha.ratification.publication.charts import bar
from belisha.ratification.publication.forms import PublicationForm, ReviewForm, WithdrawalForm
from belisha.ratification.publication.impact import impact_of
from belisha.ratification.publication.publication_checks import publication_checks
from belisha.ratification.publication.review_dates import review_date_of
from belisha.ratification.record import AttemptEvent
from belisha.ratification.responses import (
    own_version_or_404,
    redirect_with_message,
    refusal_of,
    render_step,
    submit,
)
from belisha.ratification.scenarios.actions import record_intended_change
from belisha.ratification.scenarios.forms import MeantForm
from belisha.registers.facts import asked_anew
from belisha.rules.contradictions import ContradictionError
from belisha.rules.vocabulary.loading import load_vocabulary

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
    """Show what changes in a draft, clause by clause and for whom, and which answers change."""
    actor, found = own_version_or_404(request, school, version)
    current = queries.open_consultation_on(found)
    text: dict[str, Any] = {
        "policy": policy_of(found),
        "is_first": queries.version_before(found) is None,
        "can_comment": current is not None and can_comment(actor, current),
    }
    try:
        impact = impact_of(found, today())
    except ContradictionError as error:
        return render_step(
            request, "changes", found, impact=None, contradictions=error.contradictions, **text
        )
    return render_step(
        request,
        "changes",
        found,
        impact=impact,
        contradictions=(),
        parts=_bar(impact.replayed),
        words_for=label_for,
        ways=dict(WAYS),
        since=replay_start(today()),
        **text,
    )


def _bar(replayed: ReplayResult | None) -> object:
    if replayed is None or not replayed.total:
        return ()
    return bar((way, words, replayed.ways.get(way, 0)) for way, words in WAYS)


@login_required
@require_http_methods(GET_OR_POST)
def publication(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Publish a ratified version, if nothing blocks it."""
    actor, found = own_version_or_404(request, school, version)
    check_has_right(actor, found.school, "publish-policy")
    is_policy = found.document.kind == DocumentKind.POLICY
    ready = publication_checks(found, today())
    due = review_date_of(found, policy_of(found).control, today())
    usable = due if due and due > today() else None
    said = {"change": found.change, "reason": found.reason, "review_due_on": usable}
    model = source_model(found)
    of_another = [each.sentence for each in still_of_another(found, model, today())]
    form = PublicationForm(request.POST or None, kinds=ready.kinds, of_another=of_another, initial=said)
    verb = AttemptEvent.PUBLISH
    problems = submit(
        request,
        found,
        verb,
        form,
        lambda: actions.publish_version(by=actor, version=found, **form.cleaned_data),
    )
    if problems == ():
        return redirect_with_message(request, found, PUBLISHED + (PUT_ON_WEBSITE if is_policy else ""))
    own = {
        "ready": ready,
        "kinds": [(kind, ChangeKind(kind).label, "") for kind in ready.kinds],
        "stops": refusal_of(found, verb),
        "said": policy_of(found).control.review_due,
        "due": due,
        "words_for": label_for,
        "issues": [each for each in issues_of(found, model, today()) if each.sentence not in of_another],
        "of_another": of_another,
        "agree_again": _how_many_agree(found),
        "asked_anew": asked_anew(found.school, policy_of(found)) if is_policy else [],
    }
    return render_step(request, "publication", found, problems=problems, form=form, **own)


def _how_many_agree(version: PolicyVersion) -> int:
    """Return how many people the version asks to agree to it, once a substantive change is published."""
    bound = audience(policy_of(version), load_vocabulary(), today())
    return sum(bool(bound.bound(each.roles)) for each in people_at(version.school, today()))


@login_required
@require_POST
def meant(request: HttpRequest, school: str, version: int, scenario: int) -> HttpResponse:
    """Confirm that a saved answer should change."""
    actor, found = own_version_or_404(request, school, version)
    check_has_right(actor, found.school, "publish-policy")
    rows = Scenario.objects.visible_to(actor).filter(document=found.document_id)
    held = get_object_or_404(rows, pk=scenario)
    form = MeantForm(request.POST)
    problems = submit(
        request,
        found,
        AttemptEvent.MEAN_SCENARIO,
        form,
        lambda: record_intended_change(by=actor, version=found, scenario=held, **form.cleaned_data),
    )
    if problems == ():
        return redirect_with_message(
            request, found, "You have confirmed that this answer should change.", "publication"
        )
    problems = problems or tuple(str(said) for errors in form.errors.values() for said in errors)
    return render_step(request, "refused", found, problems=problems, back="publication")


@login_required
@require_http_methods(GET_OR_POST)
def withdrawal(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Withdraw a published version."""
    actor, found = own_version_or_404(request, school, version)
    check_has_right(actor, found.school, "publish-policy")
    form = WithdrawalForm(request.POST or None)
    is_sure = "sure" in request.POST
    verb = AttemptEvent.WITHDRAW
    problems = submit(
        request,
        found,
        verb,
        form,
        lambda: (
            actions.withdraw_version(by=actor, version=found, reason=form.cleaned_data["reason"])
            if is_sure
            else check_step(found, "be withdrawn")
        ),
    )
    if problems == () and is_sure:
        return redirect_with_message(request, found, "The policy is withdrawn.")
    own = {
        "stops": refusal_of(found, verb),
        # The reason is written: the page names what follows, and asks once more.
        "asks_again": problems == (),
        "answers": found.document.kind == DocumentKind.POLICY,
    }
    return render_step(request, "withdrawal", found, problems=problems, form=form, **own)


@login_required
@require_http_methods(GET_OR_POST)
def review(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Record a review that changed nothing."""
    actor, found = own_version_or_404(request, school, version)
    check_has_right(actor, found.school, "publish-policy")
    form = ReviewForm(request.POST or None)
    verb = AttemptEvent.REVIEW
    problems = submit(
        request,
        found,
        verb,
        form,
        lambda: actions.review_without_change(by=actor, version=found, **form.cleaned_data),
    )
    if problems == ():
        return redirect_with_message(
            request, found, "The review is recorded. Nobody has to acknowledge anything anew."
        )
    own = {
        "stops": refusal_of(found, verb),
        "reviews": Review.objects.visible_to(actor).filter(version=found),
    }
    return render_step(request, "review", found, problems=problems, form=form, **own)


@login_required
@require_http_methods(GET_OR_POST)
def back(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Return a version to draft, so that its text can change."""
    actor, found = own_version_or_404(request, school, version)
    check_has_right(actor, found.school, "write-policy")
    form = PlainForm(request.POST or None)
    verb = AttemptEvent.GO_BACK
    problems = None
    if request.method == "POST":
        problems = submit(
            request,
            found,
            verb,
            PlainForm(request.POST),
            lambda: actions.back_to_draft(by=actor, version=found),
        )
    if problems == ():
        return redirect_with_message(request, found, "It is a draft again: its text can change.")
    own = {
        "stops": refusal_of(found, verb),
        "is_ratified": queries.ratification_of(found) is not None,
        "may_write": has_right(actor, found.school, "write-policy"),
        "is_published": found.state == VersionState.PUBLISHED,
    }
    return render_step(request, "back", found, problems=problems, form=form, **own)
