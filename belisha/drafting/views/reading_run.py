"""The page of a document that is being read: how far it is, and the way to stop it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from belisha.drafting.reading_runs import is_stopping, run_of, stop_run
from belisha.drafting.views.loading import authors_school

SECONDS = 3


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reading_run(request: HttpRequest, school: str, run: str) -> HttpResponse:
    """Show how far a document is read, again every few seconds, and stop it when that is asked."""
    _, place = authors_school(request, school)
    found = run_of(run, place)
    if found is None:
        raise Http404
    if request.method == "POST":
        stop_run(found)
        return redirect("drafting:reading_run", school=place.slug, run=run)
    if found.version:
        messages.success(request, "Draft started. Nothing changes for anyone until it is published.")
        review = redirect("drafting:review", school=place.slug, version=found.version)
        if request.headers.get("HX-Request"):
            return HttpResponse(
                headers={"HX-Redirect": review["Location"]}
            )  # it asks for a part of this page
        return review
    share = 100 * found.done // found.of if found.of else 0
    context = {"school": place, "run": found, "share": share, "seconds": SECONDS}
    context["is_stopping"] = is_stopping(found)
    return render(request, "drafting/reading_run.html", context)
