from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from belisha.base.clock import today
from belisha.base.grouped_list import list_request
from belisha.base.views import PageNotReady
from belisha.people.actor import actor_of
from belisha.people.queries import school_by_slug
from belisha.people.roles import is_known_role, public_groups, role_label
from belisha.policies.cards import role_page
from belisha.policies.documents import contacts
from belisha.policies.documents.clause_text import clause_kind, clause_rows
from belisha.policies.documents.document_control import status_with_ratification
from belisha.policies.documents.public_versions import public_versions, why_none_in_force, withdrawn_last
from belisha.policies.documents.status import status_of
from belisha.policies.documents.version_view import clauses_by_section, view_version
from belisha.policies.own_document.actions import can_keep_document
from belisha.policies.own_document.queries import document_of_record
from belisha.policies.printing.pdf import can_print
from belisha.policies.queries import InForce, find_schools, policy_in_force, policy_of
from belisha.policies.website.permissions import can_check_website
from belisha.rules.language.clauses import Clause, Procedure


def in_force_or_404(school: str) -> InForce:
    """Return the school's policy in force. Raises Http404 for an unknown school, PageNotReady without a
    policy.
    """
    found = policy_in_force(school)
    if found is None:
        place = school_by_slug(school)
        if place is None:
            raise Http404
        heading = "No policy in force" if withdrawn_last(place) else "Not there yet"
        raise PageNotReady(why_none_in_force(place), (place.pk, place.slug), heading)
    return found


@require_safe
def schools(request: HttpRequest) -> HttpResponse:
    """List the schools to choose from."""
    words = request.GET.get("q", "")[:100]
    found = find_schools(words)
    shown = [
        (each, status_of(each.policy.control, today(), each.version.review_due_on)) for each in found.shown
    ]
    return render(request, "policies/schools.html", {"schools": shown, "count": found.count, "words": words})


@require_safe
def whole(request: HttpRequest, school: str) -> HttpResponse:
    """Show the whole policy with its document control, histories and notices."""
    found = in_force_or_404(school)
    shown = view_version(found.version, today())
    context = {
        "in_force": found,
        "shown": shown,
        "listing": clauses_by_section(shown.policy, list_request(request.GET)),
        "clause_kind": clause_kind,
        "can_print": can_print(),
        "can_check_website": can_check_website(actor_of(request), found.school),
        "can_keep_document": can_keep_document(actor_of(request), found.version),
        "here": "whole",
    }
    return render(request, "policies/whole.html", context)


@require_safe
def clause(request: HttpRequest, school: str, clause: str) -> HttpResponse:
    """Show one clause at its permanent address."""
    found = in_force_or_404(school)
    stated = found.policy.by_id.get(clause)
    if stated is None:
        return _gone(request, found, clause)
    context = {
        "in_force": found,
        "clause": stated,
        "kind": clause_kind(stated),
        "rows_of_clause": clause_rows(stated, found.policy),
        "steps": _steps(found, stated),
        "document": document_of_record(found.version),
        "here": "whole",
    }
    return render(request, "policies/clause.html", context)


@require_safe
def who(request: HttpRequest, school: str) -> HttpResponse:
    """Let the reader choose a role."""
    context = {
        "in_force": in_force_or_404(school),
        "groups": public_groups(),
        "role_label": role_label,
        "here": "for",
    }
    return render(request, "policies/choose_role.html", context)


@require_safe
def for_role(request: HttpRequest, school: str, role: str) -> HttpResponse:
    """Show the clauses that concern one role."""
    found = in_force_or_404(school)
    if not is_known_role(role):
        raise Http404
    context = {
        "in_force": found,
        "status": status_with_ratification(found.version, found.policy.control, today()),
        "role": role,
        "role_label": role_label(role),
        "is_own": role in actor_of(request).roles_at(school),
        "listing": role_page.clauses_for_role(found.policy, role, today(), list_request(request.GET)),
        "verdicts": role_page.VERDICTS,
        "here": "for",
    }
    return render(request, "policies/for_role.html", context)


@require_safe
def school_duties(request: HttpRequest, school: str) -> HttpResponse:
    """Show what the policy asks of the school itself."""
    found = in_force_or_404(school)
    context = {
        "in_force": found,
        "listing": role_page.clauses_for_school(found.policy, today(), list_request(request.GET)),
        "verdicts": role_page.VERDICTS,
        "here": "offices",
    }
    return render(request, "policies/school_duties.html", context)


@require_safe
def offices(request: HttpRequest, school: str) -> HttpResponse:
    """Show who is responsible for what."""
    found = in_force_or_404(school)
    context = {"in_force": found, "offices": contacts.offices(found.policy), "here": "offices"}
    return render(request, "policies/offices.html", context)


def _gone(request: HttpRequest, found: InForce, clause: str) -> HttpResponse:
    """Show what became of a clause that an earlier version had. Raises Http404 if none had it."""
    for version in public_versions(found.version.document_id):
        stated = policy_of(version).by_id.get(clause)
        if stated is not None:
            context = {"in_force": found, "version": version, "clause": stated, "here": "whole"}
            return render(request, "policies/clause_gone.html", context, status=410)
    raise Http404


def _steps(found: InForce, stated: Clause) -> list[Clause]:
    return [found.policy.by_id[step] for step in stated.steps] if isinstance(stated, Procedure) else []
