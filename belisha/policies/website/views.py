from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods, require_safe

from belisha.base.clock import today
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.policies.documents.public_versions import why_none_in_force
from belisha.policies.documents.version_view import view_version
from belisha.policies.documents.views import in_force_or_404
from belisha.policies.models import WebsiteCheck
from belisha.policies.printing.views import site_of
from belisha.policies.queries import InForce, policy_in_force
from belisha.policies.website.actions import check_website
from belisha.policies.website.embed import block_html, frame_ancestors, frame_html
from belisha.policies.website.forms import AddressForm
from belisha.policies.website.permissions import check_can_check_website

MOST = 50


@xframe_options_exempt
@require_safe
def embed(request: HttpRequest, school: str) -> HttpResponse:
    """Show the block for the school’s website: title, version, ratification, review date and links.

    If no policy is in force it says so, so that the place on the website is not left blank.
    """
    found = policy_in_force(school)
    place = found.school if found else get_object_or_404(School, slug=school)
    if found is not None:
        context = {"shown": view_version(found.version, today()), "site": site_of(request)}
        response = render(request, "policies/embed.html", context)
    else:
        context = {"school": place, "why": why_none_in_force(place)}
        response = render(request, "policies/embed_none.html", context, status=404)
    setattr(response, "_csp_replace", {"frame-ancestors": frame_ancestors(place)})  # noqa: B010
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def website(request: HttpRequest, school: str) -> HttpResponse:
    """Show the last check of the school's website, earlier checks, and the HTML to paste in."""
    found = _found(request, school)
    checks = list(
        WebsiteCheck.objects.visible_to(actor_of(request))
        .filter(school=found.school)
        .select_related("version", "shows")[:MOST]
    )
    last = checks[0] if checks else None
    form = AddressForm(
        request.POST or None, initial={"address": last.address if last else found.school.website}
    )
    if request.method == "POST" and form.is_valid():
        check_website(
            by=actor_of(request),
            school=found.school,
            version=found.version,
            address=form.cleaned_data["address"],
            own=site_of(request),
        )
        return redirect("policies:website", school=school)
    shown = view_version(found.version, today())
    context = {
        "in_force": found,
        "shown": shown,
        "form": form,
        "last": last,
        "checks": checks,
        "block": block_html(shown, site_of(request)),
        "frame": frame_html(shown, site_of(request)),
        "has_error": bool(form.errors),
        "here": "whole",
    }
    return render(request, "policies/website.html", context, status=400 if form.errors else 200)


def _found(request: HttpRequest, school: str) -> InForce:
    """Return the policy in force for those who may check the website. Raises Http404 for another school's."""
    found = in_force_or_404(school)
    actor = actor_of(request)
    if found.school.pk not in actor.school_ids:
        raise Http404
    check_can_check_website(actor, found.school)
    return found
