"""`Server-Timing` on every page while debugging: how long the page took, and its database queries."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection
from django.http import HttpRequest, HttpResponse


class ServerTiming:
    """Add the header. It is not used unless BELISHA_DEBUG is on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.DEBUG:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the response with its times in milliseconds."""
        spent: list[float] = []

        def timed(execute: Callable[..., Any], *query: Any) -> Any:
            began = time.perf_counter()
            try:
                return execute(*query)
            finally:
                spent.append(time.perf_counter() - began)

        began = time.perf_counter()
        with connection.execute_wrapper(timed):
            response = self.get_response(request)
        total = time.perf_counter() - began
        queries = f'db;dur={sum(spent) * 1000:.1f};desc="{len(spent)} queries"'
        response.headers["Server-Timing"] = f"total;dur={total * 1000:.1f}, {queries}"
        return response
