"""System checks: conditions for serving the site."""

import ipaddress
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

VERIFIED = ("verify-full", "verify-ca")
BUILT = ("belisha/dist/belisha.css", "belisha/dist/govuk-frontend.min.js")


@register(Tags.staticfiles)
def check_static_files(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Report missing style and script, which are compiled at build time (`make static`)."""
    missing = [name for name in BUILT if not finders.find(name)]
    hint = "Run `make static`, or install Belisha from its wheel."
    return [Error(f"The static file `{name}` is missing.", hint=hint, id="belisha.E001") for name in missing]


@register(Tags.security, deploy=True)
def check_https(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Warn if the site is not served over HTTPS."""
    if settings.HTTPS:
        return []
    hint = "Leave BELISHA_HTTPS unset, or set it to true."
    return [checks.Warning("The site is not served over HTTPS.", hint=hint, id="belisha.W002")]


@register(Tags.security)
def check_secret_key(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Report a short secret key: whoever guesses it can forge sessions and links."""
    if len(settings.SECRET_KEY) >= 32:
        return []
    hint = "Give BELISHA_SECRET_KEY at least 32 characters, or leave it unset: one is created and kept."
    return [Error("The secret key is shorter than 32 characters.", hint=hint, id="belisha.E003")]


@register(Tags.security)
def check_debug(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Report debugging on a site that other machines can reach: its error pages show internals."""
    own = {"127.0.0.1", "localhost", "[::1]", "testserver"}
    if not settings.DEBUG or own.issuperset(settings.ALLOWED_HOSTS):
        return []
    hint = "Set BELISHA_DEBUG to false, or BELISHA_HOSTS to this machine's own names."
    return [Error("Debugging is on, and other machines can reach the site.", hint=hint, id="belisha.E004")]


@register(Tags.security)
def check_wire_to_database(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Report a PostgreSQL on another machine that is spoken to without TLS, or without knowing who answers.

    libpq falls back to clear text unless told otherwise, so what is meant has to be said.
    """
    database = settings.DATABASES["default"]
    mode = database["OPTIONS"].get("sslmode", "")
    if _is_here(str(database.get("HOST", ""))) or mode in (*VERIFIED, "disable"):
        return []
    hint = (
        "Add ?sslmode=verify-full to BELISHA_DATABASE_URL (and &sslrootcert=FILE for a certificate of your "
        "own), or ?sslmode=disable if the network between the two is yours alone, as between containers of "
        "one machine."
    )
    what = f"The database on `{database['HOST']}` is spoken to without checking its certificate."
    return [Error(what, hint=hint, id="belisha.E005")]


def _is_here(host: str) -> bool:
    """Return whether a host is this machine: a socket's folder, no name, or a loopback address."""
    if not host or host.startswith("/") or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
