from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from belisha.acknowledgements.quiz import QuizAnswer, QuizQuestion
from belisha.acknowledgements.sheet_codes import is_same_code
from belisha.base.fields import DayField, LineField

ANSWER_WORDS = {QuizAnswer.YES: "Yes", QuizAnswer.ASK: "Only if I ask first", QuizAnswer.NO: "No"}


class AgreeForm(forms.Form):
    """The agreement. `shown` is the hash of the text on the page when it was opened."""

    agree = forms.BooleanField(
        label="I agree to this",
        error_messages={"required": "Tick the box to say that you have read it and will keep to it"},
    )
    shown = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_shown(self) -> str:
        """Require the text to be the same as now."""
        shown: str = self.cleaned_data["shown"]
        if shown != self.expected:
            message = "What is to be read has changed since you opened this page. Please read it again below."
            raise forms.ValidationError(message)
        return shown


class CheckForm(forms.Form):
    """A field for each question. `wrong` are the questions answered otherwise than the policy does."""

    def __init__(self, *args: Any, questions: Sequence[QuizQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = tuple(questions)
        for each in self.questions:
            self.fields[each.id] = forms.ChoiceField(
                label=each.words,
                choices=[(answer.value, words) for answer, words in ANSWER_WORDS.items()],
                error_messages={"required": "Choose an answer", "invalid_choice": "Choose an answer"},
            )

    @property
    def wrong(self) -> tuple[QuizQuestion, ...]:
        """Return the questions with a wrong answer; empty before the form is valid."""
        if not self.is_valid():
            return ()
        return tuple(each for each in self.questions if not each.accepts(self.cleaned_data[each.id]))


class PaperForm(forms.Form):
    """The signatures on a sheet, their day and witnesses. The sheet's code names its version."""

    code = forms.CharField(
        label="Code of the sheet",
        help_text="It stands at the top of the sheet, for example ABCD-2345.",
        error_messages={"required": "Enter the code that stands at the top of the sheet"},
    )
    signed_on = DayField(
        label="Day on which they signed",
        error_messages={
            "required": "Enter the day on which they signed",
            "invalid": "Enter the day as 21/11/2026",
        },
    )
    witness = forms.ChoiceField(
        label="Who saw them sign", error_messages={"required": "Choose who saw them sign"}
    )
    second_witness = forms.ChoiceField(
        label="Somebody else who saw it, if you were the one above", required=False
    )
    people = forms.MultipleChoiceField(
        label="Who signed", error_messages={"required": "Tick everybody who signed"}
    )

    def __init__(
        self,
        *args: Any,
        expected: str,
        earliest: date,
        latest: date,
        signers: Iterable[tuple[int, str]],
        witnesses: Iterable[tuple[int, str]],
        entered_by: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.expected, self.earliest, self.latest, self.entered_by = expected, earliest, latest, entered_by
        known = [(str(pk), name) for pk, name in witnesses]
        choices = {
            "people": [(str(pk), name) for pk, name in signers],
            "witness": [("", "Choose a person"), *known],
            "second_witness": [("", "Nobody else"), *known],
        }
        for name, values in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = values

    def clean_code(self) -> str:
        """Require the code of the version in force."""
        code: str = self.cleaned_data["code"]
        if not is_same_code(code, self.expected):
            message = (
                f"“{code}” is not the code of the version in force. Whoever signed another version has not "
                "agreed to this one: print a new sheet."
            )
            raise forms.ValidationError(message)
        return code

    def clean_signed_on(self) -> date:
        """Require a day between publication and today."""
        day: date = self.cleaned_data["signed_on"]
        if not self.earliest <= day <= self.latest:
            published = f"{self.earliest:%-d %B %Y}"
            message = f"The day must lie between {published}, when it was published, and today"
            raise forms.ValidationError(message)
        return day

    def clean(self) -> dict[str, Any]:
        """Require a witness other than the signers and the person who enters the sheet."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        witnesses = {data.get("witness", ""), data.get("second_witness", "")} - {""}
        if witnesses & set(data.get("people", ())):
            self.add_error(
                "witness", "Nobody can be the witness of their own signature. Choose somebody else."
            )
        elif witnesses == {str(self.entered_by)}:
            self.add_error(
                "witness", "You enter the sheet yourself, so somebody else must have seen the signatures too."
            )
        if str(self.entered_by) in data.get("people", ()):
            self.add_error(
                "people", "Acknowledge it on your own account, not on a sheet that you enter yourself."
            )
        return data


class SetAsideForm(forms.Form):
    """Why a signature on paper was a mistake."""

    reason = LineField(
        label="Why was it a mistake?",
        max_length=300,
        error_messages={"required": "Say why it was a mistake", "max_length": "Write at most 300 letters"},
    )
