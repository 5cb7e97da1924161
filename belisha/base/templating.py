"""The Jinja2 environment: the globals and filters of every template."""

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
from belisha.base.qr import qr_picture
from belisha.base.text import capital, join_words

TICKED = re.compile(r"`([^`]*)`")


def environment(**given: Any) -> Environment:
    """Return an environment that escapes everything except plain text and raises for undefined names."""
    given.update(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    given.update(auto_reload=settings.DEBUG)
    given.pop("autoescape", None)
    # Mail is plain text (.txt), where O'Brien must not become O&#39;Brien.
    env = Environment(autoescape=select_autoescape(disabled_extensions=("txt",), default=True), **given)
    env.globals.update(static=static, url=address, json_script=json_script, options=options)
    env.globals["qr_picture"] = qr_picture
    env.filters.update(day=day, capital=capital, listed=join_words, bare_svg=bare_svg, ticked=ticked)
    return env


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of the page with this URL name."""
    return _address(get_script_prefix(), name, args, tuple(kwargs.items()))


@lru_cache(maxsize=4096)
def _address(prefix: str, name: str, args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]) -> str:  # noqa: ARG001
    return reverse(name, args=args or None, kwargs=dict(kwargs) or None)


def day(value: date | datetime | None) -> str:
    """Return a date such as "21 November 2026", or "" for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return f"{value.day} {value:%B %Y}"


def bare_svg(text: str) -> Markup:
    """Return an SVG without its XML declaration, which must not appear inside HTML."""
    return Markup(text[text.index("<svg") :])


def ticked(text: str) -> str:
    """Replace backticks around a value by quotation marks."""
    return TICKED.sub(r"“\1”", text)
