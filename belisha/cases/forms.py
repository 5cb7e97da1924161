"""What people type and choose at the report door. Everything but the words or a choice is optional."""

from typing import Any

from django import forms

from belisha.cases.library import reporting
from belisha.triage import load_playbooks

LONGEST = 5000
SAY_SOMETHING = "Write what happened, or choose what fits best"
YES_NO = (("yes", "Yes"), ("no", "No"), ("", "I do not know"))


class ReportForm(forms.Form):
    """A report. `as_child` leaves out what a child is not asked."""

    # Made anew with each form that is shown, so that a second click is known for one.
    sending = forms.CharField(max_length=200, required=False)
    work = forms.CharField(max_length=20, required=False)
    role = forms.ChoiceField(label="Who are you?", required=False)
    danger = forms.ChoiceField(label="Is anybody in danger now?", choices=YES_NO, required=False)
    words = forms.CharField(label="What happened?", max_length=LONGEST, required=False, widget=forms.Textarea)
    choice = forms.ChoiceField(label="What fits best?", required=False)
    about = forms.ChoiceField(label="Who is it about?", required=False)
    about_name = forms.CharField(label="Their name, if you know it", max_length=150, required=False)
    when = forms.CharField(label="When was it?", max_length=200, required=False)
    happened_on = forms.DateField(
        label="Which day did it happen or did you learn of it?",
        required=False,
        error_messages={"invalid": "Enter the day as in 2026-11-29"},
    )
    where = forms.CharField(label="Which site, app or group?", max_length=300, required=False)
    going_on = forms.ChoiceField(label="Is it still going on?", choices=YES_NO, required=False)
    wishes = forms.CharField(
        label="What would you like to happen?", max_length=1000, required=False, widget=forms.Textarea
    )
    with_name = forms.BooleanField(required=False)
    name = forms.CharField(label="Your name, if you like", max_length=150, required=False)
    contact = forms.CharField(label="How to reach you, if you like", max_length=200, required=False)

    def __init__(self, *args: Any, is_child: bool = False, **named: Any) -> None:
        super().__init__(*args, **named)
        self.is_child = is_child
        rows = sorted(
            load_playbooks().values(), key=lambda each: each.child_order if is_child else each.order
        )
        says = [
            (each.id, each.child if is_child else each.says) for each in rows if each.child or not is_child
        ]
        self.fields["choice"].choices = [*says, ("", "Something else")]  # type: ignore[attr-defined]
        reporters = [(row["role"], row["says"]) for row in reporting()["reporters"]]
        self.fields["role"].choices = [("", "I would rather not say"), *reporters]  # type: ignore[attr-defined]
        words = "child" if is_child else "says"
        about = [(row["id"], row[words]) for row in reporting()["about"] if words in row]
        self.fields["about"].choices = [("", "")] + about  # type: ignore[attr-defined]  # noqa: RUF005

    def clean(self) -> dict[str, Any]:
        """Require words or a choice."""
        given = super().clean() or {}
        if "words" in given and not given["words"].strip() and not given.get("choice"):
            self.add_error("words", SAY_SOMETHING)
        return given


class CodeForm(forms.Form):
    """A receipt code."""

    code = forms.CharField(
        label="Your receipt",
        max_length=60,
        error_messages={"required": "Enter the code that you were given"},
        help_text="Four groups of five letters and digits.",
    )


class ReportWordsForm(forms.Form):
    """Words to add."""

    words = forms.CharField(
        label="Your words",
        max_length=LONGEST,
        error_messages={"required": "Write something first"},
        widget=forms.Textarea,
    )


class ChoiceForm(forms.Form):
    """Something to say about a picture: chosen, never written."""

    choice = forms.ChoiceField(
        label="What do you want to say?",
        error_messages={"required": "Choose one", "invalid_choice": "Choose one from the list"},
    )

    def __init__(self, *args: Any, section: str = "more", **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["choice"].choices = list(reporting()["image"][section].items())  # type: ignore[attr-defined]


class CategoryForm(forms.Form):
    """The category that a person confirms."""

    category = forms.ChoiceField(label="What is it about?", error_messages={"required": "Choose one"})

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        choices = [(each.id, each.label) for each in load_playbooks().values()]
        self.fields["category"].choices = choices  # type: ignore[attr-defined]
