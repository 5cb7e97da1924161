from datetime import date
from typing import Any

from django import forms

from belisha.base.fields import DayField, LineField
from belisha.people.models import AsksOnJoining, School, SchoolKind
from belisha.people.roles import is_known_role

# The phases of the national register of schools (GIAS).
PHASES = (
    *("Nursery", "Infant", "Junior", "Primary", "First", "Middle", "Secondary", "All-through", "16 plus"),
    *("Special", "Alternative provision", "Several phases"),
)


class WhenField(DayField):
    """A day whose fault is told with what the day is for."""

    def __init__(self, *, label: str, missing: str = "", **kwargs: Any) -> None:
        said = {"invalid": f"{label}: enter a date such as 4 September 2026", "required": missing or label}
        super().__init__(label=label, error_messages=said, **kwargs)


class SchoolForm(forms.Form):
    """The facts of a school."""

    name = LineField(
        label="Name of the school", max_length=200, error_messages={"required": "Enter the school’s name"}
    )
    urn = forms.RegexField(
        regex=r"^[0-9]{6}$",
        required=False,
        label="URN",
        help_text="Six digits. It is on the school’s page at “Get information about schools”.",
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
        label="Send nothing from",
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
        label="What the policy asks of people when they join, it asks of", choices=AsksOnJoining.choices
    )
    acknowledge_within = forms.IntegerField(
        label="Days to acknowledge the policy",
        min_value=1,
        max_value=365,
        help_text="For where the policy itself names none.",
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
        """A number that no other school here has."""
        urn: str = self.cleaned_data["urn"]
        if urn and School.objects.filter(urn=urn).exclude(pk=self.school.pk).exists():
            message = "Another school here has this URN. Check the number"
            raise forms.ValidationError(message)
        return urn

    def clean(self) -> dict[str, Any]:
        """Quiet hours that begin and end at different times."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("quiet_from") and data.get("quiet_from") == data.get("quiet_to"):
            self.add_error("quiet_to", "Quiet hours must end at another time than they begin")
        return data


class TermForm(forms.Form):
    """A term: its name, its first and its last day."""

    name = LineField(
        label="Name",
        help_text="As people say it: “Autumn Term 2026”.",
        max_length=60,
        error_messages={"required": "Enter the term’s name"},
    )
    starts_on = WhenField(label="First day", missing="Enter the term’s first day")
    ends_on = WhenField(label="Last day", missing="Enter the term’s last day")

    def clean_name(self) -> str:
        """The name without stray spaces."""
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, Any]:
        """A term that ends after it began, and is no longer than half a year."""
        data: dict[str, Any] = super().clean() or {}
        starts: date | None = data.get("starts_on")
        ends: date | None = data.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", "The last day must come after the first")
        elif starts and ends and (ends - starts).days > 183:
            self.add_error("ends_on", "A term longer than half a year is a slip: check the two days")
        return data


class HoldersForm(forms.Form):
    """Which roles hold a right."""

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
    """A trust or HR body that stands over the school."""

    body = forms.ModelChoiceField(
        queryset=School.objects.none(),
        label="Trust or HR body",
        error_messages={"required": "Choose a body", "invalid_choice": "Choose a body from the list"},
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = School.objects.exclude(kind=SchoolKind.SCHOOL).exclude(pk=school.pk)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
