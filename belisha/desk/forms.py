from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.text import slugify

from belisha.base.clock import today
from belisha.base.fields import DayField, LineField
from belisha.people.forms import RoleField, new_password_field
from belisha.people.models import School, User

MAIL = {
    "required": "Enter your e-mail address",
    "invalid": "Enter an e-mail address in the form name@example.org",
}


class BeginForm(forms.Form):
    """A new school, and the first person in it."""

    code = forms.CharField(
        label="Setup code",
        max_length=40,
        help_text="It was printed when the site was started: three groups of four letters and digits.",
        error_messages={"required": "Enter the code that was printed when the site was started"},
    )
    school = LineField(
        label="Name of the school", max_length=200, error_messages={"required": "Enter the school’s name"}
    )
    name = LineField(label="Your full name", max_length=150, error_messages={"required": "Enter your name"})
    email = forms.EmailField(label="Your e-mail address", error_messages=MAIL)
    role = RoleField(error_messages={"required": "Choose your role"})
    password = new_password_field()

    def clean_school(self) -> str:
        """A name that makes an address of its own."""
        name: str = self.cleaned_data["school"]
        slug = slugify(name)
        if not slug:
            message = "Enter a name with letters in it"
            raise forms.ValidationError(message)
        if School.objects.filter(slug=slug[:50]).exists():
            message = f"There is a school called “{name}” here already. Add its place, so that the two differ"
            raise forms.ValidationError(message)
        return name

    def clean_email(self) -> str:
        """An address that has no account yet."""
        email: str = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email=email).exists():
            message = "This address has an account here already. Sign in, and ask to be invited"
            raise forms.ValidationError(message)
        return email

    def clean(self) -> dict[str, Any]:
        """A password that is not made of the name or the address."""
        given = super().clean() or {}
        if "password" in given:
            person = User(email=given.get("email"), name=given.get("name", ""))
            try:
                validate_password(given["password"], person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return given


class RatifiedElsewhereForm(forms.Form):
    """What the minutes and the signed paper say."""

    ratified_by = LineField(
        label="Who ratified it",
        max_length=120,
        help_text="Full Governors, or the committee.",
        error_messages={"required": "Enter who ratified it"},
    )
    met_on = DayField(label="Day of the meeting")
    minute = LineField(
        label="Minute reference",
        max_length=60,
        help_text="As it stands in the minutes: 7.2",
        error_messages={"required": "Enter the minute reference"},
    )
    head_signed_on = DayField(label="The head signed on")
    chair_signed_on = DayField(label="The chair of governors signed on")
    review_due_on = DayField(
        label="Next review", help_text="The day by which the governors look at it again."
    )

    def clean(self) -> dict[str, Any]:
        """What happened lies behind us, the review before us."""
        given = super().clean() or {}
        for name in ("met_on", "head_signed_on", "chair_signed_on"):
            if name in given and given[name] > today():
                self.add_error(name, "That day has not come yet")
        if "review_due_on" in given and given["review_due_on"] <= today():
            self.add_error("review_due_on", "Enter a day that is still to come")
        return given
