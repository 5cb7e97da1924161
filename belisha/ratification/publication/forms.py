from collections.abc import Iterable
from typing import Any

from django import forms

from belisha.base.fields import DayField
from belisha.policies.models import ChangeKind
from belisha.ratification.forms import PlainForm, line_field, words_field


class PublicationForm(PlainForm):
    """The kind of change, the reason, the review date, and a yes to each thing said of another document."""

    change = forms.ChoiceField(error_messages={"required": "Say whether it is editorial or substantive"})
    reason = words_field("What changed, and why", "", required=False)
    review_due_on = DayField(label="Review it by")
    affirmed = forms.MultipleChoiceField(required=False)

    def __init__(
        self, data: Any = None, *, kinds: Iterable[str], of_another: Iterable[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        choices = [(kind, ChangeKind(kind).label) for kind in kinds]
        self.fields["change"].choices = choices  # type: ignore[attr-defined]
        self.fields["affirmed"].choices = [(each, each) for each in of_another]  # type: ignore[attr-defined]
        self.fields["review_due_on"].error_messages["required"] = (
            "Give the day by which it will be reviewed: no policy is published without one"
        )


class WithdrawalForm(PlainForm):
    """The reason for a withdrawal; `sure` is the confirmation on the second page."""

    reason = line_field("Why is it withdrawn?", "Say why it is withdrawn", longest=300)
    sure = forms.BooleanField(required=False)


class ReviewForm(PlainForm):
    """A review that changed nothing."""

    met_on = DayField(label="Day of the review")
    body = line_field("Who reviewed it?", "Say who reviewed it", longest=100)
    minute = line_field("Reference of the minute", "Give the reference of the minute")
    due_on = DayField(label="Review it again by")
