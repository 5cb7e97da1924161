from django import forms

from belisha.duties.models import ReminderFrequency
from belisha.duties.queries import SHOWS, DutyFilter


class MarkDoneForm(forms.Form):
    """Ask how a duty was done."""

    how = forms.CharField(
        label="How was it done?",
        max_length=300,
        help_text="Say what you did and when. For example: checked my privacy settings on 12 November. "
        "If there was nothing to do or declare, say so.",
        error_messages={
            "required": "Enter how it was done",
            "max_length": "How it was done must be 300 characters or less",
        },
    )


class FrequencyForm(forms.Form):
    """Ask how often a person wants reminders."""

    frequency = forms.TypedChoiceField(choices=ReminderFrequency.choices, coerce=int)
    hears_at_once = forms.BooleanField(required=False)


class FilterForm(forms.Form):
    """Filter a list of duties. Values that cannot be read are ignored."""

    show = forms.CharField(required=False)
    office = forms.SlugField(required=False)
    group = forms.CharField(required=False, max_length=60)
    person = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    mail = forms.CharField(required=False)

    def chosen(self) -> DutyFilter:
        """Return the filter, from the values that could be read."""
        self.full_clean()
        data = self.cleaned_data
        show = data.get("show", "")
        return DutyFilter(
            show=show if show in SHOWS else "open",
            office=data.get("office", ""),
            group=data.get("group", ""),
            person=data.get("person"),
            without_mail=data.get("mail") == "none",
        )
