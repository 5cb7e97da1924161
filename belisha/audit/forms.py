from typing import Any

from django import forms

from belisha.base.fields import DayField


class EventFilterForm(forms.Form):
    """Which events of a record to show. Every field may be empty."""

    verb = forms.CharField(label="What was done", required=False, max_length=80)
    subject = forms.CharField(label="To what", required=False, max_length=250)
    from_on = DayField(
        label="From this day",
        required=False,
        error_messages={"invalid": "From this day: enter a date, such as 2026-11-21"},
    )
    to_on = DayField(
        label="To this day",
        required=False,
        error_messages={"invalid": "To this day: enter a date, such as 2026-11-21"},
    )
    is_refused = forms.BooleanField(label="Only what was refused", required=False)

    def clean(self) -> dict[str, Any]:
        """Check that the first day is not after the last."""
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("from_on"), data.get("to_on")
        if first and last and first > last:
            self.add_error("to_on", "To this day: enter a day that is not before the first day")
        return data
