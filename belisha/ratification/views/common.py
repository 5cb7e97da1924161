"""What every page of a version needs: the version, trying something, and showing why it was refused."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from belisha.audit.actions import refusals_recorded
from belisha.base.clock import today
from belisha.people.actor import Actor, actor_of
from belisha.policies.actions import MoveRefusedError
from belisha.policies.models import PolicyVersion
from belisha.policies.states import VERSION_LIFE
from belisha.ratification.queries import versions_at
from belisha.ratification.refusals import NotReadyError


def own_version(request: HttpRequest, school: str, version: int) -> tuple[Actor, PolicyVersion]:
    """The actor and the version of their own school that they may see. Http404 for any other."""
    actor = actor_of(request)
    found = versions_at(actor, school).filter(pk=version).first()
    if found is None:
        raise Http404
    return actor, found


def attempted(
    request: HttpRequest,
    version: PolicyVersion,
    verb: str,
    act: Callable[[], object],
    *,
    is_nameless: bool = False,
) -> tuple[str, ...]:
    """Do it. Nothing, or the sentences with which it was refused; then the refusal is on the record."""
    by = None if is_nameless else actor_of(request).user_id
    subject = f"version {version.pk}"
    try:
        with refusals_recorded(
            MoveRefusedError, school_id=version.school_id, by=by, verb=verb, subject=subject
        ):
            act()
    except NotReadyError as error:
        return error.lacking
    except MoveRefusedError as error:
        return (str(error),)
    return ()


def posted(
    request: HttpRequest, version: PolicyVersion, verb: str, form: Form, act: Callable[[], object]
) -> tuple[str, ...] | None:
    """Try what was posted: None where nothing could be tried (no POST, or a form with errors), else as above.

    A step that the table does not have from here is refused whatever the form says.
    """
    if request.method != "POST":
        return None
    if form.is_valid():
        return attempted(request, version, verb, act)
    refusal = refusal_of(version, verb)
    return attempted(request, version, verb, lambda: _refuse(refusal)) if refusal else None


def refusal_of(version: PolicyVersion, verb: str) -> str:
    """Why the table does not allow the step now; empty where it does, or where it is no step."""
    known = {move.verb for move in VERSION_LIFE.moves}
    return VERSION_LIFE.refusal(verb, version.state) if verb in known else ""


def _refuse(sentence: str) -> None:
    raise MoveRefusedError(sentence)


def done(request: HttpRequest, version: PolicyVersion, words: str, to: str = "version") -> HttpResponse:
    """Say what was done, on the page where it leads."""
    messages.success(request, words)
    return redirect(f"ratification:{to}", version.school.slug, version.pk)


def shown(
    request: HttpRequest,
    template: str,
    version: PolicyVersion,
    *,
    problems: tuple[str, ...] | None = None,
    form: Form | None = None,
    **more: Any,
) -> HttpResponse:
    """A page of a version: 409 with the sentences of a refusal, 400 with those of a form."""
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
