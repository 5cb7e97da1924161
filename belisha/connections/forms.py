from collections.abc import Iterable
from typing import Any

from django import forms

from belisha.base.fields import LineField
from belisha.base.text import capital
from belisha.connections.states import EVENT_LABELS
from belisha.people.accounts.access_tokens import SCOPES, TokenScope


class AccessTokenForm(forms.Form):
    """The name of a token and what it is for. Only scopes that the person may give are offered."""

    name = LineField(
        label="Name of the system",
        max_length=60,
        error_messages={"required": "Enter the name of the system that will use it"},
    )
    scopes = forms.MultipleChoiceField(
        label="What it may do",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one thing that it may do"},
    )

    def __init__(self, *args: Any, offered: Iterable[TokenScope], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]
            (scope.value, capital(SCOPES[scope].label)) for scope in offered
        ]

    def clean_scopes(self) -> list[TokenScope]:
        """Return the chosen scopes."""
        return [TokenScope(each) for each in self.cleaned_data["scopes"]]


class WebhookForm(forms.Form):
    """Where another system is told, and of what."""

    name = LineField(
        label="Name of the system",
        max_length=60,
        error_messages={"required": "Enter the name of the system that is told"},
    )
    address = LineField(
        label="Address",
        max_length=400,
        help_text="For example, https://intranet.hazel.example/belisha. It is sent there by POST.",
        error_messages={"required": "Enter the address that it is sent to"},
    )
    events = forms.MultipleChoiceField(
        label="Tell it when",
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, capital(label)) for name, label in EVENT_LABELS.items()],
        error_messages={"required": "Choose at least one thing that it is told of"},
    )
