from typing import Any

from django import forms

from belisha.base.fields import DayField


class EventsWanted(forms.Form):
    """Which events of a record to show. Every field may stay empty."""

    verb = forms.CharField(label="What was done", required=False, max_length=80)
    subject = forms.CharField(label="To what", required=False, max_length=250)
    from_on = DayField(
        label="From this day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "From this day: enter a date, such as 2026-11-21"},
    )
    to_on = DayField(
        label="To this day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "To this day: enter a date, such as 2026-11-21"},
    )
    is_refused = forms.BooleanField(label="Only what was refused", required=False)

    def clean(self) -> dict[str, Any]:
        """The first day is not after the last."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("from_on"), given.get("to_on")
        if first and last and first > last:
            self.add_error("to_on", "To this day: enter a day that is not before the first")
        return given
