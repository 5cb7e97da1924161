"""One guard answers for the button and for the request."""

import pytest
from django.core.exceptions import PermissionDenied

from belisha.base.guards import guard


@guard
def can_pass(age: int, *, minimum: int = 13) -> None:
    """Raise PermissionDenied below the minimum age."""
    if age < minimum:
        message = f"You must be {minimum}."
        raise PermissionDenied(message)


def test_called_it_answers_yes_or_no() -> None:
    assert can_pass(13)
    assert not can_pass(12)
    assert can_pass(12, minimum=11)


def test_check_raises_with_the_reason() -> None:
    can_pass.check(13)
    with pytest.raises(PermissionDenied, match=r"You must be 16\."):
        can_pass.check(13, minimum=16)


def test_it_keeps_the_name_and_the_docstring() -> None:
    assert can_pass.__doc__ == "Raise PermissionDenied below the minimum age."


def test_other_errors_are_not_swallowed() -> None:
    with pytest.raises(TypeError):
        can_pass("twelve")  # type: ignore[arg-type]
