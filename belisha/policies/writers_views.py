from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from belisha.base.clock import today
from belisha.people.forms import role_choices
from belisha.people.roles import is_known_role, public_groups, role_label
from belisha.policies.comparing import compared, examined, silences_by_topic, topics_for
from belisha.policies.queries import InForce, policy_in_force, schools_with_policy, version_in_force
from belisha.policies.views import in_force_or_404
from belisha.rules.errors import PolicyError
from belisha.rules.lint import lint


@require_safe
def lint_page(request: HttpRequest, school: str) -> HttpResponse:
    """The faults of the document, gravest first; of a text that cannot be read, its mistakes."""
    try:
        found = in_force_or_404(school)
    except PolicyError as error:
        unreadable = {"version": version_in_force(school), "mistakes": error.mistakes}
        return render(request, "policies/mistakes.html", unreadable)
    context = {"in_force": found, "findings": lint(found.policy, today()), "today": today(), "here": "whole"}
    return render(request, "policies/lint.html", context)


@require_safe
def compare_page(request: HttpRequest) -> HttpResponse:
    """Two policies side by side: every situation that they decide differently, for everybody or one role."""
    a, b = (_readable(request.GET.get(side, "")) for side in ("a", "b"))
    role = request.GET.get("as", "")
    role = role if is_known_role(role) else ""
    comparison = compared(a, b, today()) if a and b else None
    context = {
        "choices": (("", tuple(schools_with_policy())),),
        "role_groups": role_choices(public_groups()),
        "a": a,
        "b": b,
        "role": role,
        "role_label": role_label(role) if role else "",
        "comparison": comparison,
        "topics": topics_for(comparison, role) if comparison else (),
    }
    return render(request, "policies/compare.html", context)


@require_safe
def examine_page(request: HttpRequest, school: str) -> HttpResponse:
    """What contradicts, what never decides, and what the policy is silent on, for everybody or one role."""
    found = in_force_or_404(school)
    role = request.GET.get("as", "")
    role = role if is_known_role(role) else ""
    examination = examined(found, today())
    context = {
        "in_force": found,
        "here": "whole",
        "role": role,
        "role_groups": role_choices(public_groups()),
        "examination": examination,
        "topics": silences_by_topic(examination, role),
    }
    return render(request, "policies/examine.html", context)


def _readable(school: str) -> InForce | None:
    """The school's policy in force, unless its text cannot be read."""
    try:
        return policy_in_force(school)
    except PolicyError:
        return None
