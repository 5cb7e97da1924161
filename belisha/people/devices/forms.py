from itertools import pairwise
from typing import Any

from django import forms

from belisha.people.accounts.tokens import normalise_code
from belisha.people.models import School, SharedDevice


class DeviceForm(forms.Form):
    """The name of a shared device."""

    name = forms.CharField(
        label="Name of the device",
        help_text="For example, “kitchen tablet” or “staff room computer”.",
        max_length=60,
        error_messages={"required": "Enter a name for the device"},
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school

    def clean_name(self) -> str:
        """Return the name. Raise ValidationError if another device of the school has it."""
        name: str = " ".join(self.cleaned_data["name"].split())
        if SharedDevice.objects.active().filter(school=self.school, name=name).exists():
            message = "Another shared device at the school has this name. Enter a different name"
            raise forms.ValidationError(message)
        return name


class CardCodeForm(forms.Form):
    """The code of a card, typed if it cannot be scanned."""

    code = forms.CharField(
        label="Code on your card",
        help_text="Four groups of letters and numbers. Capitals and hyphens do not matter.",
        max_length=60,
        error_messages={"required": "Enter the code on your card"},
    )

    def clean_code(self) -> str:
        """Return the code as it was made."""
        return normalise_code(self.cleaned_data["code"])


class CardNumberForm(forms.Form):
    """The number of a card."""

    number = forms.CharField(
        label="Your number",
        max_length=12,
        widget=forms.PasswordInput,
        error_messages={"required": "Enter your number"},
    )


class NewCardNumberForm(CardNumberForm):
    """The number that somebody chooses when they first use a card."""

    number = forms.RegexField(
        regex=r"^[0-9]{4,8}$",
        label="Choose a number",
        help_text="4 to 8 digits that only you know. You will need it each time you use your card.",
        widget=forms.PasswordInput,
        error_messages={
            "required": "Choose a number of 4 to 8 digits",
            "invalid": "Choose a number of 4 to 8 digits",
        },
    )

    def clean_number(self) -> str:
        """Return the number. Raise ValidationError if it is easy to guess."""
        number: str = self.cleaned_data["number"]
        steps = {int(after) - int(before) for before, after in pairwise(number)}
        if steps in ({0}, {1}, {-1}):
            message = "Choose a number that is harder to guess, not 1111 or 1234"
            raise forms.ValidationError(message)
        return number
