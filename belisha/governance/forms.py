from typing import Any

from django import forms

from belisha.base.clock import today
from belisha.base.fields import DayField, LineField
from belisha.base.text import capital
from belisha.people.models import Membership, School
from belisha.people.offices.right_holders import holders_of_right
from belisha.people.roles import is_office, role_label


class ActionForm(forms.Form):
    """What governors decided to do."""

    what = LineField(
        label="What was decided", max_length=300, error_messages={"required": "Say what was decided"}
    )
    why = LineField(label="Why", max_length=300, required=False)
    decided_on = DayField(label="Meeting on")
    minute = LineField(label="Minute", max_length=60, required=False, help_text="For example, 2026/11/7.")
    office = forms.ChoiceField(
        label="Who carries it out", error_messages={"required": "Choose who carries it out"}
    )
    due_on = DayField(label="By when", required=False)

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = (
            Membership.objects.filter(school=school)
            .on(today())
            .order_by("role")
            .values_list("role", flat=True)
        )
        offices = [each for each in dict.fromkeys(held) if is_office(each)]
        chosen = offices or holders_of_right(school, "record-governors-action")
        self.fields["office"].choices = [  # type: ignore[attr-defined]
            ("", "Choose an office"),
            *((each, capital(role_label(each))) for each in chosen),
        ]
        self.fields["decided_on"].initial = today


class OutcomeForm(forms.Form):
    """What came of it."""

    outcome = LineField(
        label="What came of it", max_length=300, error_messages={"required": "Say what came of it"}
    )


class PackForm(forms.Form):
    """The day of an inspection pack."""

    on = DayField(label="As of")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today
