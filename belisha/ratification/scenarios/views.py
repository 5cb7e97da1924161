from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from belisha.answers.forms import QuestionForm
from belisha.answers.page import party_groups
from belisha.answers.question import Question, value_word
from belisha.base.clock import today
from belisha.base.text import capital
from belisha.people.actor import Actor, actor_of
from belisha.people.forms import role_choices
from belisha.people.models import School
from belisha.people.roles import public_groups
from belisha.people.shortcuts import own_school_or_404
from belisha.policies.documents.clause_text import action_label
from belisha.policies.documents.verdict_labels import label_for
from belisha.policies.models import PolicyDocument
from belisha.policies.queries import policy_of
from belisha.ratification import queries
from belisha.ratification.exceptions import NotReadyError
from belisha.ratification.models import Scenario
from belisha.ratification.permissions import check_has_right, check_is_maker, has_right
from belisha.ratification.scenarios.actions import add_scenario, retire_scenario
from belisha.ratification.scenarios.forms import ScenarioForm
from belisha.ratification.scenarios.runs import ScenarioRun, run_scenarios
from belisha.ratification.scenarios.situation_text import situation_text
from belisha.rules.contradictions import ContradictionError
from belisha.rules.judge import SituationError, judge
from belisha.rules.ruling import Situation, Verdict
from belisha.rules.vocabulary.loading import load_vocabulary

CHOICES = tuple((verdict.value, label_for(verdict).word) for verdict in Verdict)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def scenarios(request: HttpRequest, school: str) -> HttpResponse:
    """List the saved answers, and save one from the form or from an answer's page."""
    actor, place = _own_school(request, school)
    documents = queries.documents_at(actor, place)
    asked = QuestionForm(request.POST or request.GET) if request.POST or "as" in request.GET else None
    question = asked.question if asked is not None and asked.is_valid() else None
    situation = _situation(question) if question and question.action else None
    form = ScenarioForm(request.POST if request.method == "POST" else None, documents=documents)
    problems: tuple[str, ...] = ()
    if request.method == "POST":
        check_has_right(actor, place, "write-policy")
        is_whole = form.is_valid()
        if situation is None:
            form.add_error(None, "Choose who does what")
        elif is_whole:
            try:
                add_scenario(by=actor, situation=situation, **form.cleaned_data)
            except NotReadyError as error:
                problems = error.lacking
            else:
                messages.success(
                    request, "The answer is saved. No version that changes it can be published by mistake."
                )
                return redirect("ratification:scenarios", school)
    context = {
        "in_force": {"school": place},
        "here": "",
        "form": form,
        "problems": problems,
        "has_error": bool(problems) or bool(form.is_bound and form.errors),
        "documents": [(each, _runs(each)) for each in documents],
        "choices": (("", tuple((str(each.pk), each.title) for each in documents)),),
        "question": question,
        "given": request.POST or request.GET,
        "situation": situation_text(situation) if situation else "",
        "facts": [f"{name}:{value_word(value)}" for name, value in question.facts.items()]
        if question
        else [],
        "expected": request.POST.get("verdict", "") or _found(documents, situation),
        "verdicts": (("", CHOICES),),
        "roles": role_choices(public_groups()),
        "actions": (("", _actions()),),
        "parties": party_groups(),
        "may_write": has_right(actor, place, "write-policy"),
        "words_for": label_for,
    }
    status = 409 if problems else 400 if context["has_error"] else 200
    return render(request, "ratification/scenarios.html", context, status=status)


@login_required
@require_POST
def retire(request: HttpRequest, school: str, scenario: int) -> HttpResponse:
    """Stop checking a saved answer."""
    actor, place = _own_school(request, school)
    check_has_right(actor, place, "write-policy")
    found = get_object_or_404(Scenario.objects.visible_to(actor), pk=scenario, school=place)
    retire_scenario(by=actor, scenario=found)
    messages.success(request, "This answer is no longer checked.")
    return redirect("ratification:scenarios", school)


def _own_school(request: HttpRequest, school: str) -> tuple[Actor, School]:
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_is_maker(actor, place)
    return actor, place


def _situation(question: Question) -> Situation:
    role = question.subject or question.role
    return Situation(role, question.action, question.towards or None, dict(question.facts))


def _actions() -> tuple[tuple[str, str], ...]:
    named = sorted((capital(action_label(action)), action) for action in load_vocabulary().actions)
    return tuple((action, words) for words, action in named)


def _runs(document: PolicyDocument) -> tuple[ScenarioRun, ...]:
    """Judge the document's saved answers under the version in force, if there is one."""
    version = document.versions.in_force().select_related("document").first()
    try:
        if version is not None:
            return run_scenarios(version, today())
    except ContradictionError:
        pass
    rows = queries.scenarios_of(document)
    return tuple(ScenarioRun(each, Verdict(each.verdict), None, "No version is in force.") for each in rows)


def _found(documents: object, situation: Situation | None) -> str:
    """Return today's verdict as the suggested expectation."""
    version = next((each.versions.in_force().first() for each in documents), None)  # type: ignore[attr-defined]
    if version is None or situation is None:
        return ""
    try:
        return str(judge(policy_of(version), situation, on=today()).verdict)
    except (SituationError, ContradictionError):
        return ""
