from datetime import date
from typing import Any

from django import forms

from belisha.base.fields import LineField
from belisha.people.forms import LabelledDayField
from belisha.people.models import AsksOnJoining, School, SchoolKind
from belisha.people.roles import is_known_role
from belisha.people.settings.term_calendar import LARGEST, CalendarTerm, TermCalendarError, terms_of_calendar
from belisha.sandbox import SandboxError, run_in_sandbox

# The phases of the national register of schools (GIAS).
PHASES = (
    *("Nursery", "Infant", "Junior", "Primary", "First", "Middle", "Secondary", "All-through", "16 plus"),
    *("Special", "Alternative provision", "Several phases"),
)


class SchoolForm(forms.Form):
    """The facts of a school."""

    name = LineField(
        label="Name of the school", max_length=200, error_messages={"required": "Enter the school’s name"}
    )
    urn = forms.RegexField(
        regex=r"^[0-9]{6}$",
        required=False,
        label="URN",
        help_text="Six digits. You can find it on “Get information about schools”.",
        error_messages={"invalid": "Enter the URN as six digits, such as 123456"},
    )
    phase = forms.ChoiceField(required=False, label="Phase", choices=[("", "")] + [(p, p) for p in PHASES])
    website = forms.URLField(
        required=False,
        label="Website",
        assume_scheme="https",
        error_messages={"invalid": "Enter the website’s address, such as https://www.example.sch.uk"},
    )
    quiet_from = forms.TimeField(
        label="Send no mail from",
        error_messages={"required": "Enter when quiet hours begin", "invalid": "Enter a time such as 18:00"},
    )
    quiet_to = forms.TimeField(
        label="until",
        error_messages={"required": "Enter when quiet hours end", "invalid": "Enter a time such as 07:30"},
    )
    regularly_means = forms.ChoiceField(
        label="“Regularly” means", choices=[("term", "every term"), ("year", "every year")]
    )
    asks_on_joining = forms.ChoiceField(
        label="When a policy starts here, give tasks for new people to", choices=AsksOnJoining.choices
    )
    acknowledge_within = forms.IntegerField(
        label="Days to acknowledge the policy",
        min_value=1,
        max_value=365,
        help_text="Used if the policy does not say.",
        error_messages={"required": "Enter a number of days", "invalid": "Enter a number of days"},
    )
    answer_within = forms.IntegerField(
        label="Working days to answer a complaint",
        min_value=1,
        max_value=90,
        error_messages={"required": "Enter a number of days", "invalid": "Enter a number of days"},
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school

    def clean_urn(self) -> str:
        """Return the URN. Raise ValidationError if another school here has it."""
        urn: str = self.cleaned_data["urn"]
        if urn and School.objects.filter(urn=urn).exclude(pk=self.school.pk).exists():
            message = "Another school here has this URN. Check the number"
            raise forms.ValidationError(message)
        return urn

    def clean(self) -> dict[str, Any]:
        """Check that quiet hours begin and end at different times."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("quiet_from") and data.get("quiet_from") == data.get("quiet_to"):
            self.add_error("quiet_to", "Quiet hours must not begin and end at the same time")
        return data


class TermForm(forms.Form):
    """A term: its name, first day and last day."""

    name = LineField(
        label="Name",
        help_text="As people say it: “Autumn Term 2026”.",
        max_length=60,
        error_messages={"required": "Enter the term’s name"},
    )
    starts_on = LabelledDayField(label="First day", missing="Enter the term’s first day")
    ends_on = LabelledDayField(label="Last day", missing="Enter the term’s last day")

    def clean_name(self) -> str:
        """Return the name without extra spaces."""
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, Any]:
        """Check that the term ends after it begins and lasts at most half a year."""
        data: dict[str, Any] = super().clean() or {}
        starts: date | None = data.get("starts_on")
        ends: date | None = data.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", "The last day must be after the first day")
        elif starts and ends and (ends - starts).days > 183:
            self.add_error("ends_on", "A term cannot be longer than half a year. Check both dates")
        return data


class TermCalendarForm(forms.Form):
    """A calendar file with term dates."""

    calendar = forms.FileField(
        label="Calendar file",
        help_text="A file that ends in .ics, as councils offer it beside their term dates.",
        allow_empty_file=True,
        error_messages={"required": "Choose a calendar file", "missing": "Choose a calendar file"},
    )

    def clean_calendar(self) -> tuple[CalendarTerm, ...]:
        """Return the terms that the file states."""
        file = self.cleaned_data["calendar"]
        try:
            return run_in_sandbox(terms_of_calendar, file.read(LARGEST + 1))
        except (SandboxError, TermCalendarError) as error:
            raise forms.ValidationError(str(error)) from error


class RightHoldersForm(forms.Form):
    """Which roles have a right."""

    holders = forms.MultipleChoiceField(
        label="Who may",
        error_messages={
            "required": "Choose at least one role",
            "invalid_choice": "Choose roles from the list",
        },
    )

    def __init__(self, *args: Any, roles: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(role, role) for role in roles if is_known_role(role)]
        self.fields["holders"].choices = choices  # type: ignore[attr-defined]


class BodyForm(forms.Form):
    """A trust or HR body with oversight of the school."""

    body = forms.ModelChoiceField(
        queryset=School.objects.none(),
        label="Trust or HR body",
        error_messages={"required": "Choose a body", "invalid_choice": "Choose a body from the list"},
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = School.objects.exclude(kind=SchoolKind.SCHOOL).exclude(pk=school.pk)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
