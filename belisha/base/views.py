from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


class PageNotReady(Http404):
    """The page does not exist yet. The message says why; `school` is the (id, slug) that it belongs to."""

    def __init__(
        self, why: str, school: tuple[int, str] | None = None, heading: str = "This page is not available yet"
    ) -> None:
        super().__init__(why)
        self.school = school
        self.heading = heading


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for 404: there is no such page, or not yet."""
    known = exception if isinstance(exception, PageNotReady) else None
    context = {
        "reason": str(known or ""),
        "heading": known.heading if known else "Page not found",
        "of_school": known.school if known else None,
    }
    return render(request, "base/errors/404.html", context, status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Return the page for 400: the browser sent something that no form of ours sends."""
    return render(request, "base/errors/400.html", status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Return the page for a failed CSRF check: the form is too old, or cookies are off."""
    return render(request, "base/errors/csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Return the page for 500, without reading from the database."""
    page = render_to_string("base/errors/500.html", {"actor": {"is_signed_in": False}})
    return HttpResponse(page, status=500)
