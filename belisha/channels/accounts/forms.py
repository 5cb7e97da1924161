from typing import Any

from django import forms

from belisha.base.fields import LineField
from belisha.channels.connectors import Connector, ConnectorError
from belisha.channels.connectors.mailing import addresses_of


class AccountForm(forms.Form):
    """How the site gets into an account. What a kind of account does not ask for is left out."""

    channel = LineField(
        label="What is it called here?",
        max_length=80,
        help_text="For example: the school’s website.",
        error_messages={"required": "Enter what it is called"},
    )
    address = forms.URLField(
        max_length=300,
        assume_scheme="https",
        error_messages={
            "required": "Enter the address",
            "invalid": "Enter a full address, such as https://www.hazel.example",
        },
    )
    user_name = LineField(max_length=200, error_messages={"required": "Enter the name that it signs in with"})
    secret = forms.CharField(
        max_length=100_000,
        widget=forms.PasswordInput(attrs={"type": "password", "autocomplete": "off"}),
        error_messages={"required": "Enter it"},
    )

    def __init__(self, *args: Any, connector: Connector, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.connector = connector
        asked = {
            "address": (connector.address_label, connector.address_hint),
            "user_name": (connector.user_label, ""),
            "secret": (connector.secret_label, connector.secret_hint),
        }
        for name, (label, hint) in asked.items():
            if not label:
                del self.fields[name]
                continue
            self.fields[name].label, self.fields[name].help_text = label, hint
        if connector.is_secret_list:
            self.fields["secret"].widget = forms.Textarea(attrs={"rows": "8"})

    def clean_address(self) -> str:
        """Return the address without its page: what is asked for is the whole site or server."""
        return str(self.cleaned_data["address"]).rstrip("/")

    def clean_secret(self) -> str:
        """Return the password, or the list with each address once. Raise ValidationError."""
        given = str(self.cleaned_data["secret"]).strip()
        if not self.connector.is_secret_list:
            return given
        try:
            return "\n".join(addresses_of(given))
        except ConnectorError as error:
            raise forms.ValidationError(str(error)) from error
