from functools import lru_cache
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from belisha.base.fields import LineField
from belisha.base.options import Groups
from belisha.base.words import capital
from belisha.people.models import User
from belisha.people.roles import RoleGroup, is_group, is_known_role, role_label


@lru_cache(maxsize=8)
def role_choices(groups: tuple[RoleGroup, ...]) -> Groups:
    """The roles with their names, for a list to choose from."""
    return tuple(
        (group.title, tuple((role, capital(role_label(role))) for role in group.roles)) for group in groups
    )


class RoleField(forms.CharField):
    """A role of the vocabulary that a person can have."""

    default_error_messages = {"required": "Choose the person’s role"}

    def clean(self, value: Any) -> str:
        """The role, if it is known."""
        role: str = super().clean(value)
        if role and (is_group(role) or not is_known_role(role)):
            message = "Choose a role from the list"
            raise forms.ValidationError(message)
        return role


class InvitationForm(forms.Form):
    """Who is invited, and as what."""

    name = LineField(
        label="Full name", max_length=150, error_messages={"required": "Enter the person’s name"}
    )
    email = forms.EmailField(
        label="E-mail address",
        help_text="They sign in with it.",
        error_messages={
            "required": "Enter the person’s e-mail address",
            "invalid": "Enter an e-mail address in the form name@example.org",
        },
    )
    role = RoleField(label="Role at this school")


def new_password_field() -> forms.CharField:
    """A password that somebody chooses. The form, which knows the person, says whether it will do."""
    return forms.CharField(
        label="Choose a password",
        help_text="At least 12 characters. Three words that have nothing in common make a good one.",
        widget=forms.PasswordInput,
        strip=False,
        error_messages={"required": "Choose a password"},
    )


class NewPasswordForm(forms.Form):
    """The first password of an invited person."""

    password = new_password_field()

    def __init__(self, *args: Any, email: str, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = User(email=email, name=name)

    def clean_password(self) -> str:
        """A password that is long enough and not one that everybody tries."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password
