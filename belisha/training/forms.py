from datetime import date
from typing import Any

from django import forms

from belisha.base.clock import today
from belisha.base.fields import DayField

NOT_YET = "That day has not come yet: enter the day on which it was done"


def past_day(value: date) -> date:
    """Return the day. Raise ValidationError if it is in the future."""
    if value > today():
        raise forms.ValidationError(NOT_YET)
    return value


class CompletedTrainingForm(forms.Form):
    """Someone's own completion."""

    done_on = DayField(label="When did you do it?")
    evidence = forms.CharField(
        label="What you looked at, or what the course was",
        max_length=500,
        error_messages={"required": "Say in a few words what you did"},
    )

    def clean_done_on(self) -> date:
        """Require a day that is not in the future."""
        return past_day(self.cleaned_data["done_on"])


class CourseForm(forms.Form):
    """A training of several people."""

    clause = forms.CharField(error_messages={"required": "Choose what it was"})
    course = forms.CharField(label="Course, and who gave it", max_length=200, required=False)
    done_on = DayField(label="Day")
    expires_on = DayField(label="Runs out on (if it does)", required=False)
    evidence = forms.CharField(label="How the school knows", max_length=500, required=False)
    people = forms.MultipleChoiceField(error_messages={"required": "Tick who was there"})

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = people

    def clean_done_on(self) -> date:
        """Require a day that is not in the future."""
        return past_day(self.cleaned_data["done_on"])

    def clean(self) -> dict[str, Any]:
        """Require an expiry after completion."""
        given = super().clean() or {}
        done, ends = given.get("done_on"), given.get("expires_on")
        if done and ends and ends < done:
            self.add_error("expires_on", "It cannot run out before it was done")
        return given


class LessonForm(forms.Form):
    """A lesson, to one class or several."""

    taught_on = DayField(label="Day")
    groups = forms.CharField(
        label="Class",
        help_text="Several with commas: 3A, 3B",
        max_length=300,
        error_messages={"required": "Enter the class"},
    )
    topic = forms.CharField(
        label="What it was about", max_length=300, error_messages={"required": "Say what it was about"}
    )

    def clean_taught_on(self) -> date:
        """Require a day that is not in the future."""
        return past_day(self.cleaned_data["taught_on"])

    def clean_groups(self) -> list[str]:
        """Return the classes as a list."""
        found = [each.strip() for each in self.cleaned_data["groups"].split(",") if each.strip()]
        if not found or any(len(each) > 60 for each in found):
            message = "Enter the class, like 3A; several with commas"
            raise forms.ValidationError(message)
        return found
