from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from belisha.drafting.actions import LabelTakenError, begin_draft
from belisha.drafting.permissions import can_issue
from belisha.drafting.queries import (
    documents_at,
    drafts_at,
    in_force_of,
    model_of,
    newer_model,
    open_mergings,
)
from belisha.drafting.views.loading import writers_school
from belisha.drafting.ways import every_way, way_named
from belisha.policies.models import PolicyVersion
from belisha.rules.errors import Mistake, PolicyError


@login_required
@require_safe
def drafts(request: HttpRequest, school: str) -> HttpResponse:
    """The school's policies, the drafts of them, and what their models have that is new."""
    actor, place = writers_school(request, school)
    in_force = [each for each in map(in_force_of, documents_at(place)) if each is not None]
    context = {
        "school": place,
        "in_force": [(each, model_of(each), newer_model(each)) for each in in_force],
        "drafts": list(drafts_at(actor, place)),
        "mergings": {each.document_id: each for each in open_mergings(actor, place)},
        "can_issue": can_issue(actor, place),
    }
    return render(request, "drafting/drafts.html", context)


@login_required
@require_safe
def begin(request: HttpRequest, school: str) -> HttpResponse:
    """The ways to begin."""
    _, place = writers_school(request, school)
    ways = [way for way in every_way() if way.offered(place)]
    return render(request, "drafting/begin.html", {"school": place, "ways": ways})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin_by(request: HttpRequest, school: str, way: str) -> HttpResponse:
    """One way to begin: its form, and the draft that comes of it."""
    actor, place = writers_school(request, school)
    found = way_named(way)
    if found is None or not found.offered(place):
        raise Http404
    is_sent = request.method == "POST"
    form = found.form(request.POST, request.FILES, school=place) if is_sent else found.form(school=place)
    mistakes: tuple[Mistake, ...] = ()
    if is_sent and form.is_valid():
        try:
            version = begin_draft(by=actor, school=place, begun=found.begin(form))
        except PolicyError as error:
            mistakes = error.mistakes
        except LabelTakenError as error:
            form.add_error("label", str(error))
        except PolicyVersion.DoesNotExist as error:
            raise Http404 from error
        else:
            messages.success(
                request, "The draft is begun. Nothing changes for anybody until it is published."
            )
            return redirect("drafting:draft", school=place.slug, version=version.pk)
    wrong = bool(form.errors or mistakes)
    context = {"school": place, "way": found, "form": form, "mistakes": mistakes, "has_error": wrong}
    return render(request, "drafting/begin_by.html", context, status=400 if wrong else 200)
