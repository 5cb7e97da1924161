"""What other systems read, ask and check, each by a token that the school made for it."""

import json
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from belisha.answers.actions import log_answer
from belisha.answers.answering import Answered, answer
from belisha.answers.page import answer_page
from belisha.answers.question import Question
from belisha.asking.serialization import ruling_values
from belisha.audit.actions import record, record_refusal
from belisha.base.clock import today
from belisha.checking.check import check
from belisha.checking.draft import DraftError, PostDraft
from belisha.checking.serialization import checked_values
from belisha.checks.queries import allowed_words
from belisha.checks.rolls import NOBODY
from belisha.connections.api.openapi import document
from belisha.connections.api.operations import OPERATIONS, Operation
from belisha.connections.api.validation import problems_of
from belisha.connections.record import ConnectionEvent
from belisha.directory.queries import reach_of
from belisha.governance.report import governors_report, periods, values_of
from belisha.people.accounts.access_tokens import (
    TooManyRequestsError,
    UnknownTokenError,
    maker_of,
    token_of,
)
from belisha.people.models import AccessToken, School
from belisha.people.queries import school_by_slug
from belisha.policies.documents.public_versions import why_none_in_force
from belisha.policies.own_words.queries import own_words_of
from belisha.policies.queries import InForce, policy_in_force

LARGEST = 128 * 1024
BEARER = "Bearer "
# A refusal is recorded once in so many seconds for each token.
ONCE_IN = 3600
Given = dict[str, Any]


class _ApiError(Exception):
    """What a system is answered instead: the status, a sentence, and the problems one by one."""

    def __init__(self, status: int, sentence: str, problems: list[tuple[str, str]] | None = None) -> None:
        super().__init__(sentence)
        self.status, self.problems = status, problems or []


@require_safe
def openapi(_: HttpRequest, school: str) -> HttpResponse:
    """Return the OpenAPI document of this school’s interface. It is public, as the policy is."""
    place = school_by_slug(school)
    if place is None:
        return _error(_ApiError(404, "There is no such school."))
    return JsonResponse(document(place.slug))


def _view(operation: Operation, do: Callable[[HttpRequest, AccessToken, Given], Given]) -> Any:
    """Return the view of an operation: the token, what was sent, then `do`. Errors are JSON too."""

    @csrf_exempt  # a program has no form of ours: the secret token says who asks
    def view(request: HttpRequest, school: str) -> HttpResponse:
        try:
            values = do(request, _token(request, school, operation), _given(request, operation))
        except _ApiError as error:
            return _error(error)
        response = JsonResponse(values)
        add_never_cache_headers(response)
        return response

    view.__doc__ = operation.summary
    return view


def _token(request: HttpRequest, school: str, operation: Operation) -> AccessToken:
    """Return the token of the request. Raise _ApiError if none holds for the operation."""
    method = operation.method.upper()
    if request.method != method:
        raise _ApiError(405, f"Send this by {method}.")
    place = school_by_slug(school)
    header = request.headers.get("Authorization", "")
    if place is None or not header.startswith(BEARER):
        raise _ApiError(401, "Send the token in the header `Authorization: Bearer TOKEN`.")
    try:
        return token_of(place, header.removeprefix(BEARER).strip(), operation.scope)
    except UnknownTokenError as error:
        raise _ApiError(401, str(error)) from None
    except TooManyRequestsError as error:
        raise _ApiError(429, str(error)) from None
    except PermissionDenied as error:
        _note_refusal(place, operation, str(error))
        raise _ApiError(403, str(error)) from None


def _note_refusal(school: School, operation: Operation, reason: str) -> None:
    if cache.add(f"api-refused-{school.pk}-{operation.name}", value=True, timeout=ONCE_IN):
        record_refusal(
            school_id=school.pk,
            by=None,
            verb=ConnectionEvent.USED_TOKEN_FOR_WHAT_IT_IS_NOT_FOR,
            subject=f"interface {operation.name}",
            reason=reason,
        )


def _given(request: HttpRequest, operation: Operation) -> Given:
    """Return what was sent, held up to the schema. Raise _ApiError."""
    if operation.sent is None:
        return {}
    data = request.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise _ApiError(413, f"At most {LARGEST // 1024} KB are read.")
    try:
        values = json.loads(data)
    except (ValueError, RecursionError):
        raise _ApiError(400, "What was sent is not JSON.") from None
    problems = problems_of(operation.sent(), values)
    if problems:
        raise _ApiError(400, "What was sent is not in the format.", problems)
    found: Given = values
    return found


