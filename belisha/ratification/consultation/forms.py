from collections.abc import Iterable
from typing import Any

from django import forms

from belisha.base.fields import DayField
from belisha.ratification.forms import PlainForm, words_field


class ConsultationForm(PlainForm):
    """The audience, the closing day and the question."""

    audience = forms.MultipleChoiceField(
        label="Who is asked?", error_messages={"required": "Choose who is asked"}
    )
    closes_on = DayField(label="The last day to comment")
    asks = words_field("What do you want to know?", "", required=False)
    by_link = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, roles: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["audience"].choices = list(roles)  # type: ignore[attr-defined]


class CommentForm(PlainForm):
    """A comment on a clause, or on the whole policy."""

    clause = forms.CharField(required=False, max_length=100)
    text = words_field("Your comment", "Write your comment")


class AnswerForm(PlainForm):
    """The school's answer to a comment."""

    state = forms.ChoiceField(
        choices=[("accepted", "Accepted"), ("declined", "Declined")],
        error_messages={"required": "Choose whether it is accepted or declined"},
    )
    reason = words_field("Why", "Say why: whoever commented will read it")
