from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from belisha.base.fields import LineField
from belisha.people.forms import RoleField
from belisha.people.models import Membership, School, User


class InvitationForm(forms.Form):
    """Who is invited, in which role."""

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
    """Return the field for a new password. The form validates it, because it knows the person."""
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
        """Return the password. Raise ValidationError if it is short or common."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password


class PersonForm(forms.Form):
    """Somebody's name, and the address that they sign in with."""

    name = LineField(
        label="Full name", max_length=150, error_messages={"required": "Enter the person’s name"}
    )
    email = forms.EmailField(
        required=False,
        label="E-mail address",
        error_messages={"invalid": "Enter an e-mail address in the form name@example.org"},
    )

    def __init__(self, *args: Any, school: School, user: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"name": user.name, "email": user.email or ""})
        super().__init__(*args, **kwargs)
        self.school, self.user = school, user

    def clean_email(self) -> str | None:
        """Return an address that nobody else at the school has. One that is there cannot be removed."""
        email: str = self.cleaned_data["email"].strip().lower()
        if not email and self.user.email:
            message = "Enter an address: without one this person could no longer sign in with a password"
            raise forms.ValidationError(message)
        others = Membership.objects.filter(school=self.school, user__email=email).exclude(user=self.user)
        if email and others.exists():
            message = "Someone else at the school has this address. Enter a different address"
            raise forms.ValidationError(message)
        return email or None
