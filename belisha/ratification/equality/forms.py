from collections.abc import Iterable
from typing import Any

from django import forms

from belisha.ratification.forms import PlainForm, words_field
from belisha.ratification.models import EqualityOutcome


class EqualityForm(PlainForm):
    """The grounds that were checked, and the outcome."""

    grounds = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": "Choose from the list"}
    )
    outcome = forms.ChoiceField(
        choices=EqualityOutcome.choices, error_messages={"required": "Choose what the check came to"}
    )
    other = words_field("Other grounds that you looked at", "", required=False)
    mistaken = words_field("How was the concern recorded by mistake?", "", required=False)
    notes = words_field("Notes", "", required=False)
    checksum = forms.CharField(max_length=64)

    def __init__(self, data: Any = None, *, grounds: Iterable[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["grounds"].choices = [(each, each) for each in grounds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Add `looked_at`: every ground, with the others typed in. Require notes for a concern."""
        cleaned = super().clean() or self.cleaned_data
        others = [each.strip() for each in cleaned.get("other", "").replace("\n", ",").split(",")]
        cleaned["looked_at"] = [*cleaned.get("grounds", []), *filter(None, others)]
        if not cleaned["looked_at"]:
            self.add_error("grounds", "Choose every ground that you looked at")
        if cleaned.get("outcome") == EqualityOutcome.CONCERN and not cleaned.get("notes"):
            self.add_error("notes", "Say what the concern is")
        return cleaned
