import re
from typing import Any

from django import forms

from belisha.base.fields import LineField

PHONE = re.compile(r"[+(]?[0-9][0-9 ()-]{2,28}( ?(ext|x|extension)\.? ?[0-9]{1,6})?", re.IGNORECASE)


class ContactForm(forms.Form):
    """A way to reach an office or an outside body."""

    name = LineField(
        label="Name",
        required=False,
        max_length=120,
        help_text="Leave it empty for a body or a shared number.",
    )
    phone = LineField(label="Telephone", required=False, max_length=40)
    email = forms.EmailField(
        label="Email address",
        required=False,
        error_messages={"invalid": "Enter an email address like name@example.sch.uk"},
    )
    address = forms.CharField(
        label="Address, room or web page", required=False, max_length=400, strip=True, widget=forms.Textarea
    )
    reachable = LineField(
        label="When they can be reached",
        required=False,
        max_length=120,
        help_text="For example: Monday to Friday, 8am to 4pm.",
    )
    is_deputy = forms.BooleanField(label="They are a deputy", required=False)
    is_public = forms.BooleanField(
        label="Show this to everybody, also to parents and pupils without an account", required=False
    )

    def clean_phone(self) -> str:
        """Return the number; refuse what nobody could dial."""
        phone: str = self.cleaned_data["phone"]
        if phone and not PHONE.fullmatch(phone):
            message = "Enter a telephone number like 01632 960 001 or 101"
            raise forms.ValidationError(message)
        return phone

    def clean(self) -> dict[str, Any]:
        """Ask for at least one way to reach them."""
        found = super().clean() or self.cleaned_data
        if not self.errors and not any(found.get(name) for name in ("phone", "email", "address")):
            self.add_error("phone", "Enter a telephone number, an email address or an address")
        return found
