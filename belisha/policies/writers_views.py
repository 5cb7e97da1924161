from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from belisha.base.clock import today
from belisha.policies.queries import policies_in_force
from belisha.policies.views import in_force_or_404
from belisha.rules.lint import lint


@require_safe
def lint_page(request: HttpRequest, school: str) -> HttpResponse:
    """The faults of the document, gravest first."""
    found = in_force_or_404(request, school)
    context = {"in_force": found, "findings": lint(found.policy, today()), "today": today(), "here": "whole"}
    return render(request, "policies/lint.html", context)


@require_safe
def compare_page(request: HttpRequest) -> HttpResponse:
    """Two policies side by side: every situation that they decide differently."""
    schools = policies_in_force()
    by_slug = {each.school.slug: each for each in schools}
    a, b = (by_slug.get(request.GET.get(side, "")) for side in "ab")
    context = {"schools": schools, "a": a, "b": b, "groups": []}
    return render(request, "policies/compare.html", context)


@require_safe
def examine_page(request: HttpRequest, school: str) -> HttpResponse:
    """What never decides, and what the policy is silent on."""
    found = in_force_or_404(request, school)
    return render(request, "policies/examine.html", {"in_force": found, "here": "whole"})
