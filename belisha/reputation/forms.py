from typing import Any

from django import forms

from belisha.base.fields import LineField
from belisha.base.text import capital
from belisha.people.models import School
from belisha.people.offices.right_holders import holders_of_right
from belisha.people.roles import role_label
from belisha.reputation.decision_path import path_steps
from belisha.reputation.models import Tone
from belisha.reputation.places import place_kinds

ADDRESS = {
    "required": "Enter its address",
    "invalid": "Enter a full address, such as https://www.example.org/page",
}


class PlaceForm(forms.Form):
    """A public place to watch."""

    kind = forms.ChoiceField(label="What kind of place")
    title = LineField(
        label="Name of the place", max_length=120, error_messages={"required": "Give it a name"}
    )
    address = forms.URLField(
        label="Address of its page", max_length=500, assume_scheme="https", error_messages=ADDRESS
    )
    feed = forms.URLField(
        label="The address of its feed, if it has one",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages=ADDRESS,
        help_text="RSS or Atom. For a Wikipedia article: its history with “action=history&feed=atom”.",
    )
    days = forms.IntegerField(
        label="How often to look, in days",
        min_value=1,
        max_value=366,
        required=False,
        help_text="Leave it empty for what is usual for such a place.",
    )
    office = forms.ChoiceField(label="Who looks")

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        watchers = holders_of_right(school, "watch-reputation")
        self.fields["kind"].choices = [(key, each.title) for key, each in place_kinds().items()]  # type: ignore[attr-defined]
        self.fields["office"].choices = [(each, capital(role_label(each))) for each in watchers]  # type: ignore[attr-defined]


class LookForm(forms.Form):
    """One look at a place."""

    found = forms.IntegerField(
        label="How many new things did you find?", min_value=0, max_value=999, initial=0
    )
    note = LineField(label="Note", max_length=300, required=False, help_text="No names of private people.")


class MentionForm(forms.Form):
    """Something said of the school, by hand. The share sheet of a phone fills link and title."""

    link = forms.URLField(label="Link", max_length=1000, assume_scheme="https", error_messages=ADDRESS)
    title = LineField(
        label="What it is, in a few words",
        max_length=200,
        help_text="For example, “Google review”.",
        error_messages={"required": "Say in a few words what it is"},
    )
    text = forms.CharField(
        label="What it says",
        max_length=4000,
        required=False,
        widget=forms.Textarea,
        help_text="Copy the words. Leave out who wrote them, and do not copy pictures.",
    )
    topic = LineField(label="What it is about", max_length=120, required=False)
    tone = forms.ChoiceField(
        label="How does it speak of the school?",
        choices=Tone.choices,
        required=False,
        widget=forms.RadioSelect,
    )


class JudgeForm(forms.Form):
    """What a mention is about, and how it speaks of the school."""

    topic = LineField(label="What it is about", max_length=120, required=False)
    tone = forms.ChoiceField(
        label="How does it speak of the school?",
        choices=Tone.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it speaks of the school"},
    )


class PathForm(forms.Form):
    """The questions of the decision path; the first yes decides, so the rest may stay open."""

    decides = forms.ChoiceField(
        label="Which of these comes first?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the first question that you answer with yes"},
        help_text="Read from the top, and stop at the first yes.",
    )

    def __init__(self, *args: Any, heard: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["decides"]
        field.choices = [(step.id, step.asks) for step in path_steps()]  # type: ignore[attr-defined]
        if heard:
            field.initial = heard[0]

    def answers(self) -> dict[str, bool]:
        """Return an answer for each question up to the one that decides."""
        found: dict[str, bool] = {}
        for step in path_steps():
            found[step.id] = step.id == self.cleaned_data["decides"]
            if found[step.id]:
                break
        return found


class ReplyForm(forms.Form):
    """A reply."""

    words = forms.CharField(
        label="The reply",
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": "Write the reply, or choose one of the texts"},
        help_text="Short and kind. Name nobody, and do not say whether somebody is at the school.",
    )

    def clean_words(self) -> str:
        """Refuse a reply that still has a gap to fill."""
        words: str = self.cleaned_data["words"]
        if "…" in words:
            raise forms.ValidationError("Fill in the gap marked … before you go on")
        return words


class SentForm(forms.Form):
    """Where a reply was posted."""

    link = forms.URLField(
        label="Link to the reply as posted", max_length=1000, assume_scheme="https", error_messages=ADDRESS
    )


class MentionNoteForm(forms.Form):
    """What was done."""

    note = LineField(label="What was done", max_length=300, error_messages={"required": "Say what was done"})
