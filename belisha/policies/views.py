from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from belisha.base.clock import today
from belisha.base.views import NotThereYet
from belisha.people.actor import actor_of
from belisha.people.queries import school_of
from belisha.people.roles import is_known_role, public_groups, role_label
from belisha.policies import contacts
from belisha.policies import for_role as role_page
from belisha.policies.clause_words import clause_rows, kind_words
from belisha.policies.document_control import standing_on_record
from belisha.policies.helplines import helplines
from belisha.policies.printing import can_print
from belisha.policies.published import public_versions, why_none_in_force, withdrawn_last
from belisha.policies.queries import InForce, find_schools, policy_in_force, policy_of
from belisha.policies.shown import shown_version
from belisha.policies.standing import standing
from belisha.policies.website.permissions import can_check_website
from belisha.rules.clauses import Clause, Procedure


def in_force_or_404(school: str) -> InForce:
    """The school's policy in force, or a 404."""
    found = policy_in_force(school)
    if found is None:
        place = school_of(school)
        if place is None:
            raise Http404
        heading = "No policy in force" if withdrawn_last(place) else "Not there yet"
        raise NotThereYet(why_none_in_force(place), (place.pk, place.slug), heading)
    return found


@require_safe
def schools(request: HttpRequest) -> HttpResponse:
    """Choose a school."""
    words = request.GET.get("q", "")[:100]
    found = find_schools(words)
    shown = [
        (each, standing(each.policy.control, today(), each.version.review_due_on)) for each in found.shown
    ]
    return render(request, "policies/schools.html", {"schools": shown, "count": found.count, "words": words})


@require_safe
def whole(request: HttpRequest, school: str) -> HttpResponse:
    """The whole policy, with its document control, its history and what readers should know of it."""
    found = in_force_or_404(school)
    context = {
        "in_force": found,
        "shown": shown_version(found.version, today()),
        "kind_words": kind_words,
        "can_print": can_print(),
        "can_check_website": can_check_website(actor_of(request), found.school),
        "here": "whole",
    }
    return render(request, "policies/whole.html", context)


@require_safe
def clause(request: HttpRequest, school: str, clause: str) -> HttpResponse:
    """One clause, at an address that stays."""
    found = in_force_or_404(school)
    stated = found.policy.by_id.get(clause)
    if stated is None:
        return _gone(request, found, clause)
    context = {
        "in_force": found,
        "clause": stated,
        "kind": kind_words(stated),
        "rows_of_clause": clause_rows(stated),
        "steps": _steps(found, stated),
        "here": "whole",
    }
    return render(request, "policies/clause.html", context)


@require_safe
def who(request: HttpRequest, school: str) -> HttpResponse:
    """Choose who you are."""
    context = {
        "in_force": in_force_or_404(school),
        "groups": public_groups(),
        "role_label": role_label,
        "here": "for",
    }
    return render(request, "policies/who.html", context)


@require_safe
def for_role(request: HttpRequest, school: str, role: str) -> HttpResponse:
    """What of the policy concerns one role."""
    found = in_force_or_404(school)
    if not is_known_role(role):
        raise Http404
    context = {
        "in_force": found,
        "standing": standing_on_record(found.version, found.policy.control, today()),
        "role": role,
        "role_label": role_label(role),
        "is_own": role in actor_of(request).roles_at(school),
        "groups": role_page.groups_for(found.policy, role, today()),
        "platforms": role_page.platform_facts(found.policy),
        "here": "for",
    }
    return render(request, "policies/for_role.html", context)


@require_safe
def offices(request: HttpRequest, school: str) -> HttpResponse:
    """Who answers for what."""
    found = in_force_or_404(school)
    context = {"in_force": found, "offices": contacts.offices(found.policy), "here": "offices"}
    return render(request, "policies/offices.html", context)


@require_safe
def help_page(request: HttpRequest, school: str) -> HttpResponse:
    """Where help is: whom the policy names, and when."""
    found = in_force_or_404(school)
    context = {
        "in_force": found,
        "inside": contacts.told_inside(found.policy),
        "outside": contacts.told_outside(found.policy),
        "helplines": helplines(),
        "ask_whom": [role_label(role) for role in found.policy.control.ask_whom],
        "here": "help",
    }
    return render(request, "policies/help.html", context)


def _gone(request: HttpRequest, found: InForce, clause: str) -> HttpResponse:
    """Where a link leads whose clause an earlier version had: what became of it. Otherwise a 404."""
    for version in public_versions(found.version.document_id):
        stated = policy_of(version).by_id.get(clause)
        if stated is not None:
            context = {"in_force": found, "version": version, "clause": stated, "here": "whole"}
            return render(request, "policies/clause_gone.html", context, status=410)
    raise Http404


def _steps(found: InForce, stated: Clause) -> list[Clause]:
    return [found.policy.by_id[step] for step in stated.steps] if isinstance(stated, Procedure) else []
