"""One check serves the button, the page and the POST: what is offered follows from what would be refused."""

from collections.abc import Callable
from typing import ParamSpec

from django.core.exceptions import PermissionDenied

Asked = ParamSpec("Asked")


def passes(check: Callable[Asked, None], *about: Asked.args, **named: Asked.kwargs) -> bool:
    """Whether a guard (`check_can_…`, which raises PermissionDenied) lets this pass."""
    try:
        check(*about, **named)
    except PermissionDenied:
        return False
    return True
