from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from belisha.drafting.actions import LabelTakenError, start_draft
from belisha.drafting.permissions import can_issue
from belisha.drafting.queries import (
    documents_at,
    drafts_at,
    in_force_of,
    newer_model,
    open_mergings,
    source_model,
)
from belisha.drafting.reading_runs import start_run
from belisha.drafting.start_methods import find_start_method, start_methods
from belisha.drafting.views.loading import authors_school
from belisha.policies.models import PolicyVersion
from belisha.rules.errors import Mistake, PolicyError


@login_required
@require_safe
def drafts(request: HttpRequest, school: str) -> HttpResponse:
    """Show the school's policies, their drafts, and newer versions of their models."""
    actor, place = authors_school(request, school)
    in_force = [each for each in map(in_force_of, documents_at(place)) if each is not None]
    context = {
        "school": place,
        "in_force": [(each, source_model(each), newer_model(each)) for each in in_force],
        "drafts": list(drafts_at(actor, place)),
        "mergings": {each.document_id: each for each in open_mergings(actor, place)},
        "can_issue": can_issue(actor, place),
    }
    return render(request, "drafting/drafts.html", context)


@login_required
@require_safe
def start(request: HttpRequest, school: str) -> HttpResponse:
    """Show the ways to start a draft."""
    _, place = authors_school(request, school)
    ways = [way for way in start_methods() if way.offered(place)]
    return render(request, "drafting/start.html", {"school": place, "ways": ways})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start_by(request: HttpRequest, school: str, way: str) -> HttpResponse:
    """Show the form of one way to start, and create the draft."""
    actor, place = authors_school(request, school)
    found = find_start_method(way)
    if found is None or not found.offered(place):
        raise Http404
    is_sent = request.method == "POST"
    form = found.form(request.POST, request.FILES, school=place) if is_sent else found.form(school=place)
    mistakes: tuple[Mistake, ...] = ()
    if is_sent and form.is_valid():
        if (document := found.long(form)) is not None:
            run = start_run(by=actor, school=place, document=document)
            return redirect("drafting:reading_run", school=place.slug, run=run)
        try:
            version = start_draft(by=actor, school=place, begun=found.begin(form))
        except PolicyError as error:
            mistakes = error.mistakes
        except LabelTakenError as error:
            form.add_error("label", str(error))
        except PolicyVersion.DoesNotExist as error:
            raise Http404 from error
        else:
            messages.success(request, "Draft started. Nothing changes for anyone until it is published.")
            page = "drafting:review" if found.slug == "document" else "drafting:draft"
            return redirect(page, school=place.slug, version=version.pk)
    wrong = bool(form.errors or mistakes)
    context = {"school": place, "way": found, "form": form, "mistakes": mistakes, "has_error": wrong}
    return render(request, "drafting/start_method.html", context, status=400 if wrong else 200)
