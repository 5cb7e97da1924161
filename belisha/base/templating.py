"""The Jinja2 environment: what every template can use."""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.html import json_script
from jinja2 import Environment, StrictUndefined, select_autoescape
from markupsafe import Markup

from belisha.base.options import options
from belisha.base.words import capital, join_words

TICKED = re.compile(r"`([^`]*)`")


def environment(**given: Any) -> Environment:
    """Jinja2 that escapes everything but plain text, and refuses names that a view did not give."""
    given.update(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    given.update(auto_reload=settings.DEBUG)
    given.pop("autoescape", None)
    # A mail is plain text (.txt): there O'Brien is written as it is.
    env = Environment(autoescape=select_autoescape(disabled_extensions=("txt",), default=True), **given)
    env.globals.update(static=static, url=address, json_script=json_script, options=options)
    env.filters.update(day=day, capital=capital, listed=join_words, bare_svg=bare_svg, ticked=ticked)
    return env


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of the page with this name."""
    return _address(get_script_prefix(), name, args, tuple(kwargs.items()))


@lru_cache(maxsize=4096)
def _address(prefix: str, name: str, args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]) -> str:  # noqa: ARG001
    return reverse(name, args=args or None, kwargs=dict(kwargs) or None)


def day(value: date | datetime | None) -> str:
    """A date as people write it: 21 November 2026. Empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return f"{value.day} {value:%B %Y}"


def bare_svg(text: str) -> Markup:
    """A picture that the library drew (a QR code), without the XML declaration a page must not hold."""
    return Markup(text[text.index("<svg") :])


def ticked(text: str) -> str:
    """Values that stand in backticks, in quotation marks as people write them."""
    return TICKED.sub(r"“\1”", text)
