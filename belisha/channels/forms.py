from datetime import date

from django import forms

from belisha.base.clock import today
from belisha.base.fields import DayField
from belisha.checking.draft import LONGEST
from belisha.people.models import Membership, School
from belisha.people.roles import with_ancestors
from belisha.registers.consents import consents_register


class OfficialPostForm(forms.Form):
    """What an official post says, and what goes with it."""

    channel = forms.CharField(
        label="Which account is it for?",
        max_length=80,
        help_text="For example: the school’s Facebook page.",
        error_messages={"required": "Enter which account it is for"},
    )
    text = forms.CharField(
        label="What does it say?",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": "6"}),
        error_messages={"required": "Write what it says"},
    )
    shows_children = forms.BooleanField(label="It names or shows children", required=False)
    has_picture = forms.BooleanField(label="A picture goes with it", required=False)
    alt_text = forms.CharField(
        label="What does the picture show?",
        max_length=300,
        required=False,
        help_text="For people who cannot see it.",
    )
    picture_source = forms.CharField(
        label="Whose picture is it, and who allowed its use?", max_length=200, required=False
    )
    purpose = forms.ChoiceField(
        label="Where does it go?",
        required=False,
        choices=lambda: consents_register().topics,
        error_messages={"invalid_choice": "Choose where it goes"},
    )
    children = forms.CharField(
        label="Which children does it show?",
        required=False,
        max_length=4_000,
        help_text="One name a line, as on the roll. What their parents agreed to is looked up.",
        widget=forms.Textarea,
    )
    post_on = DayField(
        label="When should it be posted at the latest?",
        required=False,
        help_text="If nobody has approved it by the end of that day, it expires.",
    )
    seen = forms.CharField(required=False, max_length=64)

    def __init__(self, *args: object, school: School, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.school = school

    def clean_purpose(self) -> str:
        """Return the purpose: that of official posts, unless another was chosen."""
        return str(self.cleaned_data["purpose"]) or consents_register().official

    def clean_children(self) -> tuple[int, ...]:
        """Return the pupils named, all of those who share a name. Raise ValidationError if one is unknown."""
        names = {" ".join(line.split()) for line in str(self.cleaned_data["children"]).splitlines()} - {""}
        rows = Membership.objects.filter(school=self.school, user__name__in=names).on(today())
        known = [
            (user, name)
            for user, name, role in rows.values_list("user", "user__name", "role")
            if "pupil" in with_ancestors(role)
        ]
        if unknown := sorted(names - {name for _, name in known}):
            message = f"No pupil here is called {', '.join(unknown)}. Write the names as on the roll"
            raise forms.ValidationError(message)
        return tuple(sorted({user for user, _ in known}))

    def clean_post_on(self) -> date | None:
        """Return the day. Raise ValidationError if it is over."""
        day: date | None = self.cleaned_data["post_on"]
        if day and day < today():
            raise forms.ValidationError("Choose today or a day to come")
        return day


class OverrideForm(forms.Form):
    """Why a finding may stand."""

    key = forms.CharField(max_length=16)
    reason = forms.CharField(
        label="Why may it stand?", max_length=500, error_messages={"required": "Write why it may stand"}
    )


class LinkForm(forms.Form):
    """Where a post is found."""

    link = forms.URLField(
        label="Paste the link to the post",
        max_length=400,
        assume_scheme="https",
        error_messages={
            "required": "Paste the link to the post",
            "invalid": "Paste a full address, such as https://www.example.org/posts/1",
        },
    )


class NoteForm(forms.Form):
    """A note for the author, or why a post was taken down."""

    note = forms.CharField(label="Why?", max_length=300, error_messages={"required": "Write why"})
