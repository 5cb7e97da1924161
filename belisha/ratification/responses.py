"""Helpers for the pages of one version: load it, run an action on the record, and show a refusal."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from belisha.audit.actions import refusals_recorded
from belisha.audit.verbs import Verb
from belisha.base.clock import today
from belisha.people.actor import Actor, actor_of
from belisha.policies.actions import TransitionRefusedError
from belisha.policies.models import PolicyVersion
from belisha.policies.states import VERSION_LIFE
from belisha.ratification.exceptions import NotReadyError
from belisha.ratification.queries import versions_at
from belisha.ratification.record import AttemptEvent

# The moves of a version that are tried by these.
MOVES: Mapping[Verb, str] = {
    AttemptEvent.OPEN_CONSULTATION: "be sent to consultation",
    AttemptEvent.ASK_APPROVAL: "be put up for approval",
    AttemptEvent.APPROVE: "be approved",
    AttemptEvent.RATIFY: "be ratified",
    AttemptEvent.PUBLISH: "be published",
    AttemptEvent.REVIEW: "be reviewed without change",
    AttemptEvent.WITHDRAW: "be withdrawn",
    AttemptEvent.GO_BACK: "go back to draft",
}


def own_version_or_404(request: HttpRequest, school: str, version: int) -> tuple[Actor, PolicyVersion]:
    """Return the actor and a version of their own school that they may see. Raise Http404 for any other."""
    actor = actor_of(request)
    found = versions_at(actor, school).filter(pk=version).first()
    if found is None:
        raise Http404
    return actor, found


def run_audited(
    request: HttpRequest,
    version: PolicyVersion,
    verb: Verb,
    act: Callable[[], object],
    *,
    is_nameless: bool = False,
) -> tuple[str, ...]:
    """Run an action. Return no sentences, or those of a refusal, which is then on the record."""
    by = None if is_nameless else actor_of(request).user_id
    subject = f"version {version.pk}"
    try:
        with refusals_recorded(
            TransitionRefusedError, school_id=version.school_id, by=by, verb=verb, subject=subject
        ):
            act()
    except NotReadyError as error:
        return error.lacking
    except TransitionRefusedError as error:
        return (str(error),)
    return ()


def submit(
    request: HttpRequest, version: PolicyVersion, verb: Verb, form: Form, act: Callable[[], object]
) -> tuple[str, ...] | None:
    """Run the action of a valid POST. Return None if nothing was tried, else as `run_audited` does.

    A move that the table does not allow is refused whatever the form says.
    """
    if request.method != "POST":
        return None
    if form.is_valid():
        return run_audited(request, version, verb, act)
    refusal = refusal_of(version, verb)
    return run_audited(request, version, verb, lambda: _refuse(refusal)) if refusal else None


def refusal_of(version: PolicyVersion, attempt: Verb) -> str:
    """Return why the table does not allow the move now; empty if it does, or if it is no move."""
    move = MOVES.get(attempt)
    return VERSION_LIFE.refusal(move, version.state) if move else ""


def _refuse(sentence: str) -> None:
    raise TransitionRefusedError(sentence)


def redirect_with_message(
    request: HttpRequest, version: PolicyVersion, words: str, to: str = "version"
) -> HttpResponse:
    """Redirect to a page of the version with a success message."""
    messages.success(request, words)
    return redirect(f"ratification:{to}", version.school.slug, version.pk)


def render_step(
    request: HttpRequest,
    template: str,
    version: PolicyVersion,
    *,
    problems: tuple[str, ...] | None = None,
    form: Form | None = None,
    **more: Any,
) -> HttpResponse:
    """Render a page of a version: status 409 with a refusal, 400 with form errors."""
    has_errors = bool(form and form.is_bound and form.errors)
    context = {
        "in_force": {"school": version.school},
        "here": "",
        "version": version,
        "today": today(),
        "form": form,
        "problems": problems or (),
        "has_error": has_errors or bool(problems),
        **more,
    }
    status = 409 if problems else 400 if has_errors else 200
    return render(request, f"ratification/{template}.html", context, status=status)
