"""Schools that went to another site: here they can be read by their people, and nothing is changed."""

import time
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from belisha.base.middleware import GetResponse
from belisha.people.actor import actor_of
from belisha.people.models import School

SECONDS = 30.0
READS = ("GET", "HEAD", "OPTIONS")


class _Known:
    """The moved schools by their slug, asked for at most every half minute, so that no page pays for it."""

    def __init__(self) -> None:
        self._lock, self._at, self._found = Lock(), float("-inf"), dict[str, School]()

    def found(self) -> Mapping[str, School]:
        """Return the schools that moved."""
        with self._lock:
            if time.monotonic() - self._at >= SECONDS:
                self._keep(School.objects.exclude(moved_at=None))
            return self._found

    def know(self, schools: Iterable[School]) -> None:
        """Take these as the moved schools until they are asked for again."""
        with self._lock:
            self._keep(schools)

    def _keep(self, schools: Iterable[School]) -> None:
        self._found, self._at = {each.slug: each for each in schools}, time.monotonic()

    def forget(self) -> None:
        """Ask again the next time."""
        with self._lock:
            self._at = float("-inf")


KNOWN = _Known()


class MovedSchools:
    """Say of a school that moved where it went; let its people read what is here, and change nothing."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the response to the request."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Any,  # noqa: ARG002 - as Django calls it
        args: Any,  # noqa: ARG002
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Return the page that says where the school went, unless one of its people reads."""
        slug = kwargs.get("school")
        school = KNOWN.found().get(slug) if slug else None
        if school is None:
            return None
        is_theirs = school.pk in actor_of(request).school_ids
        if request.method in READS and is_theirs:
            return None
        context = {"school": school, "is_theirs": is_theirs, "is_change": request.method not in READS}
        return render(request, "people/moved.html", context, status=410)
