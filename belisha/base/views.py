from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


class NotThereYet(Http404):
    """There is no such page now; the sentence says why. `school`: id and slug of whose it will be."""

    def __init__(
        self, why: str, school: tuple[int, str] | None = None, heading: str = "Not there yet"
    ) -> None:
        super().__init__(why)
        self.school = school
        self.heading = heading


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page, or not yet."""
    known = exception if isinstance(exception, NotThereYet) else None
    context = {
        "reason": str(known or ""),
        "heading": known.heading if known else "Page not found",
        "of_school": known.school if known else None,
    }
    return render(request, "base/errors/404.html", context, status=404)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The person may not see or do this; the sentence of the guard says why."""
    context = {"reason": str(exception) if exception and str(exception) else ""}
    return render(request, "base/errors/403.html", context, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """The browser sent what no form of ours sends."""
    return render(request, "base/errors/400.html", status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """The form was too old, or the browser keeps no cookies."""
    return render(request, "base/errors/csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Something of ours is broken: nothing is read from the database for this page."""
    page = render_to_string("base/errors/500.html", {"actor": {"is_signed_in": False}})
    return HttpResponse(page, status=500)
