"""System checks: conditions for serving the site."""

from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

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
