"""Guards: one function decides who may do something, for the button, the page and the POST alike."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Generic, ParamSpec

from django.core.exceptions import PermissionDenied

About = ParamSpec("About")


class Guard(Generic[About]):
    """A check that answers yes or no when called, and with `check` raises the reason for a no."""

    def __init__(self, check: Callable[About, None]) -> None:
        self.check = check
        """Raise PermissionDenied, with a sentence, unless it is allowed."""
        update_wrapper(self, check)

    def __call__(self, *about: About.args, **named: About.kwargs) -> bool:
        """Return whether it is allowed."""
        return is_allowed(self.check, *about, **named)


def guard(check: Callable[About, None]) -> Guard[About]:
    """Turn a function that raises PermissionDenied with a sentence into a guard.

    @guard
    def can_end_term(actor: Actor, school: School) -> None:
        "Raise PermissionDenied unless ..."

    `can_end_term(actor, school)` says whether to offer it; `can_end_term.check(actor, school)` refuses it.
    """
    return Guard(check)


def is_allowed(check: Callable[About, None], *about: About.args, **named: About.kwargs) -> bool:
    """Return whether a check that raises PermissionDenied allows this."""
    try:
        check(*about, **named)
    except PermissionDenied:
        return False
    return True
