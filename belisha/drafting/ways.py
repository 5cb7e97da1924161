"""The ways to begin a policy: each module of `beginning` is one, so that a further way is one new file."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django import forms

from belisha.drafting.actions import Begun
from belisha.people.models import School


@dataclass(frozen=True, slots=True)
class Way:
    """One way to begin: its name in the address, its words on the page, the form it asks, what comes of it.

    `form` is made with `school=` and, when it was sent, `data=` and `files=`. `begin` gets the valid form;
    it may raise belisha.rules.errors.PolicyError. `offered` says whether the school can begin so today.
    """

    slug: str
    place: int
    title: str
    says: str
    form: Callable[..., forms.Form]
    begin: Callable[[forms.Form], Begun]
    offered: Callable[[School], bool] = lambda _: True
    button: str = "Begin the draft"


@cache
def every_way() -> tuple[Way, ...]:
    """The ways, in the order in which they are offered."""
    package = importlib.import_module("belisha.drafting.beginning")
    modules = (
        importlib.import_module(f"{package.__name__}.{each.name}")
        for each in pkgutil.iter_modules(package.__path__)
    )
    return tuple(sorted((module.WAY for module in modules), key=lambda way: way.place))


def way_named(slug: str) -> Way | None:
    """The way with this name in the address, or None."""
    return next((way for way in every_way() if way.slug == slug), None)