def _error(error: _ApiError) -> JsonResponse:
    values: Given = {"error": str(error)}
    if error.problems:
        values["problems"] = [{"at": at, "problem": problem} for at, problem in error.problems]
    response = JsonResponse(values, status=error.status)
    if error.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Belisha"'
    if error.status == 429:
        response["Retry-After"] = "60"
    if error.status == 405:
        response["Allow"] = str(error).removeprefix("Send this by ").rstrip(".")
    return response


def _in_force(school: School) -> InForce:
    found = policy_in_force(school.slug)
    if found is None:
        raise _ApiError(404, why_none_in_force(school))
    return found


def _policy(request: HttpRequest, token: AccessToken, _: Given) -> Given:
    found = _in_force(token.school)
    version = found.version
    due = version.review_due_on or found.policy.control.review_due_on
    return {
        "school": found.school.name,
        "title": found.policy.control.title,
        "version": version.label,
        "checksum": version.checksum,
        "published_on": version.published_at.date().isoformat() if version.published_at else None,
        "review_due_on": due.isoformat() if due else None,
        "clauses": [
            {
                "id": each.id,
                "title": each.title,
                "text": each.text,
                "cites": list(each.cites),
                "see": _page(request, "policies:clause", token.school.slug, each.id),
            }
            for each in found.policy.clauses
        ],
        "see": _page(request, "policies:whole", token.school.slug),
    }


def _ask(request: HttpRequest, token: AccessToken, given: Given) -> Given:
    found = _in_force(token.school)
    question = Question(role=given["as"], words=given["question"])
    answered = answer(found.policy, question, today(), own_words_of(found.school))
    if answered.help is None:
        log_answer(in_force=found, answered=answered, is_known=True)
    return _answer_values(request, found, answered)


def _answer_values(request: HttpRequest, found: InForce, answered: Answered) -> Given:
    see = _page(request, "answers:ask", found.school.slug)
    told = answered.help.tell if answered.help else answered.tell
    reached = reach_of(found.school, told, today()).items()
    tell = [{"office": word, "name": reach.label} for word, reach in reached]
    if answered.help is not None:
        contact = _page(request, "policies:help", found.school.slug)
        do_not = [each.says for each in answered.help.do_not]
        return {"kind": "help", "see": contact, "tell": tell, "do_not": do_not}
    if answered.address:
        see = f"{see}?{answered.address}"
    page = answer_page(found, answered)
    if answered.asks_first:
        meanings = [
            {"action": each.action, "towards": each.towards, "as": each.role} for each in answered.readings
        ]
        return {"kind": "which", "see": see, "meanings": meanings}
    return {
        "kind": "answer",
        "see": see,
        "headline": page.headline.word,
        "says": page.lead,
        "tell": tell,
        **ruling_values(answered.ruling),
    }


def _check(request: HttpRequest, token: AccessToken, given: Given) -> Given:  # noqa: ARG001
    found = _in_force(token.school)
    audience = given.get("audience", "public")
    draft = PostDraft(given["text"], given["as"], audience, allowed=allowed_words(found.school))
    try:
        checked = check(found.policy, draft, NOBODY, on=today(), school_names=(found.school.name,))
    except DraftError as error:
        raise _ApiError(400, f"It cannot be checked: {error}.") from None
    kept = ("verdict", "severity", "findings", "asks", "help", "notes")
    values = checked_values(checked)
    return {name: values[name] for name in kept}


def _figures(request: HttpRequest, token: AccessToken, _: Given) -> Given:  # noqa: ARG001
    first, last = periods(today())[0][1:]
    report = governors_report(token.school, first, last)
    record(
        school_id=token.school_id,
        by=maker_of(token).user_id,
        verb=ConnectionEvent.READ_FIGURES_WITH_TOKEN,
        subject=f"access token {token.pk}",
    )
    return values_of(report)


def _page(request: HttpRequest, name: str, *arguments: str) -> str:
    """Return the whole address of a page."""
    return request.build_absolute_uri(reverse(name, args=arguments))


_DO = {"policy": _policy, "ask": _ask, "check": _check, "figures": _figures}
VIEWS = {each.name: _view(each, _DO[each.name]) for each in OPERATIONS}
