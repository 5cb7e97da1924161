from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from belisha.answers import page, queries
from belisha.answers.actions import log_answer
from belisha.answers.answering import answer
from belisha.answers.forms import QuestionForm
from belisha.base.clock import today
from belisha.base.words import capital
from belisha.people.actor import actor_of
from belisha.people.forms import role_choices
from belisha.people.permissions import check_can_manage_people
from belisha.people.roles import public_groups, role_label
from belisha.people.sources import own_school_or_404
from belisha.policies.document_control import standing_on_record
from belisha.policies.queries import InForce
from belisha.policies.views import in_force_or_404


@require_safe
def front(request: HttpRequest, school: str) -> HttpResponse:
    """A school's front page: ask, see how the policy stands, or choose who you are."""
    found = in_force_or_404(school)
    context = {
        **_box(request, found),
        "standing": standing_on_record(found.version, found.policy.control, today()),
        "groups": public_groups(),
        "role_label": role_label,
    }
    return render(request, "answers/front.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_page(request: HttpRequest, school: str) -> HttpResponse:
    """The answer to a question. A posted one is logged and leads to the address that answers it again."""
    found = in_force_or_404(school)
    given = request.POST if request.method == "POST" else request.GET
    own_roles = actor_of(request).roles_at(school)
    if set(given) <= {"as"}:
        return render(request, "answers/ask.html", _with_lists(request, found))
    form = QuestionForm(given, own_roles=own_roles)
    is_valid = form.is_valid()
    if form.question is None:
        context = {**_with_lists(request, found), "form": form}
        return render(request, "answers/ask.html", context, status=400)
    answered = answer(found.policy, form.question, today())
    if request.method == "POST" and is_valid:
        log_answer(in_force=found, answered=answered)
        return HttpResponseRedirect(
            f"{reverse('answers:ask', args=[school])}?{form.question.query()}#answer", status=303
        )
    context = {
        **_with_lists(request, found),
        "page": page.page_of(found, answered),
        "standing": standing_on_record(found.version, found.policy.control, today()),
        "role": form.question.role,
        "role_label": role_label(form.question.role),
        "is_own_role": form.question.role in own_roles,
        "facts": page.fact_fields(found, answered),
        "form": None if is_valid else form,
    }
    return render(request, "answers/ask.html", context, status=200 if is_valid else 400)


@login_required
@require_safe
def asked(request: HttpRequest, school: str) -> HttpResponse:
    """What people ask, for those who look after the school. Small numbers are not shown."""
    own_school_or_404(actor_of(request), school)
    found = in_force_or_404(school)
    check_can_manage_people(actor_of(request), found.school)
    rows = queries.asked_most(actor_of(request), found.school)
    return render(request, "answers/asked.html", {"in_force": found, "rows": rows, "here": ""})


def _with_lists(request: HttpRequest, found: InForce) -> dict[str, Any]:
    """What the ask box shows, and the lists to choose from instead."""
    box = _box(request, found)
    actions = page.action_groups(found, box["asked_as"])
    return {**box, "actions": actions, "parties": page.party_groups()}


def _box(request: HttpRequest, found: InForce) -> dict[str, Any]:
    """What the ask box shows: the question so far, and who asks."""
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
