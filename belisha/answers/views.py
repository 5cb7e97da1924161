from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from belisha.answers import page, queries
from belisha.answers.actions import log_answer
from belisha.answers.answering import Answered, answer
from belisha.answers.changing import change_form
from belisha.answers.forms import QuestionForm
from belisha.answers.held import doors_of, with_registers
from belisha.answers.help_page import help_page
from belisha.answers.kept_words import forget_words, keep_words, kept_words
from belisha.answers.question import LONGEST, Question
from belisha.base.clock import today
from belisha.base.text import capital
from belisha.people.actor import actor_of
from belisha.people.forms import role_choices
from belisha.people.permissions import can_manage_people
from belisha.people.roles import is_known_role, public_groups, role_label
from belisha.people.shortcuts import own_school_or_404
from belisha.policies.documents.document_control import status_with_ratification
from belisha.policies.documents.views import in_force_or_404
from belisha.policies.own_words.queries import own_words_of
from belisha.policies.queries import InForce

# So much of words that are too long for a question is read for harm, from either end.
LONGEST_READ = 2_000


@require_safe
def front(request: HttpRequest, school: str) -> HttpResponse:
    """Show a school's front page: ask, see the policy's status, or choose who you are."""
    found = in_force_or_404(school)
    context = {
        **_box(request, found),
        "status": status_with_ratification(found.version, found.policy.control, today()),
        "groups": public_groups(),
        "role_label": role_label,
    }
    return render(request, "answers/front.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def ask_page(request: HttpRequest, school: str) -> HttpResponse:
    """Answer a question. A posted one redirects to an address that answers it without the words."""
    found = in_force_or_404(school)
    given = request.POST if request.method == "POST" else request.GET
    own_roles = actor_of(request).roles_at(school)
    if set(given) <= {"as", "none"}:
        words = kept_words(request) if "none" in given else ""
        context = {**_with_lists(request, found, words), "is_none": "none" in given}
        return render(request, "answers/ask.html", {**context, "ask_whom": page.whom_to_ask(found)})
    form = QuestionForm(given, own_roles=own_roles)
    is_valid = form.is_valid()
    if form.question is None:
        if told := _told_at_length(found, form):
            return _help(request, found, told)
        context = {**_with_lists(request, found), "form": form}
        return render(request, "answers/ask.html", context, status=400)
    answered = answer(found.policy, form.question, today(), own_words_of(found.school))
    if answered.help:
        return _help(request, found, answered)
    if request.method == "POST" and is_valid:
        log_answer(in_force=found, answered=answered, is_known=request.user.is_authenticated)
        if address := answered.address:
            path = reverse("answers:ask", args=[school])
            answer_address = HttpResponseRedirect(f"{path}?{address}#answer", status=303)
            return keep_words(answer_address, request, path)
    if answered.asks_first and is_valid:
        return _meanings(request, found, answered)
    answered = with_registers(found, answered, actor_of(request), today())
    context = {
        **_with_lists(request, found, form.question.words or kept_words(request)),
        "page": page.answer_page(found, answered),
        "doors": doors_of(found, answered, actor_of(request)),
        "status": status_with_ratification(found.version, found.policy.control, today()),
        "role": form.question.role,
        "role_label": role_label(form.question.role),
        "is_own_role": form.question.role in own_roles,
        "change": change_form(found, answered),
        "form": None if is_valid else form,
        "words_in_address": bool(request.GET.get("q")),
    }
    return render(request, "answers/ask.html", context, status=200 if is_valid else 400)


def _told_at_length(found: InForce, form: QuestionForm) -> Answered | None:
    """Return the help for words that are too long for a question, where they tell of harm; else None."""
    words, role = form.given.get("q", ""), form.role
    if len(words) <= LONGEST or not is_known_role(role):
        return None
    own_words, day = own_words_of(found.school), today()
    for part in (words[:LONGEST_READ], words[-LONGEST_READ:]):
        answered = answer(found.policy, Question(role=role, words=part), day, own_words)
        if answered.help:
            return answered
    return None


def _meanings(request: HttpRequest, found: InForce, answered: Answered) -> HttpResponse:
    """Ask what the question means, before any verdict."""
    context = {
        **_with_lists(request, found, answered.question.words or kept_words(request)),
        "page": page.meaning_page(found, answered),
        "role": answered.question.role,
        "role_label": role_label(answered.question.role),
    }
    return render(request, "answers/meanings.html", context)


def _help(request: HttpRequest, found: InForce, answered: Answered) -> HttpResponse:
    """Show help first. Nothing is logged, and neither the browser nor an address keeps the words."""
    context = {
        "in_force": found,
        "here": "ask",
        "page": help_page(found, answered),
        "role": answered.question.role,
        "role_label": role_label(answered.question.role),
    }
    response = forget_words(render(request, "answers/help.html", context), found.school.slug)
    add_never_cache_headers(response)
    return response


@login_required
@require_safe
def asked(request: HttpRequest, school: str) -> HttpResponse:
    """Show what people ask to those who manage the school. Small numbers are not shown."""
    own_school_or_404(actor_of(request), school)
    found = in_force_or_404(school)
    can_manage_people.check(actor_of(request), found.school)
    rows = queries.most_asked(actor_of(request), found.school)
    return render(request, "answers/asked.html", {"in_force": found, "rows": rows, "here": ""})


def _with_lists(request: HttpRequest, found: InForce, words: str = "") -> dict[str, Any]:
    """Return the context of the ask box, and the lists to choose from instead.

    `words` are those of the question so far, where they do not stand in the address.
    """
    box = _box(request, found)
    box["asked_words"] = box["asked_words"] or words
    actions = page.action_groups(found, box["asked_as"])
    return {**box, "actions": actions, "parties": page.party_groups()}


def _box(request: HttpRequest, found: InForce) -> dict[str, Any]:
    """Return the context of the ask box: the question so far, and who asks."""
    given = request.POST if request.method == "POST" else request.GET
    own = actor_of(request).roles_at(found.school.slug)
    role = given.get("as", "") or (own[0] if own else "")
    return {
        "in_force": found,
        "here": "ask",
        "form": None,
        "page": None,
        "asked_words": given.get("q", "")[:600],
        "asked_as": role,
        "own_roles": tuple((role, capital(role_label(role))) for role in own),
        "role_groups": role_choices(public_groups()),
    }
