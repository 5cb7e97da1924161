from datetime import date
from typing import Any

from django import forms

from belisha.access.rights import load_rights
from belisha.base.clock import today
from belisha.base.fields import LineField
from belisha.people.forms import RoleField
from belisha.people.models import Membership, School, User
from belisha.people.queries import named_at
from belisha.people.set_up_forms import WhenField


class DaysForm(forms.Form):
    """From a day to a day; the last day may be open."""

    from_on = WhenField(label="From", missing="Enter the first day")
    to_on = WhenField(label="To", required=False, help_text="The last day. Leave empty while it goes on.")

    def clean(self) -> dict[str, Any]:
        """A last day that does not come before the first."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("to_on") and data.get("from_on") and data["to_on"] < data["from_on"]:
            self.add_error("to_on", "The last day cannot come before the first")
        return data


class MembershipForm(DaysForm):
    """What belongs to a role or an office that somebody has at a school."""

    stands_in = forms.BooleanField(
        required=False, label="Deputy: holds the office while nobody else is there to"
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
        label="Rights beside the role",
        choices=[(right.id, right.label) for right in load_rights().values()],
    )

    def __init__(self, *args: Any, school: School, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school, self.user = school, user

    def clean_line_manager(self) -> User | None:
        """The one person at the school whom the words name."""
        said: str = self.cleaned_data["line_manager"].strip()
        if not said:
            return None
        found = named_at(self.school, said)
        if len(found) == 1:
            if self.user is not None and found[0].pk == self.user.pk:
                message = "Nobody is their own line manager. Enter somebody else"
                raise forms.ValidationError(message)
            return found[0]
        message = f"Nobody at the school is called “{said}”. Enter their full name or e-mail address"
        if found:
            message = f"{len(found)} people are called “{said}”. Enter the e-mail address"
        raise forms.ValidationError(message)


class NewRoleForm(MembershipForm):
    """A role or an office for somebody who is at the school."""

    role = RoleField(label="Role or office")
    field_order = ["role"]


class NewPersonForm(NewRoleForm):
    """Somebody without an e-mail address."""

    name = LineField(
        label="Full name", max_length=150, error_messages={"required": "Enter the person’s name"}
    )
    field_order = ["name", "role"]


class AbsenceForm(DaysForm):
    """Days on which somebody is away."""

    to_on = WhenField(label="To", missing="Enter the last day of the absence", help_text="The last day away.")


class LeaveForm(forms.Form):
    """The last day of somebody at the school."""

    last_on = WhenField(
        label="Last day here",
        required=False,
        help_text="Today, or nothing: their access ends at once. A later day: every role ends with it.",
    )

    def clean_last_on(self) -> date:
        """Today where none is said; no day that has passed: what somebody did until now stays theirs."""
        last_on: date = self.cleaned_data["last_on"] or today()
        if last_on < today():
            message = "This day is past. Enter today, and their access ends at once"
            raise forms.ValidationError(message)
        return last_on


class NameForm(forms.Form):
    """What somebody is called, and the address that they sign in with."""

    name = LineField(
        label="Full name", max_length=150, error_messages={"required": "Enter the person’s name"}
    )
    email = forms.EmailField(
        required=False,
        label="E-mail address",
        error_messages={"invalid": "Enter an e-mail address in the form name@example.org"},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"name": user.name, "email": user.email or ""})
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str | None:
        """An address that nobody else has. One that was there stays: without one they could not sign in."""
        email: str = self.cleaned_data["email"].strip().lower()
        if not email and self.user.email:
            message = "Enter an address: without one this person could no longer sign in with a password"
            raise forms.ValidationError(message)
        if email and User.objects.filter(email=email).exclude(pk=self.user.pk).exists():
            message = "Somebody else here has this address. Invite that person to the school instead"
            raise forms.ValidationError(message)
        return email or None


class FillForm(forms.Form):
    """Who is to hold an office, among the people of the school."""

    person = forms.ModelChoiceField(
        queryset=User.objects.none(),
        error_messages={"required": "Choose a person", "invalid_choice": "Choose a person of the school"},
    )
    from_on = WhenField(label="From", missing="Enter the first day")
    stands_in = forms.BooleanField(required=False, label="Deputy: only while the holder is away")

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"from_on": today()})
        super().__init__(*args, **kwargs)
        now = Membership.objects.filter(school=school).on(today())
        self.fields["person"].queryset = User.objects.filter(pk__in=now.values("user"))  # type: ignore[attr-defined]
