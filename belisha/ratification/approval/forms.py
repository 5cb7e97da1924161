from collections.abc import Iterable
from typing import Any

from django import forms

from belisha.ratification.forms import PlainForm, words_field
from belisha.ratification.models import ApprovalOpinion


class ApprovalForm(PlainForm):
    """The approvers, and how many of them must approve."""

    approvers = forms.TypedMultipleChoiceField(
        label="Who is to approve it?",
        coerce=int,
        error_messages={"required": "Choose who is to approve it", "invalid_choice": "Choose from the list"},
    )
    rule = forms.ChoiceField(
        choices=[("all", "All of them"), ("any", "Any one of them"), ("some", "Some of them")],
        error_messages={"required": "Choose how many of them must approve"},
    )
    number = forms.IntegerField(
        required=False,
        min_value=1,
        error_messages={"invalid": "Give a number", "min_value": "At least one must approve"},
    )

    def __init__(self, data: Any = None, *, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["approvers"].choices = list(people)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Add `needed`: how many people must approve."""
        cleaned = super().clean() or self.cleaned_data
        rule, number = cleaned.get("rule"), cleaned.get("number")
        if rule == "some" and number is None and "number" not in self.errors:
            self.add_error("number", "Say how many of them must approve")
        needed = {"all": len(cleaned.get("approvers", [])), "any": 1, "some": number}
        cleaned["needed"] = needed.get(str(rule)) or 0
        return cleaned


class DecisionForm(PlainForm):
    """An approver's decision on the text that they were shown."""

    opinion = forms.ChoiceField(
        choices=ApprovalOpinion.choices, error_messages={"required": "Choose whether you approve it"}
    )
    words = words_field("What should change?", "", required=False)
    checksum = forms.CharField(max_length=64)

    def clean(self) -> dict[str, Any]:
        """Require words with a request for changes."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("opinion") == ApprovalOpinion.ASKS_CHANGES and not cleaned.get("words"):
            self.add_error("words", "Say what should change")
        return cleaned
