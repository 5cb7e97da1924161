from django import forms

from belisha.sandbox.addresses import LONGEST


class AddressForm(forms.Form):
    """The page of the school's website that shows the policy."""

    address = forms.URLField(
        label="Page of the school’s website that shows the policy",
        help_text="The page itself, or the document: https://www.school.example/policies/",
        max_length=LONGEST,
        assume_scheme="https",
        error_messages={
            "required": "Give the address of the page that shows the policy.",
            "invalid": "That is not a web address. It looks like https://www.school.example/policies/",
        },
    )

    def clean_address(self) -> str:
        """Accept http and https addresses only."""
        address: str = self.cleaned_data["address"]
        if not address.lower().startswith(("http://", "https://")):
            raise forms.ValidationError("The address begins with https:// or http://.")
        return address
