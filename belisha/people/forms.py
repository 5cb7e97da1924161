from functools import lru_cache
from typing import Any

from django import forms

from belisha.base.fields import DayField
from belisha.base.options import Groups
from belisha.base.text import capital
from belisha.people.roles import RoleGroup, is_group, is_known_role, role_label


@lru_cache(maxsize=8)
def role_choices(groups: tuple[RoleGroup, ...]) -> Groups:
    """Return the groups of roles as choices with labels."""
    return tuple(
        (group.title, tuple((role, capital(role_label(role))) for role in group.roles)) for group in groups
    )


class RoleField(forms.CharField):
    """A role that a person can have."""

    default_error_messages = {"required": "Choose the person’s role"}

    def clean(self, value: Any) -> str:
        """Return the role. Raise ValidationError if nobody can have it."""
        role: str = super().clean(value)
        if role and (is_group(role) or not is_known_role(role)):
            message = "Choose a role from the list"
            raise forms.ValidationError(message)
        return role


class LabelledDayField(DayField):
    """A day whose error message names the field."""

    def __init__(self, *, label: str, missing: str = "", **kwargs: Any) -> None:
        said = {"invalid": f"{label}: enter a date such as 4 September 2026", "required": missing or label}
        super().__init__(label=label, error_messages=said, **kwargs)
