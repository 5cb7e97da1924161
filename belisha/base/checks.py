"""What must hold before the site is served: `check --deploy` and every start say what does not."""

from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

BUILT = ("belisha/dist/belisha.css", "belisha/dist/govuk-frontend.min.js")


@register(Tags.staticfiles)
def static_files_are_built(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """The style and script are compiled at build time; a bare checkout has them after `make static`."""
    missing = [name for name in BUILT if not finders.find(name)]
    hint = "Run `make static`, or install Belisha from its wheel."
    return [Error(f"The static file `{name}` is missing.", hint=hint, id="belisha.E001") for name in missing]


@register(Tags.security, deploy=True)
def others_are_reached_by_https(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """A site for others is served by https."""
    if settings.HTTPS:
        return []
    hint = "Leave BELISHA_HTTPS unset, or set it to true."
    return [checks.Warning("The site is served without https.", hint=hint, id="belisha.W002")]


@register(Tags.security)
def the_key_is_long(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """A short key can be guessed, and with it every session and link."""
    if len(settings.SECRET_KEY) >= 32:
        return []
    hint = "Give BELISHA_SECRET_KEY at least 32 characters, or leave it unset: one is made and kept."
    return [Error("The secret key is shorter than 32 characters.", hint=hint, id="belisha.E003")]


@register(Tags.security)
def errors_are_not_shown_to_others(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """A page of debugging shows the insides of the site to whoever reaches it."""
    own = {"127.0.0.1", "localhost", "[::1]", "testserver"}
    if not settings.DEBUG or own.issuperset(settings.ALLOWED_HOSTS):
        return []
    hint = "Set BELISHA_DEBUG to false, or BELISHA_HOSTS to this machine's own names."
    return [Error("Debugging is on where others can reach it.", hint=hint, id="belisha.E004")]
