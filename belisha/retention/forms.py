from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from belisha.base.clock import today
from belisha.base.fields import DayField, LineField
from belisha.base.holdings import holdings
from belisha.people.models import Membership, School
from belisha.retention.actions import triggers_of
from belisha.retention.models import DataRequestKind
from belisha.retention.statements import TRIGGER_WORDS

REASON = {"required": "Give the reason"}
MOMENT = {"required": "Enter a date and time", "invalid": "Enter a date and time, such as 21/11/2026 14:30"}
MOMENTS = ["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M", "%d/%m/%y %H:%M", "%d %B %Y %H:%M", "%d/%m/%Y"]


def people_choices(school: School) -> list[tuple[str, str]]:
    """Return everybody who belongs or belonged to the school, by name."""
    rows = Membership.objects.filter(school=school).order_by("user__name")
    found = dict(rows.values_list("user", "user__name"))
    return [("", "Nobody in the list"), *((str(pk), name) for pk, name in found.items())]


class PeriodForm(forms.Form):
    """How long a kind of record is kept."""

    trigger = forms.ChoiceField(label="The period runs from")
    years = forms.IntegerField(label="Years", min_value=0, max_value=120, required=False)
    months = forms.IntegerField(label="Months", min_value=0, max_value=11, required=False)
    reason = LineField(
        label="Why the school keeps it so long",
        max_length=300,
        error_messages=REASON,
        help_text="For example, “agreed with our records officer in May”.",
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trigger"].choices = [(each.value, TRIGGER_WORDS[each]) for each in triggers_of(kind)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Require years or months."""
        given = super().clean() or {}
        if not self.errors and not given.get("years") and not given.get("months"):
            self.add_error("years", "Enter years or months: no time at all would destroy everything at once")
        return given


class HoldForm(forms.Form):
    """What a legal hold keeps."""

    holding = forms.ChoiceField(label="Which records", required=False)
    row = forms.IntegerField(
        label="The number of one record, if it is only about that", min_value=1, required=False
    )
    person = forms.ChoiceField(label="Or everything about a person", required=False)
    reason = LineField(
        label="Reason",
        max_length=300,
        error_messages=REASON,
        help_text="For example, “letter before claim of 3 November”.",
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms = [
            ("", "Choose records"),
            *((key, each.title) for key, each in holdings().items() if each.triggers),
        ]
        self.fields["holding"].choices = rooms  # type: ignore[attr-defined]
        self.fields["person"].choices = people_choices(school)  # type: ignore[attr-defined]


class DataRequestForm(forms.Form):
    """A request about somebody's own data."""

    kind = forms.ChoiceField(label="What they ask", choices=DataRequestKind.choices)
    person = forms.ChoiceField(label="Who asks", required=False)
    words = forms.CharField(
        label="What they asked, or who they are if they are not in the list",
        max_length=3000,
        required=False,
        widget=forms.Textarea,
    )
    received_on = DayField(label="It came in on")

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people_choices(school)  # type: ignore[attr-defined]
        self.fields["received_on"].initial = today

    def clean(self) -> dict[str, Any]:
        """Require a person or words about them."""
        given = super().clean() or {}
        if not given.get("person") and not given.get("words"):
            self.add_error("words", "Choose who asks, or describe them")
        return given


class DayForm(forms.Form):
    """A day."""

    on = DayField(label="They showed who they are on")


class ReasonForm(forms.Form):
    """A reason, or what was done."""

    why = forms.CharField(label="Reason", max_length=300, error_messages=REASON)

    def __init__(self, *args: Any, label: str = "Reason", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].label = label


class RowCorrectionForm(forms.Form):
    """What is put right in one record: which, what of it, and the words that are right."""

    row = forms.ChoiceField(label="Which record", error_messages={"required": "Choose the record"})
    field = forms.ChoiceField(label="What is wrong", error_messages={"required": "Choose what is wrong"})
    value = LineField(
        label="What is right", max_length=300, error_messages={"required": "Enter what is right"}
    )

    def __init__(
        self, *args: Any, rows: Sequence[tuple[int, str]], fields: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        numbers = [(str(pk), words) for pk, words in rows]
        self.fields["row"].choices = numbers  # type: ignore[attr-defined]
        self.fields["field"].choices = list(fields.items())  # type: ignore[attr-defined]


class RequestAnswerForm(forms.Form):
    """What the person was told."""

    words = forms.CharField(
        label="What you told the person",
        max_length=5000,
        widget=forms.Textarea,
        error_messages={"required": "Write what you told the person"},
    )


class BreachForm(forms.Form):
    """A breach of personal data."""

    what = forms.CharField(
        label="What happened",
        max_length=5000,
        widget=forms.Textarea,
        help_text="What, to what kind of data. Leave names out.",
        error_messages={"required": "Say what happened"},
    )
    noticed_at = forms.DateTimeField(
        label="When somebody first knew",
        input_formats=MOMENTS,
        error_messages=MOMENT,
        help_text="The 72 hours run from then. For example, 21/11/2026 14:30.",
    )
    people = forms.IntegerField(
        label="How many people it is about, roughly", min_value=0, max_value=1_000_000, required=False
    )
    link = LineField(
        label="The address of the post or page, if it began there", max_length=300, required=False
    )


class ToldForm(forms.Form):
    """When the Information Commissioner was told."""

    at = forms.DateTimeField(
        label="You told them at",
        input_formats=MOMENTS,
        error_messages=MOMENT,
        help_text="For example, 21/11/2026 14:30.",
    )
    reference = LineField(label="Their reference", max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].initial = lambda: timezone.localtime().strftime("%d/%m/%Y %H:%M")


class CloseForm(forms.Form):
    """What was done about a breach."""

    measures = forms.CharField(
        label="What was done, so that it does not happen again",
        max_length=5000,
        widget=forms.Textarea,
        error_messages={"required": "Say what was done"},
    )
    told = forms.ChoiceField(
        label="Were the people told?",
        choices=[("no", "No: a high risk to them is unlikely"), ("yes", "Yes")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the people were told"},
    )
