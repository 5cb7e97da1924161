from collections.abc import Iterable
from typing import Any

from django import forms

from belisha.base.fields import DayField, LineField
from belisha.policies.models import ChangeKind
from belisha.ratification.models import EqualityOutcome, Opinion
from belisha.rules.ruling import Verdict

LONGEST = 2000


def words_field(label: str, missing: str, *, required: bool = True, hint: str = "") -> forms.CharField:
    """Some sentences."""
    errors = {"required": missing, "max_length": f"Write at most {LONGEST} letters"}
    return forms.CharField(
        label=label, required=required, max_length=LONGEST, error_messages=errors, help_text=hint
    )


def line_field(label: str, missing: str, *, longest: int = 60, hint: str = "") -> forms.CharField:
    """One line."""
    errors = {"required": missing, "max_length": f"Write at most {longest} letters"}
    return LineField(label=label, max_length=longest, error_messages=errors, help_text=hint)


class PlainForm(forms.Form):
    """A form whose fields' ids are their names, as our templates write them."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="%s", **kwargs)


class ConsultationForm(PlainForm):
    """Who is asked, until when, and what."""

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
    """A comment on a clause, or on the whole."""

    clause = forms.CharField(required=False, max_length=100)
    text = words_field("Your comment", "Write your comment")


class AnswerForm(PlainForm):
    """What becomes of a comment."""

    state = forms.ChoiceField(
        choices=[("accepted", "Accepted"), ("declined", "Declined")],
        error_messages={"required": "Choose whether it is accepted or declined"},
    )
    reason = words_field("Why", "Say why: whoever commented will read it")


class ApprovalForm(PlainForm):
    """Who is to approve, and how many of them."""

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
        """`needed`: how many must approve."""
        cleaned = super().clean() or self.cleaned_data
        rule, number = cleaned.get("rule"), cleaned.get("number")
        if rule == "some" and number is None and "number" not in self.errors:
            self.add_error("number", "Say how many of them must approve")
        needed = {"all": len(cleaned.get("approvers", [])), "any": 1, "some": number}
        cleaned["needed"] = needed.get(str(rule)) or 0
        return cleaned


class DecisionForm(PlainForm):
    """What an approver says of the text that they were shown."""

    opinion = forms.ChoiceField(
        choices=Opinion.choices, error_messages={"required": "Choose whether you approve it"}
    )
    words = words_field("What should change?", "", required=False)
    checksum = forms.CharField(max_length=64)

    def clean(self) -> dict[str, Any]:
        """Whoever asks for changes says which."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("opinion") == Opinion.ASKS_CHANGES and not cleaned.get("words"):
            self.add_error("words", "Say what should change")
        return cleaned


class EqualityForm(PlainForm):
    """On which grounds a text was looked at, and what it came to."""

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
        """`looked_at`: every ground, the others too. A concern is told in words."""
        cleaned = super().clean() or self.cleaned_data
        others = [each.strip() for each in cleaned.get("other", "").replace("\n", ",").split(",")]
        cleaned["looked_at"] = [*cleaned.get("grounds", []), *filter(None, others)]
        if not cleaned["looked_at"]:
            self.add_error("grounds", "Choose every ground that you looked at")
        if cleaned.get("outcome") == EqualityOutcome.CONCERN and not cleaned.get("notes"):
            self.add_error("notes", "Say what the concern is")
        return cleaned


class MeetingForm(PlainForm):
    """The meeting that ratified a text."""

    met_on = DayField(label="Day of the meeting")
    body = line_field("Which body or committee?", "Say which body ratified it", longest=100)
    minute = line_field("Reference of the minute", "Give the reference of the minute")


class MinuteForm(PlainForm):
    """A minute reference put right."""

    minute = line_field("The right reference", "Give the right reference")
    reason = words_field("Why was the other wrong?", "Say why the other was wrong")


class CorrectionForm(MeetingForm):
    """The record of a meeting put right, before anybody has signed."""

    reason = words_field("What was wrong in the record?", "Say what was wrong in the record")


class SignForm(PlainForm):
    """A signature: what for, and that the words were agreed to."""

    part = forms.ChoiceField(choices=[("school", ""), ("governors", "")])
    checksum = forms.CharField(max_length=64)
    read = forms.CharField(required=False)
    agreed = forms.BooleanField(error_messages={"required": "Tick that you agree to the words, to sign them"})


class PublicationForm(PlainForm):
    """What sort of change it is, why, and when it is reviewed."""

    change = forms.ChoiceField(error_messages={"required": "Say whether it is editorial or substantive"})
    reason = words_field("What changed, and why", "", required=False)
    review_due_on = DayField(label="Review it by")

    def __init__(self, data: Any = None, *, kinds: Iterable[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices = [(kind, ChangeKind(kind).label) for kind in kinds]
        self.fields["change"].choices = choices  # type: ignore[attr-defined]
        self.fields["review_due_on"].error_messages["required"] = (
            "Give the day by which it will be reviewed: no policy is published without one"
        )


class WithdrawalForm(PlainForm):
    """Why a version is withdrawn; `sure` is the second yes, once the effects were read."""

    reason = line_field("Why is it withdrawn?", "Say why it is withdrawn", longest=300)
    sure = forms.BooleanField(required=False)


class ReviewForm(PlainForm):
    """A review that changed nothing."""

    met_on = DayField(label="Day of the review")
    body = line_field("Who reviewed it?", "Say who reviewed it", longest=100)
    minute = line_field("Reference of the minute", "Give the reference of the minute")
    due_on = DayField(label="Review it again by")


class MeantForm(PlainForm):
    """Why a scenario is meant to come out differently."""

    reason = words_field("Why is this answer meant to change?", "Say why this answer is meant to change")
    checksum = forms.CharField(max_length=64)


class ScenarioForm(PlainForm):
    """What a scenario is called, and the verdict that it expects; its situation is a question's."""

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
