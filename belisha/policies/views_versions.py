from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from belisha.base.clock import today
from belisha.people.actor import actor_of
from belisha.policies.clause_changes import clause_changes, control_changes
from belisha.policies.clause_words import clause_rows, kind_words
from belisha.policies.comparing import topics_for, versions_compared
from belisha.policies.document_control import control_of
from belisha.policies.models import DocumentKind, PolicyVersion
from belisha.policies.queries import InForce, policy_of
from belisha.policies.shown import Shown, shown_version
from belisha.policies.states import PUBLIC
from belisha.rules.clauses import Procedure


def public_at(request: HttpRequest, school: str) -> QuerySet[PolicyVersion]:
    """The versions of the school's policy that anybody may read, newest first."""
    seen = PolicyVersion.objects.visible_to(actor_of(request)).filter(
        school__slug=school, state__in=PUBLIC, document__kind=DocumentKind.POLICY
    )
    found: QuerySet[PolicyVersion] = seen.select_related("school", "document").defer("source")
    return found.order_by("-published_at", "-pk")


def version_or_404(request: HttpRequest, school: str, version: int) -> PolicyVersion:
    """A public version of the school's policy by its number, or a 404."""
    found: PolicyVersion = get_object_or_404(public_at(request, school), pk=version)
    return found


def of_version(shown: Shown) -> InForce:
    """What the school's pages take for the policy that they show."""
    return InForce(shown.school, shown.version, shown.policy)


@require_safe
def versions(request: HttpRequest, school: str) -> HttpResponse:
    """Every version that was ever published, newest first, each with what it changed."""
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
    """One version at an address that stays, with a banner where it is no longer in force."""
    shown = shown_version(version_or_404(request, school, version), today())
    context = {"in_force": of_version(shown), "shown": shown, "kind_words": kind_words, "here": "whole"}
    return render(request, "policies/version.html", context)


@require_safe
def version_clause(request: HttpRequest, school: str, version: int, clause: str) -> HttpResponse:
    """One clause as it stood in one version."""
    shown = shown_version(version_or_404(request, school, version), today())
    stated = shown.policy.by_id.get(clause)
    if stated is None:
        raise Http404
    steps = [shown.policy.by_id[step] for step in stated.steps] if isinstance(stated, Procedure) else []
    context = {
        "in_force": of_version(shown),
        "shown": shown,
        "clause": stated,
        "kind": kind_words(stated),
        "rows_of_clause": clause_rows(stated),
        "steps": steps,
        "here": "whole",
    }
    return render(request, "policies/version_clause.html", context)


@require_safe
def version_changes(request: HttpRequest, school: str) -> HttpResponse:
    """What changed between two versions: in plain English by what they mean, and clause by clause."""
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
        context |= {
            "topics": topics_for(versions_compared(a, b, today()), ""),
            "changes": clause_changes(one, other),
            "control": control_changes(control_of(a, one.control), control_of(b, other.control)),
        }
    return render(request, "policies/version_changes.html", context)
