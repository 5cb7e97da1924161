"""The ways to start a draft. Each module of this package is one: to add a way, add a file."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django import forms

from belisha.drafting.actions import DraftStart
from belisha.drafting.reading_runs import LongDocument
from belisha.people.models import School


@dataclass(frozen=True, slots=True)
class StartMethod:
    """A way to start a draft: its slug, texts, form and result.

    `form` is called with `school=` and, when submitted, `data=` and `files=`. `begin` takes the valid form
    and may raise belisha.rules.errors.PolicyError. `offered` says whether the school can use it today. `long`
    returns what is read while its page shows how far it is, if it takes long.
    """

    slug: str
    place: int
    title: str
    says: str
    form: Callable[..., forms.Form]
    begin: Callable[[forms.Form], DraftStart]
    offered: Callable[[School], bool] = lambda _: True
    button: str = "Start the draft"
    long: Callable[[forms.Form], LongDocument | None] = lambda _: None


@cache
def start_methods() -> tuple[StartMethod, ...]:
    """Return the ways to start, in the order in which they are offered."""
    package = importlib.import_module("belisha.drafting.start_methods")
    modules = (
        importlib.import_module(f"{package.__name__}.{each.name}")
        for each in pkgutil.iter_modules(package.__path__)
    )
    return tuple(sorted((module.START_METHOD for module in modules), key=lambda way: way.place))


def find_start_method(slug: str) -> StartMethod | None:
    """Return the way to start with this slug, or None."""
    return next((way for way in start_methods() if way.slug == slug), None)
