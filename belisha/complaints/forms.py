from typing import Any

from django import forms

LONGEST = 5000
REQUIRED = {"required": "Say what it is about"}


class MatterForm(forms.Form):
    """A complaint or concern. A name is never needed."""

    # Made anew with each form that is shown, so that a second click is known for one.
    sending = forms.CharField(max_length=200, required=False)
    work = forms.CharField(max_length=20, required=False)
    words = forms.CharField(
        label="What do you want to tell us?",
        max_length=LONGEST,
        error_messages=REQUIRED,
        widget=forms.Textarea,
    )
    about_the_school = forms.BooleanField(required=False)
    name = forms.CharField(label="Your name, if you like", max_length=150, required=False)
    contact = forms.CharField(label="How to reach you, if you like", max_length=200, required=False)


class WordsForm(forms.Form):
    """Words to add to a matter."""

    words = forms.CharField(
        label="Your words",
        max_length=LONGEST,
        error_messages={"required": "Write something first"},
        widget=forms.Textarea,
    )


class ReceiptForm(forms.Form):
    """A receipt code."""

    code = forms.CharField(
        label="Your receipt",
        max_length=60,
        error_messages={"required": "Enter the code that you were given"},
        help_text="Four groups of five letters and digits.",
    )


class ProcedureForm(forms.Form):
    """Where the school's complaints procedure is found."""

    title = forms.CharField(
        label="What it is called", max_length=120, error_messages={"required": "Enter what it is called"}
    )
    address = forms.URLField(
        label="Its address on the school’s website",
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Enter a full address, such as https://www.example.org/complaints"},
    )
    where = forms.CharField(label="Or where people get it", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Require an address, or words."""
        given = super().clean() or {}
        if not given.get("address") and not given.get("where") and "address" not in self.errors:
            self.add_error("address", "Enter its address, or say where people get it")
        return given
