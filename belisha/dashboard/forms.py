from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.text import slugify

from belisha.base.clock import today
from belisha.base.fields import DayField, LineField
from belisha.people.accounts.forms import new_password_field
from belisha.people.forms import RoleField
from belisha.people.models import School, User

MAIL = {
    "required": "Enter your email address",
    "invalid": "Enter an email address in the correct format, like name@example.org",
}


class StartSchoolForm(forms.Form):
    """Ask for a new school and its first person."""

    code = forms.CharField(
        label="Setup code",
        max_length=40,
        help_text="It was shown when the site was started: three groups of four letters and digits.",
        error_messages={"required": "Enter the setup code"},
    )
    school = LineField(
        label="School name", max_length=200, error_messages={"required": "Enter the school’s name"}
    )
    name = LineField(label="Your full name", max_length=150, error_messages={"required": "Enter your name"})
    email = forms.EmailField(label="Your email address", error_messages=MAIL)
    role = RoleField(error_messages={"required": "Choose your role"})
    password = new_password_field()

    def clean_school(self) -> str:
        """Return a name that makes a web address no other school has."""
        name: str = self.cleaned_data["school"]
        slug = slugify(name)
        if not slug:
            message = "School name must include letters"
            raise forms.ValidationError(message)
        if School.objects.filter(slug=slug[:50]).exists():
            message = f"There is already a school called “{name}” here. Add its town to the name"
            raise forms.ValidationError(message)
        return name

    def clean_email(self) -> str:
        """Return the address in lower case. Whether another school knows it makes no difference."""
        email: str = self.cleaned_data["email"]
        return email.strip().lower()

    def clean(self) -> dict[str, Any]:
        """Check that the password is not like the name or the address."""
        given = super().clean() or {}
        if "password" in given:
            person = User(email=given.get("email"), name=given.get("name", ""))
            try:
                validate_password(given["password"], person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return given


class RatifiedElsewhereForm(forms.Form):
    """Ask what the minutes and the signed paper say."""

    ratified_by = LineField(
        label="Who ratified it",
        max_length=120,
        help_text="For example, full governing body or a committee",
        error_messages={"required": "Enter who ratified it"},
    )
    met_on = DayField(label="Date of the meeting")
    minute = LineField(
        label="Minute reference",
        max_length=60,
        help_text="For example, 7.2",
        error_messages={"required": "Enter the minute reference"},
    )
    head_signed_on = DayField(label="Date the headteacher signed")
    chair_signed_on = DayField(label="Date the chair of governors signed")
    review_due_on = DayField(
        label="Next review date", help_text="When the governors must review the policy by"
    )

    def clean(self) -> dict[str, Any]:
        """Check that the meeting and signatures are past and the review is to come."""
        given = super().clean() or {}
        for name in ("met_on", "head_signed_on", "chair_signed_on"):
            if name in given and given[name] > today():
                self.add_error(name, "Date must be today or in the past")
        if "review_due_on" in given and given["review_due_on"] <= today():
            self.add_error("review_due_on", "Next review date must be in the future")
        return given
