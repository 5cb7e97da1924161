"""Forms of consents."""

from collections.abc import Iterable
from typing import Any

from django import forms

from belisha.base.fields import DayField, LineField
from belisha.people.models import User
from belisha.registers.consents import YES, consents_register
from belisha.registers.door import door

LARGEST = 5 * 1024 * 1024
CONTACT = "contact"
CHOICES = (("yes", "Yes"), ("no", "No"))


class ConsentForm(forms.Form):
    """Yes or no for each purpose, of one child."""

    reason = LineField(
        label="For which reasons may staff be in contact?",
        required=False,
        max_length=300,
        help_text="Only if you say yes to contact. For example “reading at home over the school’s tablet”.",
    )

    def __init__(self, data: Any = None, *, child: int, asks_age: bool = False, **named: Any) -> None:
        super().__init__(data, auto_id=f"c{child}-%s", **named)
        self.child = child
        self.asks_age = asks_age
        if asks_age:
            self.fields["old_enough"] = forms.BooleanField(
                label=f"I am {door().own_voice_age} or older",
                error_messages={"required": f"Your own view is asked from the age of {door().own_voice_age}"},
            )
        reason = self.fields.pop("reason")
        for topic, label in consents_register().topics:
            self.fields[f"topic-{topic}"] = forms.ChoiceField(
                label=label, choices=CHOICES, widget=forms.RadioSelect, required=False
            )
        self.fields["reason"] = reason

    def clean(self) -> dict[str, Any]:
        """Require the reasons for contact (H62b)."""
        given = super().clean() or self.cleaned_data
        if given.get(f"topic-{CONTACT}") == YES and not given.get("reason"):
            self.add_error("reason", "Say for which reasons staff may be in contact")
        return given

    def answers(self) -> dict[str, str]:
        """Return the answers by purpose; what was left open is left out."""
        return {
            name.removeprefix("topic-"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("topic-") and value
        }


class PaperConsentForm(ConsentForm):
    """Consents on paper: who signed, when, and who saw it."""

    giver = forms.ChoiceField(label="Who signed?", required=False)
    signed = DayField(
        label="Signed on",
        error_messages={
            "required": "Enter the day on the paper",
            "invalid": "Enter a date, such as 21/11/2026",
        },
    )
    witness = LineField(
        label="Who saw it signed, or holds the paper?",
        max_length=120,
        error_messages={"required": "Enter who saw it signed or holds the paper"},
    )

    def __init__(self, data: Any = None, *, child: int, parents: Iterable[User], **named: Any) -> None:
        super().__init__(data, child=child, **named)
        choices = [("", "Somebody who is not listed"), *((str(each.pk), each.name) for each in parents)]
        self.fields["giver"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Require an answer at least; the day is kept as text."""
        given = super().clean()
        if not any(name.startswith("topic-") and value for name, value in given.items()):
            self.add_error(None, "Choose yes or no for one purpose at least")
        if given.get("signed"):
            given["signed"] = given["signed"].isoformat()
        return given


class ParentForm(forms.Form):
    """Who has parental responsibility."""

    who = LineField(
        label="E-mail address or name of the parent",
        max_length=200,
        error_messages={"required": "Enter an e-mail address or a name"},
    )


class ConsentFileForm(forms.Form):
    """A file of consents, and where the signed papers are."""

    file = forms.FileField(
        label="The file (CSV or Excel)",
        error_messages={"required": "Choose a file", "empty": "The file is empty. Export it again."},
    )
    witness = LineField(
        label="Where are the signed forms kept?",
        max_length=120,
        error_messages={"required": "Say where the signed forms are kept"},
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too large."""
        found = self.cleaned_data["file"]
        if found.size > LARGEST:
            message = "The file is larger than 5 MB. Export only names, classes and consents."
            raise forms.ValidationError(message)
        return found
