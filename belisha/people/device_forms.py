from itertools import pairwise
from typing import Any

from django import forms

from belisha.people.models import School, SharedDevice
from belisha.people.tokens import plain_code


class DeviceForm(forms.Form):
    """What a shared device is called."""

    name = forms.CharField(
        label="What it is called",
        help_text="Where it is: “kitchen tablet”, “staff room computer”.",
        max_length=60,
        error_messages={"required": "Enter what the device is called"},
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school

    def clean_name(self) -> str:
        """A name that no other device of the school has now."""
        name: str = " ".join(self.cleaned_data["name"].split())
        if SharedDevice.objects.standing().filter(school=self.school, name=name).exists():
            message = "Another shared device of the school has this name. Choose another name"
            raise forms.ValidationError(message)
        return name


class CodeForm(forms.Form):
    """The code of a card, typed where it cannot be scanned."""

    code = forms.CharField(
        label="The code on your card",
        help_text="Four groups of letters and numbers. Capitals and hyphens do not matter.",
        max_length=60,
        error_messages={"required": "Enter the code on your card"},
    )

    def clean_code(self) -> str:
        """The code as it was made."""
        return plain_code(self.cleaned_data["code"])


class NumberForm(forms.Form):
    """The number that belongs to a card."""

    number = forms.CharField(
        label="Your number",
        max_length=12,
        widget=forms.PasswordInput,
        error_messages={"required": "Enter your number"},
    )


class NewNumberForm(NumberForm):
    """A number that somebody chooses at the first use of a card."""

    number = forms.RegexField(
        regex=r"^[0-9]{4,8}$",
        label="Choose a number",
        help_text="4 to 8 digits that only you know. You will enter it each time, with your card.",
        widget=forms.PasswordInput,
        error_messages={
            "required": "Choose a number of 4 to 8 digits",
            "invalid": "Choose a number of 4 to 8 digits",
        },
    )

    def clean_number(self) -> str:
        """Not the numbers that everybody tries first."""
        number: str = self.cleaned_data["number"]
        steps = {int(after) - int(before) for before, after in pairwise(number)}
        if steps in ({0}, {1}, {-1}):
            message = "Choose a number that is harder to guess than the same digit, or 1234"
            raise forms.ValidationError(message)
        return number
