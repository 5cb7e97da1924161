from typing import Any

from django import forms

from belisha.ratification.forms import PlainForm, line_field, words_field
from belisha.rules.ruling import Verdict


class MeantForm(PlainForm):
    """The reason why a saved answer should change."""

    reason = words_field("Why is this answer meant to change?", "Say why this answer is meant to change")
    checksum = forms.CharField(max_length=64)


class ScenarioForm(PlainForm):
    """The question and the expected verdict; the situation comes from the question form."""

    document: Any = forms.ModelChoiceField(
        queryset=None, empty_label=None, error_messages={"required": "Choose the policy"}
    )
    question = line_field("The question", "Write the question as somebody would ask it", longest=200)
    verdict = forms.ChoiceField(
        choices=[(verdict, verdict) for verdict in Verdict],
        error_messages={"required": "Choose the answer that you expect"},
    )

    def __init__(self, data: Any = None, *, documents: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["document"].queryset = documents  # type: ignore[attr-defined]
