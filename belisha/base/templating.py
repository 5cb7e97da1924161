"""The Jinja2 environment: what every template can use."""

import re
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import json_script
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from belisha.base.words import capital, join_words

TICKED = re.compile(r"`([^`]*)`")


def environment(**options: Any) -> Environment:
    """Jinja2 that escapes everything and refuses names that a view did not give."""
    options.update(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, auto_reload=settings.DEBUG
    )
    env = Environment(autoescape=True, **{k: v for k, v in options.items() if k != "autoescape"})
    env.globals.update(static=static, url=_url, json_script=json_script)
    env.filters.update(day=day, capital=capital, listed=join_words, bare_svg=bare_svg, ticked=ticked)
    return env


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


def day(value: date | datetime | None) -> str:
    """A date as people write it: 21 November 2026. Empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return f"{value.day} {value:%B %Y}"


def bare_svg(text: str) -> Markup:
    """A picture that the library drew (a QR code), without the XML declaration a page must not hold."""
    return Markup(text[text.index("<svg") :])


def ticked(text: str) -> str:
    """Values that stand in backticks, in quotation marks as people write them."""
    return TICKED.sub(r"“\1”", text)
