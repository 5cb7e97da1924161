from datetime import date
from typing import Any

from django import forms

from belisha.access.rights import load_rights
from belisha.base.clock import today
from belisha.base.fields import LineField
from belisha.people.forms import LabelledDayField, RoleField
from belisha.people.models import Membership, School, User
from belisha.people.queries import people_named


class DateRangeForm(forms.Form):
    """A first and a last day. The last day may be empty."""

    from_on = LabelledDayField(label="From", missing="Enter the first day")
    to_on = LabelledDayField(
        label="To", required=False, help_text="The last day. Leave empty if there is no end date."
    )

    def clean(self) -> dict[str, Any]:
        """Check that the last day is not before the first."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("to_on") and data.get("from_on") and data["to_on"] < data["from_on"]:
            self.add_error("to_on", "The last day must be on or after the first day")
        return data


class MembershipForm(DateRangeForm):
    """The details of a role or an office that somebody has at a school."""

    is_deputy = forms.BooleanField(
        required=False, label="Deputy: fills the office only while its holder is away"
    )
    line_manager = forms.CharField(
        required=False,
        max_length=254,
        label="Line manager",
        help_text="Their e-mail address, or their full name.",
    )
    group = forms.CharField(required=False, max_length=60, label="Class or team")
    year_group = forms.CharField(required=False, max_length=20, label="Year group")
    extra_rights = forms.MultipleChoiceField(
        required=False,
        label="Additional rights",
        choices=[(right.id, right.label) for right in load_rights().values()],
    )

    def __init__(self, *args: Any, school: School, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school, self.user = school, user

    def clean_line_manager(self) -> User | None:
        """Return the one person at the school with this address or name."""
        entered: str = self.cleaned_data["line_manager"].strip()
        if not entered:
            return None
        found = people_named(self.school, entered)
        if len(found) == 1:
            if self.user is not None and found[0].pk == self.user.pk:
                message = "A person cannot be their own line manager. Enter someone else"
                raise forms.ValidationError(message)
            return found[0]
        message = f"Nobody at the school is called “{entered}”. Enter their full name or e-mail address"
        if found:
            message = f"{len(found)} people are called “{entered}”. Enter the e-mail address"
        raise forms.ValidationError(message)


class NewRoleForm(MembershipForm):
    """A further role or office for somebody at the school."""

    role = RoleField(label="Role or office")
    field_order = ["role"]


class NewPersonForm(NewRoleForm):
    """A person without an e-mail address."""

    name = LineField(
        label="Full name", max_length=150, error_messages={"required": "Enter the person’s name"}
    )
    field_order = ["name", "role"]


class AbsenceForm(DateRangeForm):
    """Days on which somebody is away."""

    to_on = LabelledDayField(
        label="To", missing="Enter the last day of the absence", help_text="The last day away."
    )


class LeaveForm(forms.Form):
    """Somebody's last day at the school."""

    last_on = LabelledDayField(
        label="Last day here",
        required=False,
        help_text="Enter today, or leave empty, to end their access now.",
    )

    def clean_last_on(self) -> date:
        """Return the day, today if empty. A day in the past is an error."""
        last_on: date = self.cleaned_data["last_on"] or today()
        if last_on < today():
            message = "Last day here must be today or in the future"
            raise forms.ValidationError(message)
        return last_on


class FillOfficeForm(forms.Form):
    """Who will hold an office, among the people of the school."""

    person = forms.ModelChoiceField(
        queryset=User.objects.none(),
        error_messages={"required": "Choose a person", "invalid_choice": "Choose a person of the school"},
    )
    from_on = LabelledDayField(label="From", missing="Enter the first day")
    is_deputy = forms.BooleanField(required=False, label="Deputy: only while the holder is away")

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"from_on": today()})
        super().__init__(*args, **kwargs)
        now = Membership.objects.filter(school=school).on(today())
        self.fields["person"].queryset = User.objects.filter(pk__in=now.values("user"))  # type: ignore[attr-defined]
