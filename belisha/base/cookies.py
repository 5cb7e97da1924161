"""The site's own cookies: each with a prefix that browsers hold it to, and a line for the page of cookies."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True, slots=True)
class SiteCookie:
    """A cookie that a view sets: its name, what for, and for how many seconds.

    On HTTPS the name begins with `__Host-`, or with `__Secure-` where `is_for_a_path` (it is sent to some
    addresses only): browsers then take it from this host alone, and never without HTTPS (RFC 6265bis, section
    4.1.3).
    """

    plain_name: str
    purpose: str
    seconds: int
    is_for_a_path: bool = False

    @property
    def name(self) -> str:
        """The name under which browsers keep it."""
        prefix = "__Secure-" if self.is_for_a_path else "__Host-"
        return f"{prefix if settings.HTTPS else ''}{self.plain_name}"

    def read(self, request: HttpRequest) -> str:
        """Return the value that the browser sends, or an empty string."""
        return str(request.COOKIES.get(self.name, ""))

    def keep(self, response: HttpResponse, value: str, path: str = "/") -> None:
        """Let the browser keep the value for addresses under `path`; no script can read it."""
        response.set_cookie(
            self.name,
            value,
            max_age=self.seconds,
            path=path,
            httponly=True,
            secure=settings.HTTPS,
            samesite="Lax",
        )

    def forget(self, response: HttpResponse, path: str = "/") -> None:
        """Let the browser forget it."""
        response.delete_cookie(self.name, path=path)
        if settings.HTTPS:  # a browser heeds a cookie of such a name, its end too, only if it says Secure
            response.cookies[self.name]["secure"] = True
