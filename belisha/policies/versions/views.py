from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from belisha.base.clock import today
from belisha.base.grouped_list import ListRequest, list_request
from belisha.people.actor import actor_of
from belisha.policies.documents.clause_text import clause_kind, clause_rows
from belisha.policies.documents.document_control import control_of
from belisha.policies.documents.version_view import VersionView, clauses_by_section, view_version
from belisha.policies.models import DocumentKind, PolicyVersion
from belisha.policies.own_document.actions import can_keep_document
from belisha.policies.queries import InForce, policy_of
from belisha.policies.states import PUBLIC
from belisha.policies.versions.clause_diff import changes_by_section, clause_changes, control_changes
from belisha.policies.versions.comparison import compare_versions, differences_by_topic, summarise, topics_for
from belisha.rules.language.clauses import Procedure


def public_at(request: HttpRequest, school: str) -> QuerySet[PolicyVersion]:
    """Return the school's versions that anyone may read, newest first."""
    seen = PolicyVersion.objects.visible_to(actor_of(request)).filter(
        school__slug=school, state__in=PUBLIC, document__kind=DocumentKind.POLICY
    )
    found: QuerySet[PolicyVersion] = seen.select_related("school", "document").defer("source")
    return found.order_by("-published_at", "-pk")


def version_or_404(request: HttpRequest, school: str, version: int) -> PolicyVersion:
    """Return a public version of the school's policy by its id. Raises Http404."""
    found: PolicyVersion = get_object_or_404(public_at(request, school), pk=version)
    return found


def of_version(shown: VersionView) -> InForce:
    """Return the version as the base page of the school's policy expects it."""
    return InForce(shown.school, shown.version, shown.policy)


@require_safe
def versions(request: HttpRequest, school: str) -> HttpResponse:
    """Show every version that was ever published, newest first, each with what it changed."""
    found = list(public_at(request, school))
    if not found:
        raise Http404
    context = {
        "in_force": InForce(found[0].school, found[0], policy_of(found[0])),
        "versions": found,
        "choices": (("", tuple((str(each.pk), f"Version {each.label}") for each in found)),),
        "here": "whole",
    }
    return render(request, "policies/versions.html", context)


@require_safe
def version_page(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Show one version at its permanent address, with a banner if it is no longer in force."""
    shown = view_version(version_or_404(request, school, version), today())
    context = {
        "in_force": of_version(shown),
        "shown": shown,
        "listing": clauses_by_section(shown.policy, list_request(request.GET)),
        "clause_kind": clause_kind,
        "can_keep_document": can_keep_document(actor_of(request), shown.version),
        "here": "whole",
    }
    return render(request, "policies/version.html", context)


@require_safe
def version_clause(request: HttpRequest, school: str, version: int, clause: str) -> HttpResponse:
    """Show one clause as it was in one version."""
    shown = view_version(version_or_404(request, school, version), today())
    stated = shown.policy.by_id.get(clause)
    if stated is None:
        raise Http404
    steps = [shown.policy.by_id[step] for step in stated.steps] if isinstance(stated, Procedure) else []
    context = {
        "in_force": of_version(shown),
        "shown": shown,
        "clause": stated,
        "kind": clause_kind(stated),
        "rows_of_clause": clause_rows(stated, shown.policy),
        "document": shown.document,
        "steps": steps,
        "here": "whole",
    }
    return render(request, "policies/version_clause.html", context)


@require_safe
def version_changes(request: HttpRequest, school: str) -> HttpResponse:
    """Show the differences between two versions: in meaning, then clause by clause."""
    found = list(public_at(request, school))
    if not found:
        raise Http404
    by_id = {str(each.pk): each for each in found}
    a, b = (by_id.get(request.GET.get(side, "")) for side in ("from", "to"))
    context = {
        "in_force": InForce(found[0].school, found[0], policy_of(found[0])),
        "choices": (("", tuple((str(each.pk), f"Version {each.label}") for each in found)),),
        "a": a,
        "b": b,
        "here": "whole",
    }
    if a and b:
        one, other = policy_of(a), policy_of(b)
        topics = topics_for(compare_versions(a, b, today()), "")
        asked = list_request(request.GET)
        context |= {
            "summary": summarise(topics),
            "meanings": differences_by_topic(topics, ListRequest(opens_all=asked.opens_all)),
            "listing": changes_by_section(clause_changes(one, other), asked),
            "control": control_changes(control_of(a, one.control), control_of(b, other.control)),
        }
    return render(request, "policies/version_changes.html", context)
