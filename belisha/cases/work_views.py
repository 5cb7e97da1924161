"""The pages of one case: what to do, chronology, people, referrals and removals, outcome."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.cases import queries, verbs
from belisha.cases.actions import cases
from belisha.cases.actions.chronology import CaseRefusedError
from belisha.cases.actions.outcomes import what_is_open
from belisha.cases.actions.reports import sent_of
from belisha.cases.from_register import origins_of
from belisha.cases.library import category_label, referral_label, reporting
from belisha.cases.models import AppealResult, AskedOf, CaseFinding, CasePart, ChronologyKind, IncidentCase
from belisha.cases.models.visibility import RIGHT
from belisha.cases.outcome_choices import consequences, rules_of
from belisha.cases.permissions import can_see_case
from belisha.cases.proposals import proposal
from belisha.people.actor import actor_of
from belisha.people.models import Membership, School
from belisha.people.offices.right_holders import holders_of_right
from belisha.people.roles import role_label
from belisha.people.shortcuts import own_school_or_404
from belisha.policies.queries import policy_in_force

Fill = Callable[[Actor, IncidentCase], dict[str, Any]]
DONE = "Recorded."
AREAS = (
    ("case", "What to do"),
    ("chronology", "Chronology"),
    ("case_people", "People"),
    ("referrals", "Referrals and removal"),
    ("evidence", "Evidence"),
    ("outcome", "Outcome"),
)


def case_of(actor: Actor, school: School, reference: str) -> IncidentCase:
    """Return the case with this reference if the actor works on it. Raise Http404 otherwise."""
    rows = IncidentCase.objects.filter(school=school).visible_to(actor).select_related("school")
    found: IncidentCase = get_object_or_404(rows, reference=reference)
    return found


def case_context(actor: Actor, case: IncidentCase) -> dict[str, Any]:
    """Return what every page of a case needs."""
    return {
        "school": case.school,
        "case": case,
        "category": category_label(case.category),
        "areas": AREAS,
        "reasons": reporting()["image"]["reasons"].items(),
        "referral_label": referral_label,
        "role_label": role_label,
        "in_force": policy_in_force(case.school.slug),
        "is_member": bool(actor.user_id),
    }


def _page(template: str, actions: Mapping[str, verbs.CaseVerb], fill: Fill) -> Callable[..., HttpResponse]:
    """Return the view of one page of a case: it records the look, and does what its buttons say."""

    @login_required
    @never_cache
    @sensitive_post_parameters()
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, school: str, case: str) -> HttpResponse:
        actor = actor_of(request)
        place = own_school_or_404(actor, school)
        found = case_of(actor, place, case)
        can_see_case.check(actor, found)
        refused = ""
        if request.method == "POST":
            verb = actions.get(request.POST.get("do", ""))
            try:
                if verb is None:
                    raise CaseRefusedError("Choose one of the buttons.")
                verb(actor, found, request.POST)
            except CaseRefusedError as error:
                refused = str(error)
            else:
                messages.success(request, DONE)
                if not can_see_case(actor, found):
                    return redirect("cases:list", school)
                return redirect(request.path)
        cases.record_case_view(by=actor, case=found)
        context = case_context(actor, found) | fill(actor, found)
        context |= {"refused": refused, "typed": request.POST if refused else {}}
        return render(request, template, context, status=400 if refused else 200)

    view.__name__ = template.rsplit("/", 1)[-1].removesuffix(".html")
    view.__doc__ = f"Show a page of a case (`{template}`), and do what its buttons say."
    return view


def _to_do(actor: Actor, case: IncidentCase) -> dict[str, Any]:
    first = case.reports.order_by("made_at").first()
    found = proposal(case.school, sent_of(first), today())[1] if first else None
    return {
        "groups": queries.task_groups(queries.tasks_of(case)),
        "do_not": found.do_not if found else (),
        "grounds": found.grounds if found else (),
        "asks": found.asks if found else (),
        "patterns": queries.patterns_of(actor, case),
        "facts": cases.IMAGE_FACT_LABELS.items(),
        "reports": [(each, sent_of(each), queries.days_until_reported(each)) for each in case.reports.all()],
        "origins": origins_of(actor, case),
    }


def _chronology(actor: Actor, case: IncidentCase) -> dict[str, Any]:  # noqa: ARG001
    return {
        "entries": queries.chronology_of(case),
        "kinds": [(kind.value, kind.label) for kind in cases.WRITTEN],
        "about": [("", "")],
    }


def _people(actor: Actor, case: IncidentCase) -> dict[str, Any]:  # noqa: ARG001
    members = Membership.objects.filter(school=case.school, user__is_active=True).on(today())
    rows = members.select_related("user").order_by("user__name", "pk")
    names: dict[int, str] = {}
    for row in rows:
        names.setdefault(row.user_id, f"{row.user.name} ({role_label(row.role)})")
    offices = list(holders_of_right(case.school, RIGHT))
    return {
        "people": queries.people_of(case),
        "access": queries.access_of(case),
        "parts": CasePart.choices,
        "names": list(names.items())[:3000],
        "roles": [(row["role"], row["says"]) for row in reporting()["about"] if row["role"]],
        "offices": [(word, role_label(word)) for word in offices],
        "mark_kinds": [("handle", "Account or handle"), ("address", "Address of a page or post")],
        "marks": [(each.kind, case.opened(each.sealed)) for each in case.marks.all()],
        "kinds": ChronologyKind,
    }


def _referrals(actor: Actor, case: IncidentCase) -> dict[str, Any]:  # noqa: ARG001
    return {
        "referrals": [
            (each, case.opened(each.sealed_reference), case.opened(each.sealed_answer))
            for each in case.referrals.all()
        ],
        "takedowns": [
            (each, case.opened(each.sealed_address), case.opened(each.sealed_reference))
            for each in case.takedowns.all()
        ],
        "bodies": list(reporting()["referrals"].items()),
        "asked_of": AskedOf.choices,
        "limit": reporting()["takedown"],
    }


def _outcome(actor: Actor, case: IncidentCase) -> dict[str, Any]:
    found = policy_in_force(case.school.slug)
    outcome = case.outcomes.last()
    appeal = outcome.appeals.last() if outcome else None
    return {
        "outcome": outcome,
        "opened": {
            name: case.opened(getattr(outcome, f"sealed_{name}"))
            for name in ("consequence", "reasons", "lesson")
        }
        if outcome
        else {},
        "appeal": appeal,
        "appeal_words": (case.opened(appeal.sealed_grounds), case.opened(appeal.sealed_reasons))
        if appeal
        else (),
        "may_hear": bool(outcome) and outcome.decided_by_id != actor.user_id if outcome else False,
        "open_things": what_is_open(case),
        "findings": CaseFinding.choices,
        "results": AppealResult.choices,
        "parts": CasePart.choices,
        "clauses": rules_of(found.policy) if found else (),
        "consequences": consequences(found.policy, case) if found else (),
    }


case_page = _page("cases/case.html", verbs.TASKS, _to_do)
chronology = _page("cases/chronology.html", verbs.CHRONOLOGY, _chronology)
case_people = _page("cases/case_people.html", verbs.PEOPLE, _people)
referrals_page = _page("cases/referrals.html", verbs.REFERRALS, _referrals)
outcome_page = _page("cases/outcome.html", verbs.OUTCOME, _outcome)
