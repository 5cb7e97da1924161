from typing import Any

from django import forms

from belisha.base.clock import today
from belisha.base.fields import DayField, LineField
from belisha.channels.models import WRITE
from belisha.people.models import School
from belisha.people.queries import right_holders_today

LONGEST = 2_000


class EnquiryForm(forms.Form):
    """What arrived at an official account."""

    channel = LineField(
        label="Which account did it arrive at?",
        max_length=80,
        help_text="For example: the school’s Facebook page.",
        error_messages={"required": "Enter which account it arrived at"},
    )
    words = forms.CharField(
        label="What is asked?",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text="Leave out who wrote it, and the names of children.",
        error_messages={"required": "Enter what is asked"},
    )
    arrived_on = DayField(label="When did it arrive?")
    link = forms.URLField(
        label="Its address, if it has one", max_length=400, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["arrived_on"].initial = today


class EnquiryAnswerForm(forms.Form):
    """The answer that is posted by hand."""

    words = forms.CharField(
        label="Answer",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": "6"}),
        help_text="It is checked by the policy. Fill each gap marked …",
        error_messages={"required": "Write the answer"},
    )
    link = forms.URLField(
        label="Where it was posted, if it has an address",
        max_length=400,
        required=False,
        assume_scheme="https",
    )


class WhyLeftForm(forms.Form):
    """Why an enquiry gets no public answer."""

    why = LineField(
        label="Why is it not answered there?",
        max_length=300,
        help_text="For example: the office rang the parent.",
        error_messages={"required": "Say why it is not answered there"},
    )


class OwnerForm(forms.Form):
    """Who answers an enquiry."""

    to = forms.TypedChoiceField(
        coerce=int,
        label="Who answers it?",
        error_messages={"required": "Choose who answers it", "invalid_choice": "Choose who answers it"},
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = right_holders_today(school)[WRITE]
        self.fields["to"].choices = [("", "Choose a person"), *people.items()]  # type: ignore[attr-defined]
