from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from belisha.base.clock import today
from belisha.base.grouped_list import list_request
from belisha.imports.csv_export import csv_file
from belisha.people.forms import role_choices
from belisha.people.roles import is_known_role, public_groups, role_label
from belisha.policies.documents.views import in_force_or_404
from belisha.policies.own_document.queries import document_of_record, with_places
from belisha.policies.queries import InForce, policy_in_force, schools_with_policy, version_in_force
from belisha.policies.versions.comparison import (
    compare_in_force,
    csv_headings,
    csv_rows,
    differences_by_topic,
    examine_in_force,
    silences_by_topic,
    stricter_side,
    summarise,
    topics_for,
)
from belisha.rules.errors import PolicyError
from belisha.rules.lint import lint


@require_safe
def lint_page(request: HttpRequest, school: str) -> HttpResponse:
    """Show the faults of the document, most serious first; of a text that cannot be read, its errors."""
    try:
        found = in_force_or_404(school)
    except PolicyError as error:
        unreadable = {"version": version_in_force(school), "mistakes": error.mistakes}
        return render(request, "policies/text_errors.html", unreadable)
    has_document = document_of_record(found.version) is not None
    findings = [
        replace(each, sentence=with_places(each.sentence, has_document=has_document))
        if each.check == "notice"
        else each
        for each in lint(found.policy, today())
    ]
    context = {"in_force": found, "findings": findings, "today": today(), "here": "whole"}
    return render(request, "policies/lint.html", context)


@require_safe
def compare_page(request: HttpRequest) -> HttpResponse:
    """Compare two policies: every situation that they decide differently, for everyone or for one role."""
    a, b = (_readable(request.GET.get(side, "")) for side in ("a", "b"))
    role = request.GET.get("as", "")
    role = role if is_known_role(role) else ""
    comparison = compare_in_force(a, b, today()) if a and b else None
    topics = topics_for(comparison, role) if comparison else ()
    if a and b and comparison is not None and request.GET.get("format") == "csv":
        names = comparison.first, comparison.second
        return csv_file(
            f"compare-{a.school.slug}-{b.school.slug}.csv", csv_headings(names), csv_rows(topics, names)
        )
    context = {
        "choices": (("", tuple(schools_with_policy())),),
        "role_groups": role_choices(public_groups()),
        "a": a,
        "b": b,
        "role": role,
        "role_label": role_label(role) if role else "",
        "comparison": comparison,
        "summary": summarise(topics),
        "listing": differences_by_topic(topics, list_request(request.GET)),
        "stricter_side": stricter_side,
    }
    return render(request, "policies/compare.html", context)


@require_safe
def examine_page(request: HttpRequest, school: str) -> HttpResponse:
    """Show contradictions, clauses that never decide and situations not covered, for everyone or one role."""
    found = in_force_or_404(school)
    role = request.GET.get("as", "")
    role = role if is_known_role(role) else ""
    examination = examine_in_force(found, today())
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
    """Return the school's policy in force, or None if its text cannot be read."""
    try:
        return policy_in_force(school)
    except PolicyError:
        return None
